package org.failuretransparency.harness.spacetime;

import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;

/// Computations for tests of the drawing.
final class DiagramSample {

    private DiagramSample() {}

    /// A toss, shown elsewhere; the tosser crashes. Its chain: toss, send, receive, visible.
    static Computation tossedAndShown() {
        Computation.Builder computation = Computation.of("tosser", "shower");
        computation.then(0, EventType.COMMIT);
        computation.add(Event.of(0, 1, EventType.CHOICE).withLabel("toss"));
        Event send = computation.send(0, 1);
        computation.receive(send, EventType.ORDERED_RECEIVE);
        computation.add(Event.of(1, 1, EventType.VISIBLE).withLabel("heads"));
        computation.then(0, EventType.CRASH);
        computation.then(0, EventType.RECOVER);
        return computation.build();
    }

    /// Two-phase commit of two processes, with the messages of the recovery system, a log, and what was replayed from
    /// it.
    static Computation loggedAndCommittedTogether() {
        Computation.Builder computation = Computation.of("p0", "p1");
        computation.add(Event.of(0, 0, EventType.INPUT).with(EventMark.RECORDED));
        computation.add(Event.of(0, 1, EventType.LOG).withPeer(0, 0));
        computation.then(0, EventType.CRASH);
        computation.then(0, EventType.RECOVER);
        computation.add(Event.of(0, 4, EventType.INPUT).with(EventMark.REPLAYED));
        computation.add(Event.send(0, 5, 1).with(EventMark.CONTROL));
        computation.add(Event.receive(1, 0, EventType.RECEIVE, 0, 5).with(EventMark.CONTROL));
        computation.add(Event.of(0, 6, EventType.COMMIT).withPeer(Event.NONE, 3));
        computation.add(Event.of(1, 1, EventType.COMMIT).withPeer(Event.NONE, 3));
        computation.send(1, 0);
        return computation.build();
    }
}
