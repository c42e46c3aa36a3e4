package org.failuretransparency.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.trace.Flush;
import org.failuretransparency.theory.trace.TraceHeader;
import org.failuretransparency.theory.trace.TraceWriter;

/// Numbers a process's events, and writes them to a trace if one is asked for. An event that others see is written
/// before it takes effect, a commit after it is durable.
///
/// A trace goes on through crashes and counts lost events too. Without one, numbers start again behind the last
/// checkpoint's.
final class EventTrace implements AutoCloseable {

    private final Optional<TraceWriter> writer;
    private int nextIndex;

    private EventTrace(Optional<TraceWriter> writer, int nextIndex) {
        this.writer = writer;
        this.nextIndex = nextIndex;
    }

    /// @param firstIndex of the next event, where there is no trace
    static EventTrace open(Optional<Path> file, String process, int firstIndex) {
        if (file.isEmpty()) {
            return new EventTrace(Optional.empty(), firstIndex);
        }
        Path path = file.get();
        try {
            TraceWriter writer = Files.exists(path)
                    ? TraceWriter.resume(path, Flush.EACH_EVENT)
                    : TraceWriter.create(path, new TraceHeader(List.of(process), 0), Flush.EACH_EVENT);
            return new EventTrace(Optional.of(writer), writer.nextIndex(0));
        } catch (IOException e) {
            throw new UncheckedIOException("trace cannot be written: file=" + path, e);
        }
    }

    /// The number that the next event has.
    int nextIndex() {
        return nextIndex;
    }

    void add(EventType type) {
        if (writer.isPresent()) {
            writer.get().accept(Event.of(0, nextIndex, type));
        }
        nextIndex++;
    }

    /// Says that the trace is whole: the process has ended.
    void finish() {
        try {
            if (writer.isPresent()) {
                writer.get().finish();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("trace cannot be finished", e);
        }
    }

    @Override
    public void close() {
        try {
            if (writer.isPresent()) {
                writer.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("trace cannot be closed", e);
        }
    }
}
