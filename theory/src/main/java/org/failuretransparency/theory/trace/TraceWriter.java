package org.failuretransparency.theory.trace;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventSink;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.InvalidComputationException;
import org.failuretransparency.theory.MalformedTraceException;

/// Writes a binary trace, of all processes or of one.
/// ```
/// create → (accept | flush)* → finish → close
///   killed ──▶ resume → (accept | flush)* → finish → close
/// ```
/// A process that runs again after a crash continues its trace: `Files.exists(path) ? resume(path, …) : create(path,
/// …)`. [#resume] cuts off a torn last record and appends CRASH and RECOVER. It ends in error where the trace is
/// finished.
///
/// **Survives**: a file is there with its whole header or not at all. When the process is killed, `SIGKILL` included,
/// the file holds the header and a prefix of the records: with [Flush#EACH_EVENT] every event whose `accept` returned,
/// with [Flush#ON_REQUEST] every event accepted before a `flush` that returned; then perhaps further whole ones in
/// order, and perhaps the first bytes of one more. So an event whose effect others can see, such as a send, is to be
/// flushed *before* it takes effect: else another process's trace may name an event that this one lost. Nothing is
/// forced to a device; after an OS crash or a power loss nothing is promised.
///
/// **Threads**: one at a time.
///
/// **Throws**: [InvalidComputationException] for an event that is not the next one of its process or does not fit its
/// kind; it is not written, and the writer goes on. `UncheckedIOException` or `IOException` when a write fails; then
/// the writer only closes, and the file is an unfinished trace. Without [#finish()], it is that too.
public final class TraceWriter implements EventSink, Closeable {

    private static final int BUFFER_BYTES = 1 << 16;

    private enum State {
        WRITING,
        FINISHED,
        FAILED,
        CLOSED
    }

    private final OutputStream out;
    private final TraceHeader header;
    private final Flush flush;
    private final RecordContext context;
    private final TraceOrder order;
    private final CRC32C checksum;
    private final byte[] buffer = new byte[BUFFER_BYTES + TraceFormat.MAX_RECORD_BYTES + TraceFormat.MAX_LABEL_BYTES];
    private int buffered;
    private State state = State.WRITING;

    private TraceWriter(OutputStream out, TraceHeader header, Flush flush) {
        this(out, header, flush, new RecordContext(header), new TraceOrder(header), new CRC32C());
    }

    private TraceWriter(
            OutputStream out,
            TraceHeader header,
            Flush flush,
            RecordContext context,
            TraceOrder order,
            CRC32C checksum) {
        this.out = out;
        this.header = header;
        this.flush = flush;
        this.context = context;
        this.order = order;
        this.checksum = checksum;
    }

    /// Begins a trace in a new file.
    ///
    /// @throws FileAlreadyExistsException if there is one: it may be the trace of a run that was killed
    public static TraceWriter create(Path path, TraceHeader header, Flush flush) throws IOException {
        if (Files.exists(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        Path unnamed = path.resolveSibling(path.getFileName() + ".new");
        OutputStream out = Files.newOutputStream(unnamed);
        try {
            TraceWriter writer = to(out, header, flush);
            Files.move(unnamed, path, StandardCopyOption.ATOMIC_MOVE);
            return writer;
        } catch (IOException | RuntimeException e) {
            closeAfter(e, out);
            throw e;
        }
    }

    /// Begins a trace in a stream, which is closed with the writer.
    public static TraceWriter to(OutputStream out, TraceHeader header, Flush flush) throws IOException {
        TraceWriter writer = new TraceWriter(out, header, flush);
        byte[] bytes = TraceFormat.encode(header);
        out.write(bytes);
        writer.checksum.update(bytes);
        return writer;
    }

    /// Continues a trace whose writer was killed: drops what is torn, and appends, by one write, the CRASH of each
    /// process whose events the trace holds and its RECOVER. Where the last writer was killed between the two, only
    /// RECOVER.
    ///
    /// @throws MalformedTraceException if it is no binary trace, or damaged
    /// @throws IllegalStateException if it is finished
    public static TraceWriter resume(Path path, Flush flush) throws IOException {
        try (BinaryTraceReader reader = new BinaryTraceReader(Files.newInputStream(path), path.toString(), false)) {
            boolean[] crashed = new boolean[reader.header().processes().size()];
            reader.readInto(event -> crashed[event.process()] = event.kind() == EventKind.CRASH);
            if (reader.finished()) {
                throw new IllegalStateException("trace is finished: file=" + path);
            }
            FileOutputStream out = new FileOutputStream(path.toFile(), true);
            try {
                out.getChannel().truncate(reader.prefixBytes());
                TraceWriter writer = new TraceWriter(
                        out, reader.header(), flush, reader.context(), reader.order(), reader.prefixChecksum());
                writer.crashAndRecover(crashed);
                return writer;
            } catch (IOException | RuntimeException e) {
                closeAfter(e, out);
                throw e;
            }
        }
    }

    private void crashAndRecover(boolean[] crashed) throws IOException {
        int first = Math.max(0, header.only());
        int last = header.only() < 0 ? crashed.length - 1 : first;
        for (int process = first; process <= last; process++) {
            if (!crashed[process]) {
                append(Event.of(process, order.nextIndex(process), EventType.CRASH));
            }
        }
        for (int process = first; process <= last; process++) {
            append(Event.of(process, order.nextIndex(process), EventType.RECOVER));
        }
        writeOut();
    }

    private static void closeAfter(Exception failure, OutputStream out) {
        try {
            out.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    public TraceHeader header() {
        return header;
    }

    /// The index that the next event of `process` has.
    public int nextIndex(int process) {
        return order.nextIndex(process);
    }

    @Override
    public void accept(Event event) {
        requireWriting();
        append(event);
        if (flush == Flush.EACH_EVENT || buffered >= BUFFER_BYTES) {
            flush();
        }
    }

    private void append(Event event) {
        byte[] newLabel = newLabel(event.label());
        order.take(event);
        encode(event, newLabel);
        context.advance(event);
    }

    /// The bytes of a label that is not remembered; else none.
    private byte[] newLabel(String label) {
        if (label.isEmpty() || context.labelNumber(label) > 0) {
            return new byte[0];
        }
        byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > TraceFormat.MAX_LABEL_BYTES) {
            throw new InvalidComputationException(
                    "label is too long: bytes=" + bytes.length + ", expected<=" + TraceFormat.MAX_LABEL_BYTES);
        }
        if (!new String(bytes, StandardCharsets.UTF_8).equals(label)) {
            throw new InvalidComputationException("label is no text, it has half a surrogate pair: label=" + label);
        }
        return bytes;
    }

    private void encode(Event event, byte[] newLabel) {
        EventKind kind = event.kind();
        boolean inRound = kind == EventKind.COMMIT && event.peerIndex() >= 0;
        int more = event.marks()
                | (event.value() == 0 ? 0 : TraceFormat.VALUE)
                | (event.label().isEmpty() ? 0 : TraceFormat.LABEL)
                | (event.timeNanos() == 0 ? 0 : TraceFormat.TIME);
        boolean other = event.process() != context.process();
        put(TraceFormat.code(event.type(), inRound)
                | (other ? TraceFormat.OTHER_PROCESS : 0)
                | (more == 0 ? 0 : TraceFormat.MORE));
        if (other) {
            putVarint(event.process());
        }
        if (more != 0) {
            put(more);
        }
        if (event.peer() >= 0) {
            putVarint(event.peer());
        }
        if (event.peerIndex() >= 0) {
            putZigzag((long) event.peerIndex() - context.index(event.peer()));
        }
        if (event.timeNanos() != 0) {
            putZigzag(event.timeNanos() - context.timeNanos(event.process()));
        }
        if (event.value() != 0) {
            putZigzag(event.value());
        }
        if (!event.label().isEmpty()) {
            putLabel(event.label(), newLabel);
        }
    }

    private void putLabel(String label, byte[] newLabel) {
        putVarint(context.labelNumber(label));
        if (newLabel.length > 0) {
            putVarint(newLabel.length);
            System.arraycopy(newLabel, 0, buffer, buffered, newLabel.length);
            buffered += newLabel.length;
            context.newLabel(label, newLabel.length);
        }
    }

    private void put(int oneByte) {
        buffer[buffered++] = (byte) oneByte;
    }

    private void putVarint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put((int) rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        put((int) rest);
    }

    private void putZigzag(long value) {
        putVarint(value << 1 ^ value >> Long.SIZE - 1);
    }

    /// Hands all events to the operating system.
    public void flush() {
        requireWriting();
        try {
            writeOut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeOut() throws IOException {
        checksum.update(buffer, 0, buffered);
        state = State.FAILED;
        out.write(buffer, 0, buffered);
        out.flush();
        state = State.WRITING;
        buffered = 0;
    }

    /// Writes the end record: the trace is whole, and takes no further event.
    public void finish() throws IOException {
        requireWriting();
        writeOut();
        int sum = (int) checksum.getValue();
        put(TraceFormat.CODE_END);
        putVarint(order.events());
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            put(sum >>> shift);
        }
        writeOut();
        state = State.FINISHED;
    }

    private void requireWriting() {
        if (state != State.WRITING) {
            throw new IllegalStateException("trace takes no more events: state=" + state);
        }
    }

    /// Flushes what can be, and closes the file. Without [#finish()] before, the trace stays unfinished.
    @Override
    public void close() throws IOException {
        try (out) {
            if (state == State.WRITING) {
                writeOut();
            }
        } finally {
            state = State.CLOSED;
        }
    }
}
