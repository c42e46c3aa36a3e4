package org.failuretransparency.theory.checker;

import java.util.List;

/// What the commit invariant says of a whole computation.
///
/// @param events how many events it had
/// @param visibleEvents how many of them were visible
/// @param commitEvents how many were commits that count, or atomic with one
/// @param safety how many visible events violate Theorem 2 - Safety
/// @param liveness how many commit events that are not visible violate Theorem 2 - Liveness
/// @param corollary1 how many events were visible, non-deterministic, and not atomic with a commit
/// @param first the first violations found, with their witnesses
public record Verdict(
        long events,
        long visibleEvents,
        long commitEvents,
        long safety,
        long liveness,
        long corollary1,
        List<Violation> first) {

    public Verdict {
        first = List.copyOf(first);
    }

    /// The number of violations of all kinds.
    public long violations() {
        return safety + liveness + corollary1;
    }

    /// Whether recovery is guaranteed to be consistent.
    public boolean holds() {
        return violations() == 0;
    }

    /// A line that sums up, and one for each of the first violations.
    public String words() {
        StringBuilder words =
                new StringBuilder(holds() ? "the commit invariant holds" : "the commit invariant does not hold");
        words.append(": events=").append(events);
        words.append(", visible=").append(visibleEvents);
        words.append(", commits=").append(commitEvents);
        words.append(", safety violations=").append(safety);
        words.append(", liveness violations=").append(liveness);
        words.append(", Corollary 1 violations=").append(corollary1);
        first.forEach(violation -> words.append('\n').append(violation.words()));
        return words.toString();
    }
}
