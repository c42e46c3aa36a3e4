package org.failuretransparency.theory.trace;

import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.InvalidComputationException;

/// What readers and writers of every form ask of each event: that it is the next one of a process of the trace, and
/// says what its kind has to say and no more. What events ask of each other, such as a receive of its send, is none of
/// it.
final class TraceOrder {

    /// The bits of all marks.
    static final int MARKS = marks();

    private final TraceHeader header;
    private final int[] next;
    private long events;

    TraceOrder(TraceHeader header) {
        this.header = header;
        next = new int[header.processes().size()];
    }

    /// Takes the next event of the trace, or refuses it and stays as it was.
    void take(Event event) {
        int process = event.process();
        if (process >= next.length || header.only() >= 0 && process != header.only()) {
            throw new InvalidComputationException("not a process of this trace: process=" + process + ", expected="
                    + (header.only() >= 0 ? header.only() : "0.." + (next.length - 1)));
        }
        if (event.index() != next[process]) {
            throw new InvalidComputationException(
                    "event out of its place: event=" + name(event) + ", expected index=" + next[process]);
        }
        boolean fits = switch (event.kind()) {
            case SEND -> isProcess(event.peer()) && event.peerIndex() == Event.NONE;
            case RECEIVE, LOG -> isProcess(event.peer()) && event.peerIndex() >= 0;
            case COMMIT -> event.peer() == Event.NONE && event.peerIndex() >= Event.NONE;
            default -> event.peer() == Event.NONE && event.peerIndex() == Event.NONE;
        };
        if (!fits || (event.marks() & ~MARKS) != 0) {
            throw new InvalidComputationException("event does not fit its kind: event=" + name(event) + ", kind="
                    + event.kind() + ", peer=" + event.peer() + ", peerIndex=" + event.peerIndex() + ", marks="
                    + event.marks());
        }
        next[process]++;
        events++;
    }

    /// The index that the next event of `process` has.
    int nextIndex(int process) {
        return next[process];
    }

    /// The number of events taken.
    long events() {
        return events;
    }

    private boolean isProcess(int peer) {
        return peer >= 0 && peer < next.length;
    }

    private String name(Event event) {
        return header.processes().get(event.process()) + "/" + event.index();
    }

    private static int marks() {
        int bits = 0;
        for (EventMark mark : EventMark.values()) {
            bits |= mark.bit();
        }
        return bits;
    }
}
