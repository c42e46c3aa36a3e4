package org.failuretransparency.rio;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// The file of a safe sync, little-endian: a header, then each region with its name.
/// ```
/// off  len  field        meaning
///   0    8  magic        "RIOIMAG\1"
///   8    4  version      1
///  12    4  headerCheck  CRC-32C of bytes 0..11 and 16..47
///  16    8  totalBytes   length of the image's file
///  24    8  savedMillis  since the epoch
///  32    4  regions      how many follow
///  36    4  bodyCheck    CRC-32C of every byte behind the header
///  40    8  zero
/// ```
/// Each region:
/// ```
/// off  len  field        meaning
///   0    8  fileBytes    length of the region's file
///   8    8  nameBytes    length of its name
///  16    …  name         UTF-8, padded with zeros to a multiple of 8
///   …    …  file         the region's file, byte for byte
/// ```
/// The image is made under another name and renamed when it is whole, so an image with a bad check was damaged.
final class ImageLayout {

    static final long MAGIC = 0x01_47_41_4D_49_4F_49_52L;
    static final int VERSION = 1;
    static final long HEADER_BYTES = 48;
    static final long ENTRY_BYTES = 16;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final MemoryLayout HEADER = MemoryLayout.structLayout(
            LONG.withName("magic"),
            INT.withName("version"),
            INT.withName("headerCheck"),
            LONG.withName("totalBytes"),
            LONG.withName("savedMillis"),
            INT.withName("regions"),
            INT.withName("bodyCheck"),
            LONG.withName("zero"));

    static final MemoryLayout ENTRY = MemoryLayout.structLayout(LONG.withName("fileBytes"), LONG.withName("nameBytes"));

    private ImageLayout() {}

    /// What a header says about its image.
    record Header(long totalBytes, long savedMillis, int regions, int bodyCheck) {}

    static long offsetOf(String field) {
        return HEADER.byteOffset(groupElement(field));
    }

    static void write(MemorySegment header, Header values) {
        header.set(LONG, offsetOf("magic"), MAGIC);
        header.set(INT, offsetOf("version"), VERSION);
        header.set(LONG, offsetOf("totalBytes"), values.totalBytes());
        header.set(LONG, offsetOf("savedMillis"), values.savedMillis());
        header.set(INT, offsetOf("regions"), values.regions());
        header.set(INT, offsetOf("bodyCheck"), values.bodyCheck());
        header.set(LONG, offsetOf("zero"), 0);
        header.set(INT, offsetOf("headerCheck"), check(header));
    }

    static Header read(MemorySegment header) {
        return new Header(
                header.get(LONG, offsetOf("totalBytes")),
                header.get(LONG, offsetOf("savedMillis")),
                header.get(INT, offsetOf("regions")),
                header.get(INT, offsetOf("bodyCheck")));
    }

    static long magic(MemorySegment header) {
        return header.get(LONG, offsetOf("magic"));
    }

    static int version(MemorySegment header) {
        return header.get(INT, offsetOf("version"));
    }

    static int headerCheck(MemorySegment header) {
        return header.get(INT, offsetOf("headerCheck"));
    }

    static int check(MemorySegment header) {
        CRC32C crc = new CRC32C();
        crc.update(header.asSlice(0, offsetOf("headerCheck")).asByteBuffer());
        long behind = offsetOf("totalBytes");
        crc.update(header.asSlice(behind, HEADER_BYTES - behind).asByteBuffer());
        return (int) crc.getValue();
    }

    static void writeEntry(MemorySegment entry, long fileBytes, long nameBytes) {
        entry.set(LONG, 0, fileBytes);
        entry.set(LONG, Long.BYTES, nameBytes);
    }

    static long fileBytes(MemorySegment entry) {
        return entry.get(LONG, 0);
    }

    static long nameBytes(MemorySegment entry) {
        return entry.get(LONG, Long.BYTES);
    }

    /// The length of a name with its padding.
    static long padded(long nameBytes) {
        return nameBytes + Long.BYTES - 1 & -Long.BYTES;
    }
}
