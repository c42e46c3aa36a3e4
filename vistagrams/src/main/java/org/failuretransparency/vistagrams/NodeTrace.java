package org.failuretransparency.vistagrams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.trace.Flush;
import org.failuretransparency.theory.trace.TraceHeader;
import org.failuretransparency.theory.trace.TraceWriter;
import org.jspecify.annotations.Nullable;

/// Writes a node's events to a trace, if one is asked for: receives when they happen, a commit when it is durable, then
/// the sends that waited for it, each before its datagram goes. An abort is a crash and a recovery at once: the process
/// goes back to its last commit.
///
/// A message that is sent again by the same life of the process is the same SEND. After a recovery it is a new one,
/// since nobody knows whether the old one was written.
final class NodeTrace {

    /// Instead of the SEND event of a message that is committed but whose event is not written yet: it must not be sent
    /// again before.
    static final int NOT_YET = -2;

    private final @Nullable TraceWriter writer;
    private final int self;
    private boolean received;

    private NodeTrace(@Nullable TraceWriter writer, int self) {
        this.writer = writer;
        this.self = self;
    }

    static NodeTrace open(Optional<NodeOptions.TraceFile> options) {
        if (options.isEmpty()) {
            return new NodeTrace(null, Event.NONE);
        }
        NodeOptions.TraceFile file = options.get();
        try {
            TraceWriter writer = Files.exists(file.file())
                    ? TraceWriter.resume(file.file(), Flush.EACH_EVENT)
                    : TraceWriter.create(file.file(), TraceHeader.of(file.processes(), file.self()), Flush.EACH_EVENT);
            return new NodeTrace(writer, file.self());
        } catch (IOException e) {
            throw new UncheckedIOException("trace cannot be written: file=" + file.file(), e);
        }
    }

    boolean isOn() {
        return writer != null;
    }

    /// This process's number, or -1 without a trace.
    int self() {
        return self;
    }

    /// A send to that process, if it is in the trace too; returns its index, or -1.
    int sent(int receiver) {
        if (writer == null || receiver < 0) {
            return Event.NONE;
        }
        int index = writer.nextIndex(self);
        writer.accept(Event.send(self, index, receiver));
        return index;
    }

    /// The message of a datagram was received.
    void received(long datagram) {
        if (writer == null) {
            return;
        }
        int sender = RawMemory.getInt(datagram + WireLayout.TRACE_PROCESS);
        int sendIndex = RawMemory.getInt(datagram + WireLayout.TRACE_INDEX);
        received = true;
        if (sender >= 0 && sendIndex >= 0) {
            writer.accept(Event.receive(self, writer.nextIndex(self), EventType.RECEIVE, sender, sendIndex));
        }
    }

    void add(EventType type, long value) {
        if (writer != null) {
            received = true;
            writer.accept(Event.of(self, writer.nextIndex(self), type).withValue(value));
        }
    }

    void committed() {
        if (writer != null) {
            received = false;
            writer.accept(Event.of(self, writer.nextIndex(self), EventType.COMMIT));
        }
    }

    void aborted() {
        if (writer != null && received) {
            received = false;
            writer.accept(Event.of(self, writer.nextIndex(self), EventType.CRASH));
            writer.accept(Event.of(self, writer.nextIndex(self), EventType.RECOVER));
        }
    }

    /// Says that the trace is whole.
    void finish() {
        try {
            if (writer != null) {
                writer.finish();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("trace cannot be finished", e);
        }
    }

    void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("trace cannot be closed", e);
        }
    }
}
