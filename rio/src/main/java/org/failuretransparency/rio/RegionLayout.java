package org.failuretransparency.rio;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The header of a region's file, 4096 bytes, little-endian. The owner's bytes follow, then at least 64 bytes of slack.
/// ```
/// off  len  field        meaning
///   0    8  magic        "RIOREGN\1"
///   8    4  version      1
///  12    4  headerCheck  CRC-32C of bytes 0..11 and 16..63; covers only what never changes
///  16    8  idHigh       drawn at creation, with idLow
///  24    8  idLow
///  32    8  content      what the region holds, ASCII, padded with zeros
///  40    8  dataOffset   4096
///  48    8  lengthBytes  of the owner's bytes
///  56    8  createdMillis  since the epoch
///  64    8  openState    CheckedWord: state 0 closed, 1 open; value: how often it was opened to be changed
///  72 4024  zeros
/// ```
/// The file is made under another name and renamed when it is whole, so a region with a bad header was damaged.
public final class RegionLayout {

    static final long MAGIC = 0x01_4E_47_45_52_4F_49_52L;
    static final int VERSION = 1;
    static final long HEADER_BYTES = 4096;

    /// Bytes behind the owner's range that can be read and written without a fault, so that copies may round up.
    public static final long SLACK_BYTES = 64;

    static final long MAX_LENGTH_BYTES = 1L << 46;

    static final int STATE_CLOSED = 0;
    static final int STATE_OPEN = 1;

    private static final int CONTENT_BYTES = 8;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final MemoryLayout HEADER = MemoryLayout.structLayout(
            LONG.withName("magic"),
            INT.withName("version"),
            INT.withName("headerCheck"),
            LONG.withName("idHigh"),
            LONG.withName("idLow"),
            MemoryLayout.sequenceLayout(CONTENT_BYTES, JAVA_BYTE).withName("content"),
            LONG.withName("dataOffset"),
            LONG.withName("lengthBytes"),
            LONG.withName("createdMillis"),
            LONG.withName("openState"));

    static final long VERSION_OFFSET = offsetOf("version");
    static final long CHECK_OFFSET = offsetOf("headerCheck");
    static final long ID_HIGH_OFFSET = offsetOf("idHigh");
    static final long ID_LOW_OFFSET = offsetOf("idLow");
    static final long CONTENT_OFFSET = offsetOf("content");
    static final long DATA_OFFSET_OFFSET = offsetOf("dataOffset");
    static final long LENGTH_OFFSET = offsetOf("lengthBytes");
    static final long CREATED_OFFSET = offsetOf("createdMillis");
    static final long OPEN_STATE_OFFSET = offsetOf("openState");

    private RegionLayout() {}

    static long offsetOf(String field) {
        return HEADER.byteOffset(groupElement(field));
    }

    /// What a valid header says; `opens` counts how often the region was opened to be changed.
    record Header(UUID id, String content, long lengthBytes, boolean open, long opens) {}

    /// The file length of a region of `lengthBytes` bytes.
    static long fileBytes(long lengthBytes) {
        return HEADER_BYTES + ((lengthBytes + SLACK_BYTES + HEADER_BYTES - 1) & -HEADER_BYTES);
    }

    static void write(MemorySegment header, Header values, long createdMillis) {
        header.set(LONG, 0, MAGIC);
        header.set(INT, VERSION_OFFSET, VERSION);
        header.set(LONG, ID_HIGH_OFFSET, values.id().getMostSignificantBits());
        header.set(LONG, ID_LOW_OFFSET, values.id().getLeastSignificantBits());
        byte[] content = values.content().getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(content, 0, header, JAVA_BYTE, CONTENT_OFFSET, content.length);
        header.set(LONG, DATA_OFFSET_OFFSET, HEADER_BYTES);
        header.set(LONG, LENGTH_OFFSET, values.lengthBytes());
        header.set(LONG, CREATED_OFFSET, createdMillis);
        header.set(INT, CHECK_OFFSET, check(header));
        header.set(LONG, OPEN_STATE_OFFSET, openState(values.open(), values.opens()));
    }

    /// What the header says, after it was checked.
    static Header read(MemorySegment header) {
        UUID id = new UUID(getLong(header, ID_HIGH_OFFSET), getLong(header, ID_LOW_OFFSET));
        byte[] content = header.asSlice(CONTENT_OFFSET, CONTENT_BYTES).toArray(JAVA_BYTE);
        long openState = getLong(header, OPEN_STATE_OFFSET);
        return new Header(
                id,
                new String(content, StandardCharsets.US_ASCII).replace("\0", ""),
                getLong(header, LENGTH_OFFSET),
                CheckedWord.state(openState) == STATE_OPEN,
                CheckedWord.value(openState));
    }

    static long openState(boolean open, long opens) {
        return CheckedWord.of(open ? STATE_OPEN : STATE_CLOSED, opens & CheckedWord.MAX_VALUE);
    }

    static int check(MemorySegment header) {
        CRC32C crc = new CRC32C();
        crc.update(header.asSlice(0, CHECK_OFFSET).toArray(JAVA_BYTE));
        crc.update(header.asSlice(ID_HIGH_OFFSET, OPEN_STATE_OFFSET - ID_HIGH_OFFSET)
                .toArray(JAVA_BYTE));
        return (int) crc.getValue();
    }

    static long getLong(MemorySegment header, long offset) {
        return header.get(LONG, offset);
    }

    static int getInt(MemorySegment header, long offset) {
        return header.get(INT, offset);
    }

    static void requireContent(String content) {
        if (content.isEmpty() || content.length() > CONTENT_BYTES || !content.matches("[A-Z0-9-]+")) {
            throw new IllegalArgumentException("content is not 1 to 8 of A-Z 0-9 -: content=" + content);
        }
    }
}
