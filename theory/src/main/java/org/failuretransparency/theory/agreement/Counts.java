package org.failuretransparency.theory.agreement;

import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.theory.explorer.BadRun;
import org.failuretransparency.theory.explorer.Exploration;
import org.failuretransparency.theory.explorer.Pattern;

/// How often checker and explorer agreed.
///
/// @param tried computations
/// @param accepted how many of them the checker accepted
/// @param rejected how many it rejected
/// @param rejectedUnderAssumptions how many of those Assumptions 1 and 2 hold for
/// @param badRuns how many of the latter the explorer found a bad run of
/// @param states how many states the explorer visited
/// @param disagreements computations that they do not agree on
/// @param first the first few of these, in words
public record Counts(
        long tried,
        long accepted,
        long rejected,
        long rejectedUnderAssumptions,
        long badRuns,
        long states,
        long disagreements,
        List<String> first) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, List.of());

    private static final int KEPT = 10;

    public Counts {
        first = List.copyOf(first);
    }

    static Counts of(Pattern pattern, boolean accepted, Exploration exploration) {
        boolean assumptions = pattern.everyProcessEndsVisibly();
        boolean bad = exploration.badRun().isPresent();
        boolean disagree = accepted ? bad : assumptions && !bad;
        return new Counts(
                1,
                accepted ? 1 : 0,
                accepted ? 0 : 1,
                !accepted && assumptions ? 1 : 0,
                !accepted && assumptions && bad ? 1 : 0,
                exploration.states(),
                disagree ? 1 : 0,
                disagree ? List.of(words(pattern, accepted, exploration)) : List.of());
    }

    private static String words(Pattern pattern, boolean accepted, Exploration exploration) {
        String verdict = accepted ? "accepted, but has a bad run" : "rejected, but has no bad run";
        return verdict + ": pattern=" + pattern
                + exploration.badRun().map(BadRun::story).map("\n"::concat).orElse("");
    }

    Counts plus(Counts other) {
        return new Counts(
                tried + other.tried,
                accepted + other.accepted,
                rejected + other.rejected,
                rejectedUnderAssumptions + other.rejectedUnderAssumptions,
                badRuns + other.badRuns,
                states + other.states,
                disagreements + other.disagreements,
                Stream.concat(first.stream(), other.first.stream()).limit(KEPT).toList());
    }

    /// The counts in a line, and the first disagreements.
    public String words() {
        String line = "tried=" + tried + ", accepted=" + accepted + ", rejected=" + rejected
                + ", of these under Assumptions 1 and 2=" + rejectedUnderAssumptions + ", bad runs found=" + badRuns
                + ", states=" + states + ", disagreements=" + disagreements;
        return Stream.concat(Stream.of(line), first.stream())
                .reduce((a, b) -> a + "\n" + b)
                .orElse(line);
    }
}
