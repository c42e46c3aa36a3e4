package org.failuretransparency.theory.trace;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.InvalidComputationException;
import org.failuretransparency.theory.MalformedTraceException;
import org.jspecify.annotations.Nullable;

/// Reads a binary trace ([TraceFormat]).
final class BinaryTraceReader implements TraceReader {

    private final RecordInput in;
    private final boolean endRequired;
    private final TraceHeader header;
    private final RecordContext context;
    private final TraceOrder order;
    private long lastOffset;
    private boolean finished;
    private boolean ended;

    BinaryTraceReader(InputStream bytes, String file, boolean endRequired) throws IOException {
        in = new RecordInput(bytes, file);
        this.endRequired = endRequired;
        header = readHeader();
        context = new RecordContext(header);
        order = new TraceOrder(header);
    }

    private TraceHeader readHeader() throws IOException {
        byte[] fixed = in.readBytes(TraceFormat.NAMES_OFFSET);
        byte[] magic = Arrays.copyOf(fixed, Math.min(fixed.length, TraceFormat.MAGIC.length));
        if (!Arrays.equals(magic, Arrays.copyOf(TraceFormat.MAGIC, magic.length))) {
            throw new MalformedTraceException(in.file() + ": not a trace: first bytes=" + Arrays.toString(magic)
                    + ", expected=" + Arrays.toString(TraceFormat.MAGIC));
        }
        if (fixed.length < TraceFormat.NAMES_OFFSET) {
            throw cutHeader(fixed.length, "more than " + TraceFormat.NAMES_OFFSET);
        }
        ByteBuffer words = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN).position(magic.length);
        int version = words.getInt();
        int headerBytes = words.getInt();
        if (version != TraceFormat.VERSION) {
            throw new MalformedTraceException(in.file() + ": unknown version of the trace format: version="
                    + Integer.toUnsignedString(version) + ", expected=" + TraceFormat.VERSION);
        }
        if (headerBytes < TraceFormat.NAMES_OFFSET + Integer.BYTES || headerBytes > TraceFormat.MAX_HEADER_BYTES) {
            throw new MalformedTraceException(in.file() + ": header is malformed: headerBytes="
                    + Integer.toUnsignedString(headerBytes) + ", expected=" + (TraceFormat.NAMES_OFFSET + Integer.BYTES)
                    + ".." + TraceFormat.MAX_HEADER_BYTES);
        }
        byte[] rest = in.readBytes(headerBytes - fixed.length);
        if (rest.length < headerBytes - fixed.length) {
            throw cutHeader(fixed.length + rest.length, Integer.toString(headerBytes));
        }
        byte[] whole = Arrays.copyOf(fixed, headerBytes);
        System.arraycopy(rest, 0, whole, fixed.length, rest.length);
        return TraceFormat.decode(whole, in.file());
    }

    private MalformedTraceException cutHeader(long lengthBytes, String expected) {
        return new MalformedTraceException(
                in.file() + ": header is cut off: bytes=" + lengthBytes + ", expected=" + expected);
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
        in.beginRecord();
        try {
            int tag = in.readByte();
            if (tag == TraceFormat.CODE_END) {
                readEnd();
                return null;
            }
            Event event = readEvent(tag);
            order.take(event);
            context.advance(event);
            lastOffset = in.recordOffset();
            in.endEvent();
            return event;
        } catch (EOFException e) {
            if (endRequired) {
                throw new MalformedTraceException(
                        in.where() + ": trace is unfinished, its writer was killed or still " + "writes: whole events="
                                + in.events() + ", bytes of a torn record=" + in.recordBytes(),
                        e);
            }
            ended = true;
            return null;
        } catch (InvalidComputationException e) {
            throw new MalformedTraceException(in.where() + ": " + e.getMessage(), e);
        }
    }

    private Event readEvent(int tag) throws IOException {
        int code = tag & TraceFormat.CODE_MASK;
        EventType type = TraceFormat.type(code);
        if (type == null || tag > (TraceFormat.CODE_MASK | TraceFormat.OTHER_PROCESS | TraceFormat.MORE)) {
            throw in.malformed("unknown kind of record: tag=" + tag);
        }
        int processes = header.processes().size();
        int process =
                (tag & TraceFormat.OTHER_PROCESS) == 0 ? context.process() : in.readVarint("process", processes - 1);
        int more = (tag & TraceFormat.MORE) == 0 ? 0 : in.readByte();
        int peer = Event.NONE;
        int peerIndex = Event.NONE;
        EventKind kind = type.kind();
        if (kind == EventKind.SEND || kind == EventKind.RECEIVE || kind == EventKind.LOG) {
            peer = in.readVarint("peer", processes - 1);
        }
        if (kind == EventKind.RECEIVE || kind == EventKind.LOG || code == TraceFormat.CODE_ROUND) {
            peerIndex = readIndex(context.index(peer));
        }
        long timeNanos = (more & TraceFormat.TIME) == 0 ? 0 : context.timeNanos(process) + in.readZigzag();
        long value = (more & TraceFormat.VALUE) == 0 ? 0 : in.readZigzag();
        String label = (more & TraceFormat.LABEL) == 0 ? "" : readLabel();
        int marks = more & TraceFormat.MARKS_MASK;
        return new Event(process, order.nextIndex(process), type, marks, peer, peerIndex, timeNanos, value, label);
    }

    private int readIndex(int before) throws IOException {
        long index = before + in.readZigzag();
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw in.malformed("number out of range: index=" + index + ", expected=0.." + Integer.MAX_VALUE);
        }
        return (int) index;
    }

    /// Comes last in a record, so that only whole ones change the context.
    private String readLabel() throws IOException {
        int number = in.readVarint("label", context.labels());
        if (number > 0) {
            return context.label(number);
        }
        int lengthBytes = in.readVarint("label bytes", TraceFormat.MAX_LABEL_BYTES);
        String label = in.readText(lengthBytes);
        context.newLabel(label, lengthBytes);
        return label;
    }

    private void readEnd() throws IOException {
        long events = in.readVarint();
        int stored = in.readIntLittleEndian();
        int computed = (int) in.checksumBeforeRecord().getValue();
        if (computed != stored) {
            throw in.malformed("trace is damaged: checksum=" + TraceFormat.hex(stored) + ", expected="
                    + TraceFormat.hex(computed));
        }
        if (events != order.events()) {
            throw in.malformed("trace is damaged: events=" + events + ", expected=" + order.events());
        }
        if (!in.atEnd()) {
            throw in.malformed("bytes after the end of the trace");
        }
        finished = true;
        ended = true;
    }

    @Override
    public String where() {
        return in.file() + ", byte " + lastOffset + ", event " + (in.events() - 1);
    }

    @Override
    public boolean finished() {
        return finished;
    }

    /// The length of the header and all whole events, when [#next()] returned null and the trace is unfinished.
    long prefixBytes() {
        return in.recordOffset();
    }

    /// The checksum of these bytes.
    CRC32C prefixChecksum() {
        return in.checksumBeforeRecord();
    }

    RecordContext context() {
        return context;
    }

    TraceOrder order() {
        return order;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
