package org.failuretransparency.theory.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.MalformedTraceException;

/// Opens traces: binary or text, which the first byte tells; one file, or one of each process.
/// ```java
/// try (TraceReader trace = Traces.open(paths)) {
///     Checker checker = new Checker(trace.header().processes());
///     trace.readInto(checker);
///     return checker.verdict();          // only here: until now nobody knew that the trace is whole
/// }
/// ```
/// Files that processes wrote each of its own events are merged, in an order in which each event comes after all that
/// causally precede it. All processes' files have to be given, in any order.
///
/// **Throws**: [MalformedTraceException] with file, place and reason, on opening and on reading. `IOException`.
public final class Traces {

    private Traces() {}

    /// Opens the whole trace in these files: refuses an unfinished one when its end is reached.
    public static TraceReader open(List<Path> paths) throws IOException {
        return open(paths, true);
    }

    /// Opens what there is of a trace, finished or not: its whole records; of several files those whose causes are
    /// there too. [TraceReader#finished()] tells which. To look at and never to judge: what is missing may change every
    /// verdict.
    public static TraceReader openUnfinished(List<Path> paths) throws IOException {
        return open(paths, false);
    }

    /// The whole trace in these files, in memory.
    public static Computation read(List<Path> paths) throws IOException {
        try (TraceReader reader = open(paths)) {
            return computation(reader);
        }
    }

    private static TraceReader open(List<Path> paths, boolean endRequired) throws IOException {
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("no trace: files=0, expected>=1");
        }
        List<TraceReader> readers = new ArrayList<>();
        try {
            for (Path path : paths) {
                readers.add(openOne(path, endRequired));
            }
            TraceReader first = readers.getFirst();
            boolean merge = readers.size() > 1 || first.header().only() >= 0;
            return merge ? new MergedTraceReader(List.copyOf(paths), readers, endRequired) : first;
        } catch (IOException | RuntimeException e) {
            try {
                close(readers);
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /// Opens one file, whichever events it holds.
    static TraceReader openOne(Path path, boolean endRequired) throws IOException {
        InputStream file = Files.newInputStream(path);
        try {
            PushbackInputStream bytes = new PushbackInputStream(file);
            int first = bytes.read();
            if (first < 0) {
                throw new MalformedTraceException(path + ": empty: bytes=0");
            }
            bytes.unread(first);
            return first == (TraceFormat.MAGIC[0] & 0xFF)
                    ? new BinaryTraceReader(bytes, path.toString(), endRequired)
                    : new TextTraceReader(strict(bytes), path.toString(), endRequired);
        } catch (IOException | RuntimeException e) {
            try (file) {
                throw e;
            }
        }
    }

    /// Decodes UTF-8 and refuses all else.
    private static BufferedReader strict(InputStream bytes) {
        return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
    }

    static Computation computation(TraceReader reader) throws IOException {
        List<Event> events = new ArrayList<>();
        reader.readInto(events::add);
        return new Computation(reader.header().processes(), events);
    }

    static void close(List<TraceReader> readers) throws IOException {
        IOException failure = null;
        for (TraceReader reader : readers) {
            try {
                reader.close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
