package org.failuretransparency.theory.trace;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.failuretransparency.theory.MalformedTraceException;

/// The bytes of a binary trace, record by record, in a window of constant length, with the checksum of all whole
/// records. Every read past the end throws [EOFException].
final class RecordInput implements Closeable {

    private static final int WINDOW_BYTES = 1 << 18;

    private final InputStream in;
    private final String file;
    private final CRC32C checksum = new CRC32C();
    private final byte[] window = new byte[WINDOW_BYTES];
    private long windowOffset;
    private int summed;
    private int record;
    private int position;
    private int limit;
    private long records;

    RecordInput(InputStream in, String file) {
        this.in = in;
        this.file = file;
    }

    /// Begins a record at the current position; all before it is whole.
    void beginRecord() {
        record = position;
    }

    /// Counts the record that was begun as an event.
    void endEvent() {
        records++;
    }

    /// The offset in the file of the first byte of the record that was begun last.
    long recordOffset() {
        return windowOffset + record;
    }

    /// The bytes that were read of the record that was begun last.
    int recordBytes() {
        return position - record;
    }

    /// CRC-32C of all bytes before the record that was begun last.
    CRC32C checksumBeforeRecord() {
        if (record > summed) {
            checksum.update(window, summed, record - summed);
            summed = record;
        }
        return checksum;
    }

    int readByte() throws IOException {
        if (position == limit) {
            slide();
        }
        return window[position++] & 0xFF;
    }

    int readIntLittleEndian() throws IOException {
        return readByte() | readByte() << 8 | readByte() << 16 | readByte() << 24;
    }

    long readVarint() throws IOException {
        int first = readByte();
        if (first < 0x80) {
            return first;
        }
        long value = first & 0x7F;
        for (int shift = 7; shift < Long.SIZE; shift += 7) {
            int next = readByte();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed("number is too long: bytes>10");
    }

    long readZigzag() throws IOException {
        long value = readVarint();
        return value >>> 1 ^ -(value & 1);
    }

    /// A varint from 0 to `max`.
    int readVarint(String field, int max) throws IOException {
        long value = readVarint();
        if (value < 0 || value > max) {
            throw malformed(
                    "number out of range: " + field + "=" + Long.toUnsignedString(value) + ", expected=0.." + max);
        }
        return (int) value;
    }

    String readText(int lengthBytes) throws IOException {
        while (limit - position < lengthBytes) {
            slide();
        }
        position += lengthBytes;
        return new String(window, position - lengthBytes, lengthBytes, StandardCharsets.UTF_8);
    }

    /// Up to `lengthBytes` bytes; fewer at the end of the file. For headers, of any length.
    byte[] readBytes(int lengthBytes) throws IOException {
        byte[] bytes = new byte[lengthBytes];
        for (int n = 0; n < lengthBytes; n++) {
            try {
                bytes[n] = (byte) readByte();
            } catch (EOFException end) {
                return Arrays.copyOf(bytes, n);
            }
            record = position;
        }
        return bytes;
    }

    boolean atEnd() throws IOException {
        return position == limit && !more();
    }

    private void slide() throws IOException {
        if (!more()) {
            throw new EOFException();
        }
    }

    /// Reads on, and lets go of the bytes before the record.
    private boolean more() throws IOException {
        checksumBeforeRecord();
        System.arraycopy(window, record, window, 0, limit - record);
        windowOffset += record;
        limit -= record;
        position -= record;
        summed = 0;
        record = 0;
        int read = in.read(window, limit, window.length - limit);
        limit += Math.max(0, read);
        return read > 0;
    }

    String file() {
        return file;
    }

    /// The number of whole events.
    long events() {
        return records;
    }

    /// Where the record is that was begun last, in words.
    String where() {
        return file + ", byte " + recordOffset() + ", event " + records;
    }

    MalformedTraceException malformed(String reason) {
        return new MalformedTraceException(where() + ": " + reason);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
