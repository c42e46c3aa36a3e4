package org.failuretransparency.harness.claims;

import java.util.Locale;

/// What a run says about a claim, from the strongest to the weakest.
public enum Verdict {
    /// The claim holds here as published.
    REPRODUCED,
    /// Its direction holds here, its size does not.
    SHAPE,
    /// It does not hold here.
    NOT_REPRODUCED,
    /// The value stands beside the published one and is not judged: the hardware of 1999 decided it.
    REPORTED,
    /// This run cannot say; the reason is given.
    NOT_TESTED;

    /// The name in files: `not-reproduced`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
