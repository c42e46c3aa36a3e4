package org.failuretransparency.harness.claims;

import java.util.List;
import org.failuretransparency.harness.statistics.Interval;

/// The verdict rules by kind of claim.
///
/// | kind | `reproduced` | `shape` | else |
/// | --- | --- | --- | --- |
/// | ratio | the interval meets [½, 2] × published, or the published range | it lies wholly on the published side of 1 | `not-reproduced` |
/// | ordering | the intervals are apart, in the right order | only the means are in the right order | `not-reproduced` |
/// | property, count | it held in every case tried | | `not-reproduced` |
/// | absolute | on a modelled disk: within a factor of 1.5 | | `reported`; on a modelled disk `not-reproduced` |
///
/// An ordering of values of a single block has no intervals, so that it can be `shape` at best.
final class Verdicts {

    private static final double RATIO_FACTOR = 2;
    private static final double MODELLED_FACTOR = 1.5;

    private Verdicts() {}

    /// The band that a ratio's interval has to meet: the published range, or a factor of two around the published
    /// number. A claim of no effect has no published number; its ratio is 1.
    static Interval ratioBand(Claim claim) {
        Interval published = claim.publishedRange().orElse(Interval.point(1));
        if (published.low() < published.high()) {
            return published;
        }
        return new Interval(published.low() / RATIO_FACTOR, published.low() * RATIO_FACTOR);
    }

    static Verdict ratio(Claim claim, Measured measured) {
        if (measured.interval().meets(ratioBand(claim))) {
            return Verdict.REPRODUCED;
        }
        Interval published = claim.publishedRange().orElse(Interval.point(1));
        boolean above = published.low() > 1 && measured.interval().low() > 1;
        boolean below = published.high() < 1 && measured.interval().high() < 1;
        return above || below ? Verdict.SHAPE : Verdict.NOT_REPRODUCED;
    }

    /// @param descending the values that should fall from each to the next
    static Verdict ordering(List<Measured> descending) {
        boolean apart = true;
        boolean meansInOrder = true;
        for (int i = 1; i < descending.size(); i++) {
            Measured greater = descending.get(i - 1);
            Measured smaller = descending.get(i);
            apart &= greater.interval().liesAbove(smaller.interval()) && greater.blocks() > 1 && smaller.blocks() > 1;
            meansInOrder &= greater.value() > smaller.value();
        }
        if (apart) {
            return Verdict.REPRODUCED;
        }
        return meansInOrder ? Verdict.SHAPE : Verdict.NOT_REPRODUCED;
    }

    static Verdict property(boolean heldInEveryCase) {
        return heldInEveryCase ? Verdict.REPRODUCED : Verdict.NOT_REPRODUCED;
    }

    static Verdict absolute(Claim claim, Measured measured, boolean onModelledDisk) {
        if (!onModelledDisk) {
            return Verdict.REPORTED;
        }
        double published = claim.publishedNumber().orElseThrow();
        boolean within =
                measured.value() <= published * MODELLED_FACTOR && measured.value() >= published / MODELLED_FACTOR;
        return within ? Verdict.REPRODUCED : Verdict.NOT_REPRODUCED;
    }
}
