package org.failuretransparency.recoverable;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Stores;

/// The bytes of a redo log's region, little-endian.
/// ```
/// +----------+----------+---------------------------------------------------------------+
/// | status 0 | status 1 | record area: a ring of capacityBytes, records without a gap   |
/// +----------+----------+---------------------------------------------------------------+
/// 0          4096       8192                                      8192 + capacityBytes
/// ```
/// A **status** is written alone into a block of its own (a sector or more of any drive). `magic`, `version` and
/// `check` keep their places and their meaning in every version.
/// ```
/// off  len  field          meaning
///   0    8  magic          "REDOLOG\1"
///   8    4  version        1
///  12    4  check          CRC-32C of bytes 0..11 and 16..71
///  16    8  generation     1 at creation; one more at each truncation and each recovery
///  24    8  headPosition   bytes appended since creation, before the oldest record that counts; its place is
///                          8192 + headPosition mod capacityBytes
///  32    8  headSequence   sequence number of that record, whether it has been written yet or not
///  40    8  capacityBytes  of the record area, a multiple of 8
///  48    8  ownerHigh      id of the region that the log belongs to, with ownerLow
///  56    8  ownerLow
///  64    8  ownerBytes     length of that region
/// ```
/// A **record** is one transaction. It starts at a multiple of 8 and may run over the end of the ring to its start.
/// ```
/// off  len  field        meaning
///   0    4  check        CRC-32C of bytes 4 .. lengthBytes - 1
///   4    4  kind         1: new bytes of a committed transaction
///   8    8  lengthBytes  of the record, a multiple of 8
///  16    8  generation   of the status that was valid when it was written
///  24    8  sequence     1 for the log's first record, then one more each
///  32    8  rangeCount   number of ranges that follow
/// ```
/// A **range** is its offset in the owner, its length and its new bytes, padded with zeros to a multiple of 8.
/// ```
/// off  len  field        meaning
///   0    8  offset       in the owner
///   8    8  lengthBytes  at least 1
///  16       bytes
/// ```
public final class RedoLogLayout {

    static final long MAGIC = 0x01_47_4F_4C_4F_44_45_52L;
    static final int VERSION = 1;
    static final int KIND_TRANSACTION = 1;

    static final long STATUS_BLOCK_BYTES = 4096;
    static final long RECORDS_OFFSET = 2 * STATUS_BLOCK_BYTES;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    static final MemoryLayout STATUS = MemoryLayout.structLayout(
            LONG.withName("magic"),
            INT.withName("version"),
            INT.withName("check"),
            LONG.withName("generation"),
            LONG.withName("headPosition"),
            LONG.withName("headSequence"),
            LONG.withName("capacityBytes"),
            LONG.withName("ownerHigh"),
            LONG.withName("ownerLow"),
            LONG.withName("ownerBytes"));

    static final MemoryLayout RECORD = MemoryLayout.structLayout(
            INT.withName("check"),
            INT.withName("kind"),
            LONG.withName("lengthBytes"),
            LONG.withName("generation"),
            LONG.withName("sequence"),
            LONG.withName("rangeCount"));

    static final MemoryLayout RANGE = MemoryLayout.structLayout(LONG.withName("offset"), LONG.withName("lengthBytes"));

    static final long STATUS_VERSION = offsetOf(STATUS, "version");
    static final long STATUS_CHECK = offsetOf(STATUS, "check");
    static final long STATUS_GENERATION = offsetOf(STATUS, "generation");
    static final long STATUS_HEAD_POSITION = offsetOf(STATUS, "headPosition");
    static final long STATUS_HEAD_SEQUENCE = offsetOf(STATUS, "headSequence");
    static final long STATUS_CAPACITY = offsetOf(STATUS, "capacityBytes");
    static final long STATUS_OWNER_HIGH = offsetOf(STATUS, "ownerHigh");
    static final long STATUS_OWNER_LOW = offsetOf(STATUS, "ownerLow");
    static final long STATUS_OWNER_BYTES = offsetOf(STATUS, "ownerBytes");
    static final long STATUS_BYTES = STATUS.byteSize();

    static final long RECORD_CHECK = offsetOf(RECORD, "check");
    static final long RECORD_KIND = offsetOf(RECORD, "kind");
    static final long RECORD_LENGTH = offsetOf(RECORD, "lengthBytes");
    static final long RECORD_GENERATION = offsetOf(RECORD, "generation");
    static final long RECORD_SEQUENCE = offsetOf(RECORD, "sequence");
    static final long RECORD_RANGE_COUNT = offsetOf(RECORD, "rangeCount");
    static final long RANGE_LENGTH = offsetOf(RANGE, "lengthBytes");
    static final long RANGE_HEADER_BYTES = RANGE.byteSize();

    /// Bytes of a record besides its ranges.
    public static final long RECORD_HEADER_BYTES = RECORD.byteSize();

    private RedoLogLayout() {}

    static long offsetOf(MemoryLayout layout, String field) {
        return layout.byteOffset(groupElement(field));
    }

    /// Bytes that a range of `lengthBytes` bytes takes in a record.
    public static long rangeBytes(long lengthBytes) {
        return RANGE_HEADER_BYTES + (lengthBytes + 7 & -8);
    }

    /// Bytes of the record area in a region of `regionBytes` bytes.
    static long capacityBytes(long regionBytes) {
        return regionBytes - RECORDS_OFFSET & -8;
    }

    static long getLong(long address) {
        long value = RawMemory.getLong(address);
        return LITTLE_ENDIAN ? value : Long.reverseBytes(value);
    }

    static int getInt(long address) {
        int value = RawMemory.getInt(address);
        return LITTLE_ENDIAN ? value : Integer.reverseBytes(value);
    }

    static void putLong(long address, long value) {
        Stores.STORES.putLong(address, LITTLE_ENDIAN ? value : Long.reverseBytes(value));
    }

    static void putInt(long address, int value) {
        Stores.STORES.putInt(address, LITTLE_ENDIAN ? value : Integer.reverseBytes(value));
    }
}
