package org.failuretransparency.theory.checker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.failuretransparency.theory.CausalGraph;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;

/// Theorem 2's formula, literally: for all visible and commit events, for all non-deterministic events in their past,
/// does a covering event exist? Cubic and obviously right.
final class BruteForceInvariant {

    private static final long ONE_MESSAGE = 1_000_000;

    private final List<Event> events;
    private final CausalGraph graph;
    /// For each event those whose commits and logs are known to it: its causal past; the commits of the rounds that its
    /// process is part of; and the logs that its process wrote before it crashed.
    private final List<BitSet> known = new ArrayList<>();

    BruteForceInvariant(Computation computation, Failures failures) {
        events = computation.events();
        graph = new CausalGraph(computation, failures == Failures.ONE);
        for (int place = 0; place < events.size(); place++) {
            BitSet here = new BitSet();
            for (int before : graph.predecessors(place)) {
                here.or(known.get(before));
                here.set(before);
            }
            for (int earlier = 0; earlier < place; earlier++) {
                Event other = events.get(earlier);
                boolean own = other.process() == events.get(place).process();
                if (own && other.kind() == EventKind.LOG && graph.counts(other)) {
                    here.set(earlier);
                }
                if (sharesRoundBefore(place, earlier)) {
                    here.or(known.get(earlier));
                    here.set(earlier);
                }
            }
            known.add(here);
        }
    }

    /// The events that break Theorem 2, by their places.
    List<Integer> violations() {
        List<Integer> targets = new ArrayList<>();
        for (int place = 0; place < events.size(); place++) {
            boolean target = events.get(place).kind() == EventKind.VISIBLE || graph.commits(place);
            if (target && !uncovered(place).isEmpty()) {
                targets.add(place);
            }
        }
        return targets;
    }

    long corollary1() {
        long count = 0;
        for (int place = 0; place < events.size(); place++) {
            Event event = events.get(place);
            if (event.kind() == EventKind.VISIBLE && event.nonDeterministic() && !graph.commits(place)) {
                count++;
            }
        }
        return count;
    }

    /// The non-deterministic events in the past of the target that nothing covers.
    List<Integer> uncovered(int target) {
        return graph.past(target).stream()
                .filter(place -> events.get(place).nonDeterministic() && !covered(place, target))
                .boxed()
                .toList();
    }

    /// Messages and steps of the shortest way from each event to the target: messages * 1,000,000 + steps.
    long[] distances(int target) {
        long[] distances = new long[events.size()];
        Arrays.fill(distances, Long.MAX_VALUE);
        distances[target] = 0;
        for (int place = target; place >= 0; place--) {
            if (distances[place] == Long.MAX_VALUE) {
                continue;
            }
            for (int before : graph.predecessors(place)) {
                boolean message =
                        events.get(before).process() != events.get(place).process();
                distances[before] = Math.min(distances[before], distances[place] + 1 + (message ? ONE_MESSAGE : 0));
            }
        }
        return distances;
    }

    static long distance(Witness witness) {
        return witness.messages() * ONE_MESSAGE + witness.steps();
    }

    int place(Event event) {
        return graph.place(event.process(), event.index());
    }

    private boolean covered(int nonDeterministic, int target) {
        for (int place = 0; place < events.size(); place++) {
            boolean sameRound = round(place) != Event.NONE && round(place) == round(target);
            if ((place == target || sameRound || known.get(target).get(place))
                    && (commitCovers(place, nonDeterministic) || logCovers(place, nonDeterministic))) {
                return true;
            }
        }
        return false;
    }

    /// Whether it is a commit after the event in its process's history, as crashes truncated it.
    private boolean commitCovers(int commit, int nonDeterministic) {
        return graph.commits(commit)
                && sameProcess(commit, nonDeterministic)
                && graph.inHistory(nonDeterministic, commit);
    }

    private boolean logCovers(int log, int nonDeterministic) {
        return logs(log, nonDeterministic) && !lost(nonDeterministic);
    }

    private boolean logs(int log, int nonDeterministic) {
        Event event = events.get(nonDeterministic);
        return events.get(log).kind() == EventKind.LOG
                && graph.counts(events.get(log))
                && event.has(EventMark.RECORDED)
                && events.get(log).peer() == event.process()
                && events.get(log).peerIndex() >= event.index();
    }

    /// Whether a crash came before any commit or log.
    private boolean lost(int nonDeterministic) {
        int crash = crashAfter(nonDeterministic);
        if (crash < 0) {
            return false;
        }
        for (int place = 0; place < crash; place++) {
            if (commitCovers(place, nonDeterministic) || logs(place, nonDeterministic)) {
                return false;
            }
        }
        return true;
    }

    private int crashAfter(int from) {
        for (int place = from; place < events.size(); place++) {
            if (sameProcess(place, from) && events.get(place).kind() == EventKind.CRASH) {
                return place;
            }
        }
        return -1;
    }

    private boolean sharesRoundBefore(int place, int commit) {
        if (round(commit) == Event.NONE) {
            return false;
        }
        for (int own = 0; own <= place; own++) {
            if (sameProcess(own, place) && round(own) == round(commit)) {
                return true;
            }
        }
        return false;
    }

    private int round(int place) {
        return events.get(place).kind() == EventKind.COMMIT && graph.commits(place)
                ? events.get(place).peerIndex()
                : Event.NONE;
    }

    private boolean sameProcess(int one, int other) {
        return events.get(one).process() == events.get(other).process();
    }
}
