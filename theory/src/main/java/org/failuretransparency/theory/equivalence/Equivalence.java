package org.failuretransparency.theory.equivalence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An equivalence function: which differences between the visible events of a computation that failed and recovered,
/// and those of a failure-free one, the observer overlooks.
///
/// All three read the recovered sequence once: an event that is the next one of the failure-free sequence is taken for
/// it, and any other must be a duplicate that the function allows. Taking it whenever possible is never worse than
/// calling it a duplicate: whatever could be matched later to the same place is a duplicate by then.
///
/// **Source**: §2.2.2, Figures 2.1 and 2.2.
public enum Equivalence {
    /// No difference at all. It needs visible events that are atomic with commits.
    IDENTITY,
    /// Okay to duplicate the last visible event: one may be repeated before the next is shown.
    DUPLICATE_LAST_VISIBLE,
    /// Definition 2: events that were shown earlier may be shown again, at any time. The dissertation's standard.
    DUPLICATE_EARLIER;

    /// Whether the output of a recovered computation that came to its end is equivalent to a whole failure-free output.
    public <T> boolean equivalent(List<? extends T> recovered, List<? extends T> failureFree) {
        return matched(recovered, failureFree) == failureFree.size();
    }

    /// Whether the output of a computation that goes on is equivalent to a prefix of a failure-free output.
    public <T> boolean equivalentToPrefix(List<? extends T> recovered, List<? extends T> failureFree) {
        return matched(recovered, failureFree) >= 0;
    }

    /// How many events of `failureFree` those of `recovered` stand for; -1 if some event of `recovered` stands for none
    /// and is no duplicate that is allowed.
    private <T> int matched(List<? extends T> recovered, List<? extends T> failureFree) {
        Match match = match(recovered, failureFree);
        return match.read() == recovered.size() ? match.matched() : -1;
    }

    /// How far `recovered` can be read as `failureFree` with duplicates.
    <T> Match match(List<? extends T> recovered, List<? extends T> failureFree) {
        Set<T> shown = new HashSet<>();
        int matched = 0;
        for (int i = 0; i < recovered.size(); i++) {
            T event = recovered.get(i);
            if (matched < failureFree.size() && event.equals(failureFree.get(matched))) {
                matched++;
            } else if (!mayBeRepeated(event, i == 0 ? null : recovered.get(i - 1), shown)) {
                return new Match(i, matched);
            }
            shown.add(event);
        }
        return new Match(recovered.size(), matched);
    }

    private <T> boolean mayBeRepeated(T event, @Nullable T previous, Set<T> shown) {
        return switch (this) {
            case IDENTITY -> false;
            case DUPLICATE_LAST_VISIBLE -> event.equals(previous);
            case DUPLICATE_EARLIER -> shown.contains(event);
        };
    }

    /// @param read how many events of the recovered sequence could be read
    /// @param matched how many events of the failure-free one they stand for
    record Match(int read, int matched) {}
}
