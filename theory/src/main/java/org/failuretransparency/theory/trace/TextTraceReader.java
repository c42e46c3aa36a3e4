package org.failuretransparency.theory.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.InvalidComputationException;
import org.failuretransparency.theory.MalformedTraceException;
import org.jspecify.annotations.Nullable;

/// Reads a trace in its text form ([TraceText]). Remembers the messages that have names, which no printed trace has.
final class TextTraceReader implements TraceReader {

    private final BufferedReader lines;
    private final String file;
    private final boolean endRequired;
    private final TraceHeader header;
    private final TraceOrder order;
    private final TextEventParser parser;
    private int lineNumber;
    private @Nullable TextLine pending;
    private boolean finished;
    private boolean ended;

    TextTraceReader(BufferedReader lines, String file, boolean endRequired) throws IOException {
        this.lines = lines;
        this.file = file;
        this.endRequired = endRequired;
        header = readHeader();
        order = new TraceOrder(header);
        parser = new TextEventParser(header, order);
    }

    private TraceHeader readHeader() throws IOException {
        TextLine first = nextLine();
        if (first == null) {
            throw new MalformedTraceException(file + ": empty: expected=a line \"processes NAME…\"");
        }
        if (!first.next("").equals(TraceText.PROCESSES)) {
            throw first.malformed("not the first line of a trace: expected=\"processes NAME…\"");
        }
        List<String> processes = new ArrayList<>();
        while (first.hasNext()) {
            processes.add(first.next(""));
        }
        TraceHeader all;
        try {
            all = TraceHeader.of(processes);
        } catch (InvalidComputationException e) {
            throw first.malformed(e);
        }
        pending = nextLine();
        if (pending == null || !pending.peek().equals(TraceText.ONLY)) {
            return all;
        }
        TextLine second = pending;
        pending = null;
        second.next("");
        int only = processes.indexOf(second.next("a process"));
        if (only < 0) {
            throw second.malformed("no such process: expected=" + String.join(" ", processes));
        }
        second.requireEnd();
        return TraceHeader.of(processes, only);
    }

    /// The next line that has words, or null at the end of the file.
    private @Nullable TextLine nextLine() throws IOException {
        TextLine read = pending;
        pending = null;
        while (read == null) {
            String text;
            try {
                text = readText();
            } catch (CharacterCodingException e) {
                throw new MalformedTraceException(
                        file + ": neither a binary trace nor text in UTF-8: read so far=" + lineNumber + " lines", e);
            }
            if (text == null) {
                return null;
            }
            lineNumber++;
            TextLine line = new TextLine(where(), text);
            read = line.hasNext() ? line : null;
        }
        return read;
    }

    /// The next line; null at the end of the file. A last line without its newline counts where the trace has to be
    /// whole, because editors leave it so; in an unfinished trace it may have been cut.
    private @Nullable String readText() throws IOException {
        StringBuilder text = new StringBuilder();
        int c = lines.read();
        while (c >= 0 && c != '\n') {
            text.append((char) c);
            c = lines.read();
        }
        return c < 0 && (text.isEmpty() || !endRequired) ? null : text.toString();
    }

    @Override
    public TraceHeader header() {
        return header;
    }

    @Override
    public @Nullable Event next() throws IOException {
        if (ended) {
            return null;
        }
        TextLine line = nextLine();
        if (line == null) {
            ended = true;
            if (endRequired) {
                throw new MalformedTraceException(where() + ": trace is unfinished: expected=a last line \"end\"");
            }
            return null;
        }
        if (line.peek().equals(TraceText.END)) {
            readEnd(line);
            return null;
        }
        Event event = parser.parse(line);
        try {
            order.take(event);
        } catch (InvalidComputationException e) {
            throw line.malformed(e);
        }
        return event;
    }

    private void readEnd(TextLine line) throws IOException {
        line.next("");
        if (line.hasNext()) {
            long events = line.number("events", line.next(""), Long.MAX_VALUE);
            if (events != order.events()) {
                throw line.malformed(
                        "lines are missing or too many: events=" + order.events() + ", expected=" + events);
            }
        }
        line.requireEnd();
        TextLine after = nextLine();
        if (after != null) {
            throw after.malformed("a line after the end of the trace");
        }
        finished = true;
        ended = true;
    }

    @Override
    public String where() {
        return file + ":" + lineNumber;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
