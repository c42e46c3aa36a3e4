package org.failuretransparency.checkpoint;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The bytes of the undo log of file operations, little-endian: a header of 64 bytes, then records, one behind the
/// other, each a multiple of 8 bytes long.
/// ```
///  off  len  field        meaning
///    0    4  version      1
///    4    4  zero
///    8    8  generation   a checked word; one more whenever a process goes on
///   16   48  zeros
/// ```
/// A record belongs to the log if generation and checkpoint are those of the first and of the header, its sequence
/// number is one more than that of the record before it, and its check is right. Otherwise the log ends before it.
/// ```
///  off  len  field        meaning
///    0    8  generation   0: struck out, what it says has been undone
///    8    8  checkpoint   number of the checkpoint that the operation follows
///   16    4  check        CRC-32C of all other bytes of the record
///   20    4  operation    1 overwrite, 2 extend, 3 create, 4 unlink, 5 rename, 6 close
///   24    8  sequence     1 for the first of the interval
///   32    8  device       of the file
///   40    8  inode
///   48    8  offset       where the image goes; of an extension the length before it
///   56    4  pathBytes    bytes of each name, and of the image
///   60    4  toBytes
///   64    4  asideBytes
///   68    4  imageBytes
///   72       path, to, aside, image; zeros up to the next multiple of 8
/// ```
final class FileLogLayout {

    static final int VERSION = 1;

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final MemoryLayout HEADER = MemoryLayout.structLayout(
            INT.withName("version"),
            MemoryLayout.paddingLayout(4),
            LONG.withName("generation"),
            MemoryLayout.paddingLayout(48));

    static final MemoryLayout RECORD = MemoryLayout.structLayout(
            LONG.withName("generation"),
            LONG.withName("checkpoint"),
            INT.withName("check"),
            INT.withName("operation"),
            LONG.withName("sequence"),
            LONG.withName("device"),
            LONG.withName("inode"),
            LONG.withName("offset"),
            INT.withName("pathBytes"),
            INT.withName("toBytes"),
            INT.withName("asideBytes"),
            INT.withName("imageBytes"));

    static final long HEADER_BYTES = HEADER.byteSize();
    static final long HEADER_GENERATION = HEADER.byteOffset(groupElement("generation"));

    static final long GENERATION = offsetOf("generation");
    static final long CHECKPOINT = offsetOf("checkpoint");
    static final long CHECK = offsetOf("check");
    static final long OPERATION = offsetOf("operation");
    static final long SEQUENCE = offsetOf("sequence");
    static final long DEVICE = offsetOf("device");
    static final long INODE = offsetOf("inode");
    static final long OFFSET = offsetOf("offset");
    static final long PATH_BYTES = offsetOf("pathBytes");
    static final long TO_BYTES = offsetOf("toBytes");
    static final long ASIDE_BYTES = offsetOf("asideBytes");
    static final long IMAGE_BYTES = offsetOf("imageBytes");
    static final long NAMES = RECORD.byteSize();

    private FileLogLayout() {}

    static long offsetOf(String field) {
        return RECORD.byteOffset(groupElement(field));
    }

    /// Bytes of a record whose names and image have that many together.
    static long recordBytes(long namesAndImageBytes) {
        return NAMES + namesAndImageBytes + 7 & -8;
    }
}
