package org.failuretransparency.theory.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;

/// Theorem 2 as it is written, over small computations without failures: for every visible or commit event, every
/// non-deterministic event in its causal past is looked at, and every event that may commit or log that.
final class BruteForce {

    private final List<Event> events;
    /// Bit b of row a: event b is a or precedes it causally.
    private final boolean[][] past;

    private BruteForce(Computation computation) {
        events = computation.events();
        past = new boolean[events.size()][];
        int[] last = new int[computation.processes().size()];
        Arrays.fill(last, -1);
        Map<List<Integer>, Integer> places = new HashMap<>();
        for (int place = 0; place < events.size(); place++) {
            Event event = events.get(place);
            boolean[] row = new boolean[events.size()];
            row[place] = true;
            include(row, last[event.process()]);
            if (event.kind() == EventKind.RECEIVE) {
                include(row, Objects.requireNonNull(places.get(List.of(event.peer(), event.peerIndex()))));
            }
            past[place] = row;
            if (event.kind() == EventKind.COMMIT && event.peerIndex() != Event.NONE) {
                uniteWithRound(place);
            }
            last[event.process()] = place;
            places.put(List.of(event.process(), event.index()), place);
        }
    }

    /// Commits of one round are one event: all have the past of all.
    private void uniteWithRound(int place) {
        for (int other = 0; other < place; other++) {
            if (sameRound(events.get(other), events.get(place))) {
                include(past[place], other);
                past[other] = past[place];
            }
        }
    }

    private void include(boolean[] row, int place) {
        for (int i = 0; place >= 0 && i < row.length; i++) {
            row[i] |= past[place][i];
        }
    }

    /// Each violation in words; empty if the commit invariant holds for failures of one process at a time.
    static List<String> violations(Computation computation) {
        return new BruteForce(computation).violations();
    }

    private List<String> violations() {
        List<String> found = new ArrayList<>();
        for (int target = 0; target < events.size(); target++) {
            Event event = events.get(target);
            if (event.kind() != EventKind.VISIBLE && !event.commits()) {
                continue;
            }
            for (int place = 0; place <= target; place++) {
                if (past[target][place] && events.get(place).nonDeterministic() && !converted(place, target)) {
                    found.add(event + " depends on " + events.get(place));
                }
            }
        }
        return found;
    }

    private boolean converted(int place, int target) {
        Event event = events.get(place);
        for (int by = place; by < events.size(); by++) {
            Event candidate = events.get(by);
            boolean commits = candidate.commits() && candidate.process() == event.process();
            boolean logs = candidate.kind() == EventKind.LOG
                    && candidate.peer() == event.process()
                    && candidate.peerIndex() >= event.index()
                    && event.has(EventMark.RECORDED);
            boolean inTime = past[target][by] || commits && sameRound(candidate, events.get(target));
            if ((commits || logs && past[by][place]) && inTime) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameRound(Event one, Event other) {
        return one.kind() == EventKind.COMMIT
                && other.kind() == EventKind.COMMIT
                && one.peerIndex() >= 0
                && one.peerIndex() == other.peerIndex();
    }
}
