package org.failuretransparency.theory;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Causality' as an explicit graph: the slow and obvious counterpart of the vector clocks. Events are numbered by their
/// places in the computation.
public final class CausalGraph {

    private final List<Event> events;
    private final boolean volatileCounts;
    private final List<List<Integer>> predecessors = new ArrayList<>();
    private final List<BitSet> pasts = new ArrayList<>();

    public CausalGraph(Computation computation, boolean volatileCounts) {
        events = computation.events();
        this.volatileCounts = volatileCounts;
        for (int place = 0; place < events.size(); place++) {
            List<Integer> direct = new ArrayList<>();
            Event event = events.get(place);
            int before = event.kind() == EventKind.RECOVER ? lastCommit(place) : lastOfProcess(place);
            if (before >= 0) {
                direct.add(before);
            }
            if (event.kind() == EventKind.RECEIVE) {
                direct.add(place(event.peer(), event.peerIndex()));
            }
            predecessors.add(direct);
            BitSet past = new BitSet();
            for (int each : direct) {
                past.or(pasts.get(each));
                past.set(each);
            }
            pasts.add(past);
        }
    }

    public List<Integer> predecessors(int place) {
        return predecessors.get(place);
    }

    /// The events that causally' precede the one at `place`.
    public BitSet past(int place) {
        return pasts.get(place);
    }

    /// Whether `earlier` is in the history of its process at `place`, as crashes truncated it.
    public boolean inHistory(int earlier, int place) {
        int each = place;
        while (each > earlier) {
            int process = events.get(each).process();
            each = predecessors.get(each).stream()
                    .filter(before -> events.get(before).process() == process)
                    .findFirst()
                    .orElse(-1);
        }
        return each == earlier;
    }

    public int place(int process, int index) {
        for (int place = 0; place < events.size(); place++) {
            if (events.get(place).process() == process && events.get(place).index() == index) {
                return place;
            }
        }
        throw new AssertionError("no such event: process=" + process + ", index=" + index);
    }

    public boolean commits(int place) {
        Event event = events.get(place);
        return event.commits() && counts(event);
    }

    public boolean counts(Event event) {
        return volatileCounts || !event.has(EventMark.VOLATILE);
    }

    private int lastCommit(int place) {
        for (int each = place - 1; each >= 0; each--) {
            if (events.get(each).process() == events.get(place).process() && commits(each)) {
                return each;
            }
        }
        return -1;
    }

    private int lastOfProcess(int place) {
        for (int each = place - 1; each >= 0; each--) {
            if (events.get(each).process() == events.get(place).process()) {
                return each;
            }
        }
        return -1;
    }
}
