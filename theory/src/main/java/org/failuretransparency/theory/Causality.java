package org.failuretransparency.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which events causally precede which, by vector clocks, across failures too: causality' of §2.2.4. Refuses streams
/// that are no computations, with the words of [EventOrder].
///
/// A crash begins a new *incarnation* of its process. The clock of an event has one entry for each incarnation of each
/// process: the index of the last event of that incarnation that causally precedes it or is it, or -1. A recovered
/// process starts from the clock of its last commit, and so forgets the events that the crash undid, which others may
/// still depend on. Commits of one round count as events on their own here: they order nothing but by their messages.
///
/// **Cost**: time and space of one clock an event when it is made by [#of]; fed as a sink it keeps the clocks of the
/// processes and of the messages that can still be received.
///
/// **Threads**: one.
///
/// **Source**: §2.2.1, §2.2.4; Lamport's happened-before.
public final class Causality implements EventSink {

    private final EventOrder order;
    /// The clocks of the processes now and at their last commit; shared, and copied when they change.
    private final int[][] clocks;
    private final int[][] committed;
    private final List<int[]> messages = new ArrayList<>();
    /// The number of each process's current incarnation, which is its entry in the clocks.
    private final int[] incarnations;
    private int incarnationCount;
    private final @Nullable List<List<Stamp>> stamps;

    /// For a stream.
    public Causality(int processes) {
        this(processes, null);
    }

    private Causality(int processes, @Nullable List<List<Stamp>> stamps) {
        order = new EventOrder(processes, true);
        clocks = new int[processes][0];
        committed = new int[processes][0];
        incarnations = new int[processes];
        Arrays.setAll(incarnations, process -> process);
        incarnationCount = processes;
        this.stamps = stamps;
    }

    /// Reads a whole computation, of which [#precedes(Event, Event)] then knows all events.
    public static Causality of(Computation computation) {
        int processes = computation.processes().size();
        List<List<Stamp>> stamps = new ArrayList<>();
        for (int process = 0; process < processes; process++) {
            stamps.add(new ArrayList<>());
        }
        Causality causality = new Causality(processes, stamps);
        computation.replay(causality);
        return causality;
    }

    @Override
    public void accept(Event event) {
        int slot = order.next(event);
        int self = event.process();
        if (event.kind() == EventKind.RECOVER) {
            incarnations[self] = incarnationCount++;
            clocks[self] = committed[self];
        }
        int[] clock = Arrays.copyOf(clocks[self], incarnationCount);
        Arrays.fill(clock, clocks[self].length, incarnationCount, Event.NONE);
        if (event.kind() == EventKind.RECEIVE) {
            int[] message = messages.get(slot);
            for (int i = 0; i < message.length; i++) {
                clock[i] = Math.max(clock[i], message[i]);
            }
        }
        clock[incarnations[self]] = event.index();
        clocks[self] = clock;
        if (event.kind() == EventKind.SEND) {
            keep(slot, clock);
        }
        if (order.commits(event)) {
            committed[self] = clock;
        }
        if (stamps != null) {
            stamps.get(self).add(new Stamp(incarnations[self], clock));
        }
    }

    private void keep(int slot, int[] clock) {
        if (slot == messages.size()) {
            messages.add(clock);
        } else {
            messages.set(slot, clock);
        }
    }

    /// The clock of the last event of `process`: for each incarnation that has begun by then the index of its last
    /// event that causally precedes that event or is it, or -1. Incarnations are numbered as they begin, the first ones
    /// by their processes.
    public int[] clock(int process) {
        return clocks[process].clone();
    }

    /// Whether `first` causally' precedes `second`. Both are events of the computation that this was made of.
    ///
    /// @throws IllegalStateException if it was not made by [#of]
    public boolean precedes(Event first, Event second) {
        if (stamps == null) {
            throw new IllegalStateException("only causality of a whole computation knows its past events");
        }
        Stamp before = stamps.get(first.process()).get(first.index());
        Stamp after = stamps.get(second.process()).get(second.index());
        boolean same = first.process() == second.process() && first.index() == second.index();
        return !same && before.incarnation < after.clock.length && after.clock[before.incarnation] >= first.index();
    }

    /// An event's incarnation and clock.
    private static final class Stamp {
        private final int incarnation;
        private final int[] clock;

        Stamp(int incarnation, int[] clock) {
            this.incarnation = incarnation;
            this.clock = clock;
        }
    }
}
