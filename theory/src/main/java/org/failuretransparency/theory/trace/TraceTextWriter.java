package org.failuretransparency.theory.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventSink;
import org.failuretransparency.theory.InvalidComputationException;

/// Prints a trace in its text form ([TraceText]), event by event, in constant memory.
///
/// **Survives**: what the `Appendable` does. Runtimes write the binary form ([TraceWriter]).
///
/// **Threads**: one at a time.
///
/// **Throws**: [InvalidComputationException] for an event that is not the next one of its process or does not fit its
/// kind; it is not printed. `UncheckedIOException` when the `Appendable` fails.
public final class TraceTextWriter implements EventSink {

    private final Appendable out;
    private final TraceHeader header;
    private final TraceOrder order;

    private TraceTextWriter(Appendable out, TraceHeader header) {
        this.out = out;
        this.header = header;
        order = new TraceOrder(header);
    }

    /// Begins a trace.
    public static TraceTextWriter to(Appendable out, TraceHeader header) {
        TraceTextWriter writer = new TraceTextWriter(out, header);
        writer.println(TraceText.PROCESSES + " " + String.join(" ", header.processes()));
        if (header.only() >= 0) {
            writer.println(TraceText.ONLY + " " + header.processes().get(header.only()));
        }
        return writer;
    }

    @Override
    public void accept(Event event) {
        order.take(event);
        println(TraceText.line(header.processes(), event));
    }

    /// Prints the last line.
    public void finish() {
        println(TraceText.END + " " + order.events());
    }

    private void println(String line) {
        try {
            out.append(line).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
