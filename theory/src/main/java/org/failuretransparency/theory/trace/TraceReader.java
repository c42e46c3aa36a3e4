package org.failuretransparency.theory.trace;

import java.io.Closeable;
import java.io.IOException;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventSink;
import org.failuretransparency.theory.InvalidComputationException;
import org.failuretransparency.theory.MalformedTraceException;
import org.jspecify.annotations.Nullable;

/// An open trace, read from its first event to its last, in constant memory. [Traces] opens one.
///
/// **Threads**: one at a time.
///
/// **Throws**: [MalformedTraceException] with file, place and reason. What events were handed out before it are no
/// computation: a checksum that does not match is found at the end.
public sealed interface TraceReader extends Closeable permits BinaryTraceReader, TextTraceReader, MergedTraceReader {

    TraceHeader header();

    /// The next event; null after the last one, when the trace was found to be whole (see [#finished()]).
    @Nullable
    Event next() throws IOException;

    /// Where the event is that [#next()] returned last, for messages: file and line, or file, byte and number.
    String where();

    /// Whether the trace's end was read. It stays false for ever in an unfinished trace, whose events are a prefix of a
    /// computation, and on which nobody may base a verdict.
    boolean finished();

    /// Gives all remaining events to `sink`.
    ///
    /// @return how many
    /// @throws MalformedTraceException besides, with the event's place, if `sink` refuses one as no event of a
    /// computation
    default long readInto(EventSink sink) throws IOException {
        long events = 0;
        for (Event event = next(); event != null; event = next()) {
            try {
                sink.accept(event);
            } catch (InvalidComputationException e) {
                throw new MalformedTraceException(where() + ": " + e.getMessage(), e);
            }
            events++;
        }
        return events;
    }
}
