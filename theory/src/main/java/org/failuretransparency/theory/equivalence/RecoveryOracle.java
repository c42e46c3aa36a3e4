package org.failuretransparency.theory.equivalence;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Definition 1: recovery is consistent if some failure-free execution has an output that is equivalent to the
/// recovered one. Knows the failure-free outputs and judges recovered ones.
///
/// **Threads**: any; immutable.
///
/// **Source**: §2.2.2.
///
/// @param <T> a visible event as the observer sees it; compared with `equals`
public final class RecoveryOracle<T> {

    private final Equivalence equivalence;
    private final List<List<T>> failureFree;

    /// @param failureFree the outputs of the failure-free executions; with more processes than one, in all their orders
    public RecoveryOracle(Equivalence equivalence, Collection<? extends List<? extends T>> failureFree) {
        this.equivalence = equivalence;
        this.failureFree = failureFree.stream().<List<T>>map(List::copyOf).toList();
    }

    /// Judges the output of a computation that came to its end.
    public Judgement judge(List<? extends T> recovered) {
        return judge(recovered, true);
    }

    /// Judges the output, until now, of a computation that goes on.
    public Judgement judgePrefix(List<? extends T> recovered) {
        return judge(recovered, false);
    }

    private Judgement judge(List<? extends T> recovered, boolean whole) {
        List<T> closest = null;
        Equivalence.Match furthest = new Equivalence.Match(-1, -1);
        for (List<T> candidate : failureFree) {
            Equivalence.Match match = equivalence.match(recovered, candidate);
            if (match.read() == recovered.size() && (!whole || match.matched() == candidate.size())) {
                return new Judgement(true, "consistent: equivalent to " + (whole ? "" : "a prefix of ") + candidate);
            }
            if (match.read() > furthest.read()
                    || (match.read() == furthest.read() && match.matched() > furthest.matched())) {
                closest = candidate;
                furthest = match;
            }
        }
        return new Judgement(false, "inconsistent: " + difference(recovered, closest, furthest));
    }

    private String difference(List<? extends T> recovered, @Nullable List<T> closest, Equivalence.Match match) {
        if (closest == null) {
            return "there is no failure-free output";
        }
        String expected = match.matched() < closest.size()
                ? "\"" + closest.get(match.matched()) + "\" as event " + match.matched()
                : "no further event";
        String compared = "; the closest failure-free output, " + closest + ", has " + expected;
        if (match.read() == recovered.size()) {
            return "the output ends after event " + (match.read() - 1) + compared;
        }
        String duplicates = switch (equivalence) {
            case IDENTITY -> "";
            case DUPLICATE_LAST_VISIBLE -> ", and it does not repeat the event before it";
            case DUPLICATE_EARLIER -> ", and it was not shown before";
        };
        return "visible event " + match.read() + " is \"" + recovered.get(match.read()) + "\"" + compared + duplicates;
    }

    /// What the oracle says.
    ///
    /// @param words the failure-free output that it is equivalent to, or the first difference from the closest one;
    ///     visible events are counted from 0
    public record Judgement(boolean consistent, String words) {}
}
