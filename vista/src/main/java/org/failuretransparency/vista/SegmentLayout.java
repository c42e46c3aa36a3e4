package org.failuretransparency.vista;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;

/// What a segment's region says of itself, and what the log's segment table says of it. Little-endian.
///
/// The first 4096 bytes of a segment's region; the program's bytes follow:
/// ```
/// off  len  field      meaning
///   0    4  version    1
///   4    4  index      its entry in the log's segment table
///   8    8  logIdHigh  the log region that holds this segment's undo records and transaction
///  16    8  logIdLow
///  24    8  check      CRC-32C of bytes 0..23
/// ```
/// An entry of the segment table:
/// ```
/// off  len  field    meaning
///   0    8  idHigh   of the segment's region
///   8    8  idLow
///  16   32  name     UTF-8, padded with zeros
///  48    4  flags    bit 0: excluded from undo; bit 1: holds a heap's metadata
///  52    4  heap     with bit 1: the index of the segment that holds the heap's blocks
///  56    8  check    CRC-32C of bytes 0..55 with bit 32 set; stored last, it makes the entry valid
/// ```
final class SegmentLayout {

    static final int VERSION = 1;
    static final long DATA_OFFSET = 4096;
    static final int NAME_BYTES = 32;

    static final int FLAG_EXCLUDED_FROM_UNDO = 1;
    static final int FLAG_HEAP_METADATA = 2;

    static final MemoryLayout HEADER = MemoryLayout.structLayout(
            LogLayout.INT.withName("version"),
            LogLayout.INT.withName("index"),
            LogLayout.LONG.withName("logIdHigh"),
            LogLayout.LONG.withName("logIdLow"),
            LogLayout.LONG.withName("check"));

    static final MemoryLayout ENTRY = MemoryLayout.structLayout(
            LogLayout.LONG.withName("idHigh"),
            LogLayout.LONG.withName("idLow"),
            MemoryLayout.sequenceLayout(NAME_BYTES, ValueLayout.JAVA_BYTE).withName("name"),
            LogLayout.INT.withName("flags"),
            LogLayout.INT.withName("heap"),
            LogLayout.LONG.withName("check"));

    static final long ENTRY_CHECK = entryOffset("check");

    private SegmentLayout() {}

    static long headerOffset(String field) {
        return HEADER.byteOffset(groupElement(field));
    }

    static long entryOffset(String field) {
        return ENTRY.byteOffset(groupElement(field));
    }

    /// Writes the header of a new segment's region.
    static void writeHeader(MemorySegment header, int index, UUID log) {
        header.set(LogLayout.INT, headerOffset("version"), VERSION);
        header.set(LogLayout.INT, headerOffset("index"), index);
        header.set(LogLayout.LONG, headerOffset("logIdHigh"), log.getMostSignificantBits());
        header.set(LogLayout.LONG, headerOffset("logIdLow"), log.getLeastSignificantBits());
        header.set(LogLayout.LONG, headerOffset("check"), check(header, headerOffset("check")));
    }

    static UUID logOf(MemorySegment header) {
        return new UUID(
                header.get(LogLayout.LONG, headerOffset("logIdHigh")),
                header.get(LogLayout.LONG, headerOffset("logIdLow")));
    }

    static String nameOf(MemorySegment entry) {
        byte[] name = entry.asSlice(entryOffset("name"), NAME_BYTES).toArray(ValueLayout.JAVA_BYTE);
        return new String(name, StandardCharsets.UTF_8).replace("\0", "");
    }

    /// CRC-32C of the first `lengthBytes` bytes. Bit 32 is set, so that zeroed memory has no valid check.
    static long check(MemorySegment segment, long lengthBytes) {
        CRC32C crc = new CRC32C();
        crc.update(segment.asSlice(0, lengthBytes).toArray(ValueLayout.JAVA_BYTE));
        return 1L << 32 | crc.getValue();
    }
}
