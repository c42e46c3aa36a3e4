package org.failuretransparency.theory.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventSink;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.protocol.FailureKind;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.ProtocolState;

/// One simulated process: its protocol's state, what it holds back, and the events that it writes.
final class Site {

    private static final int NONE = Event.NONE;

    final int process;
    final ProtocolState state;
    /// Messages that the protocol's last calls sent; they go out when its action is done.
    final Queue<Control> outgoing = new ArrayDeque<>();
    /// Sends of the application that wait for the process's next commit.
    final List<Event> deferred = new ArrayList<>();

    private final EventSink sink;
    private final Tally tally;
    /// Whether commits and logs survive the failure of one process only.
    private final boolean isVolatile;
    /// For each process, up to which of its events this one wrote log events about it.
    private final int[] told;

    private int nextIndex;
    private long timeNanos;
    private int lastRecorded = NONE;
    private int lastWritten = NONE;

    Site(int process, int processes, Protocol protocol, EventSink sink, Tally tally) {
        this.process = process;
        this.sink = sink;
        this.tally = tally;
        isVolatile = !protocol.tolerates().contains(FailureKind.SEVERAL_PROCESSES);
        told = new int[processes];
        Arrays.fill(told, NONE);
        state = protocol.start(process, processes, (to, message) -> outgoing.add(Control.copyOf(process, to, message)));
    }

    int nextIndex() {
        return nextIndex;
    }

    /// Writes `event` with the next index of this process, and not before its last event in time.
    Event write(Event event) {
        timeNanos = Math.max(timeNanos, event.timeNanos());
        Event written = new Event(
                process,
                nextIndex++,
                event.type(),
                event.marks(),
                event.peer(),
                event.peerIndex(),
                timeNanos,
                event.value(),
                event.label());
        sink.accept(written);
        return written;
    }

    /// Writes an event of the application whose result is recorded, for the log's buffer.
    void writeRecorded(Event event) {
        tally.logRecords++;
        lastRecorded = write(event.with(EventMark.RECORDED)).index();
    }

    /// Writes a commit, part of `round` or of none, and tells the protocol.
    void commit(int round) {
        Event commit = Event.of(process, nextIndex, EventType.COMMIT).withPeer(NONE, round);
        committed(write(surviving(commit)).index());
    }

    /// Tells the protocol that the process's state is committed with the event of this index. What was recorded before
    /// needs no log any more.
    void committed(int index) {
        tally.commits[process]++;
        lastWritten = lastRecorded;
        state.committed(index);
    }

    /// Writes the log's buffer, if there is something in it.
    void flush() {
        if (lastRecorded > lastWritten) {
            writeLog(process, lastRecorded);
            lastWritten = lastRecorded;
        }
    }

    /// Writes the log events that the protocol's state tells of.
    void writeWhatIsLogged() {
        for (int about = 0; about < told.length; about++) {
            int index = state.logged(about);
            if (index > told[about]) {
                told[about] = index;
                writeLog(about, index);
            }
        }
    }

    /// `event`, marked as one that survives as long as this protocol's commits do.
    Event surviving(Event event) {
        return isVolatile ? event.with(EventMark.VOLATILE) : event;
    }

    private void writeLog(int about, int index) {
        tally.logWrites++;
        write(surviving(Event.of(process, nextIndex, EventType.LOG).withPeer(about, index)));
    }
}
