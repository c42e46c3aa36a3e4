package org.failuretransparency.vista;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.failuretransparency.rio.CheckedWord;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.StorageKind;

/// The log region of a Vista: header, segment table, undo log, event log. Little-endian, offsets from the region's
/// start.
/// ```
///  off  len  field          meaning
///    0    4  version        1
///    4    4  headerCheck    CRC-32C of bytes 0..3 and 8..55
///    8    8  undoOffset     8248
///   16    8  undoBytes      capacity of the undo log
///   24    8  eventOffset    where the event log starts: records that survive rollback (§6.2.2)
///   32    8  eventBytes     its capacity; 0 = none
///   40    8  segmentLimit   64, entries of the segment table
///   48    8  forced         1 on the disk kinds, whose records check themselves; 0 on `rio`
///   64    8  status         CheckedWord: the transaction's state. THE commit point
///  128    8  eventTail      CheckedWord: bytes of valid event records
///  192    8  round          of two-phase commit, meaningful in state PREPARED
/// 4096   64  each: a segment table entry
/// 8248       undo records; the first image starts a cache line
/// ```
/// The status word's states go `IDLE → ACTIVE → [PREPARED] → COMMITTED → IDLE`. A transaction without intents never
/// stores COMMITTED: it commits by storing IDLE. On `rio` the word's value is the undo log's tail, the bytes of valid
/// records. On the disk kinds it is the transaction's generation, since there the word and a record may reach the
/// device in any order.
///
/// A record, 8-byte aligned, is read from its end, so that recovery walks from the newest to the oldest:
/// ```
///      off       len  field        meaning
///        0         8  lead         disk kinds: the tag, by which a scan from the oldest finds the end
///        8    padded  image        before-image, padded to 8 bytes
/// 8+padded         8  offset       in the segment
/// 16+padded        4  lengthBytes  of the image, 0 .. 2^30; with the two next ones the tag
/// 20+padded        2  segment      index in the segment table
/// 22+padded        2  kind         1 before-image, 2 intent to free the heap block at `offset`, 3 intent to store the
///                                  image, one word, at `offset`
/// 24+padded        8  check        disk kinds: CRC-32C of the generation and all of the above; bit 32 set
/// ```
final class LogLayout {

    static final int VERSION = 1;

    static final int STATE_IDLE = 0;
    static final int STATE_ACTIVE = 1;
    static final int STATE_PREPARED = 2;
    static final int STATE_COMMITTED = 3;

    static final int KIND_BEFORE_IMAGE = 1;
    static final int KIND_FREE = 2;
    static final int KIND_STORE = 3;

    /// The longest image of one record; longer ranges take several.
    static final long MAX_IMAGE_BYTES = 1L << 30;

    static final int SEGMENT_LIMIT = 64;
    static final long TABLE_OFFSET = 4096;
    static final long UNDO_OFFSET = 8192 + 56;

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final MemoryLayout HEADER = MemoryLayout.structLayout(
            INT.withName("version"),
            INT.withName("headerCheck"),
            LONG.withName("undoOffset"),
            LONG.withName("undoBytes"),
            LONG.withName("eventOffset"),
            LONG.withName("eventBytes"),
            LONG.withName("segmentLimit"),
            LONG.withName("forced"),
            MemoryLayout.paddingLayout(8),
            LONG.withName("status"),
            MemoryLayout.paddingLayout(56),
            LONG.withName("eventTail"),
            MemoryLayout.paddingLayout(56),
            LONG.withName("round"));

    /// The fields behind a record's image.
    static final MemoryLayout TRAILER = MemoryLayout.structLayout(
            LONG.withName("offset"),
            INT.withName("lengthBytes"),
            SHORT.withName("segment"),
            SHORT.withName("kind"),
            LONG.withName("check"));

    static final long STATUS = HEADER.byteOffset(groupElement("status"));

    /// Offset of the image in a record.
    static final long IMAGE = LONG.byteSize();

    /// Offsets of the fields behind the image, from its padded end.
    static final long TRAILER_OFFSET = TRAILER.byteOffset(groupElement("offset"));

    static final long TRAILER_TAG = TRAILER.byteOffset(groupElement("lengthBytes"));
    static final long TRAILER_CHECK = TRAILER.byteOffset(groupElement("check"));

    /// Bytes of a record without its image.
    static final long FRAME_BYTES = IMAGE + TRAILER.byteSize();

    /// The status word of an idle log on `rio`: all zero, as fresh memory is.
    static final long IDLE_WORD = CheckedWord.of(STATE_IDLE, 0);

    private LogLayout() {}

    static long headerOffset(String field) {
        return HEADER.byteOffset(groupElement(field));
    }

    /// The round of two-phase commit that the log says its prepared transaction belongs to.
    static long round(MemorySegment log) {
        return log.get(LONG, headerOffset("round"));
    }

    /// The header of a new log.
    static byte[] newHeader(long undoBytes, StorageKind kind) {
        MemorySegment header = MemorySegment.ofArray(new byte[(int) HEADER.byteSize()]);
        header.set(INT, headerOffset("version"), VERSION);
        header.set(LONG, headerOffset("undoOffset"), UNDO_OFFSET);
        header.set(LONG, headerOffset("undoBytes"), undoBytes);
        header.set(LONG, headerOffset("eventOffset"), UNDO_OFFSET + undoBytes);
        header.set(LONG, headerOffset("segmentLimit"), SEGMENT_LIMIT);
        header.set(LONG, headerOffset("forced"), kind.forces() ? 1 : 0);
        header.set(INT, headerOffset("headerCheck"), headerCheck(header));
        return header.toArray(ValueLayout.JAVA_BYTE);
    }

    static int headerCheck(MemorySegment header) {
        CRC32C crc = new CRC32C();
        crc.update(header.asSlice(0, headerOffset("headerCheck")).toArray(ValueLayout.JAVA_BYTE));
        long fixed = headerOffset("undoOffset");
        crc.update(header.asSlice(fixed, headerOffset("forced") + Long.BYTES - fixed)
                .toArray(ValueLayout.JAVA_BYTE));
        return (int) crc.getValue();
    }

    /// Refuses a log region whose header this version does not read.
    static void requireValid(Region log) {
        MemorySegment header = log.segment();
        int version = header.get(INT, 0);
        if (version != VERSION) {
            throw new VistaException.UnsupportedVersion(log.path(), 0, VERSION, version);
        }
        int check = header.get(INT, headerOffset("headerCheck"));
        if (check != headerCheck(header)) {
            throw new VistaException.Corrupt(
                    log.path(), "headerCheck", headerOffset("headerCheck"), headerCheck(header), check);
        }
        long undoBytes = header.get(LONG, headerOffset("undoBytes"));
        if (UNDO_OFFSET + undoBytes > log.lengthBytes()) {
            throw new VistaException.Corrupt(
                    log.path(), "undoBytes", headerOffset("undoBytes"), log.lengthBytes() - UNDO_OFFSET, undoBytes);
        }
        boolean forced = header.get(LONG, headerOffset("forced")) != 0;
        if (forced != log.storage().forces()) {
            throw new VistaException.OtherStorage(log.path(), headerOffset("forced"), log.storage(), forced);
        }
    }

    /// Length, segment and kind of a record as the one word that holds them.
    static long tag(int kind, int segment, long lengthBytes) {
        return (long) kind << 48 | (long) segment << 32 | lengthBytes;
    }

    static long lengthOf(long tag) {
        return tag & 0xFFFF_FFFFL;
    }

    static int segmentOf(long tag) {
        return (int) (tag >>> 32) & 0xFFFF;
    }

    static int kindOf(long tag) {
        return (int) (tag >>> 48);
    }

    static long padded(long lengthBytes) {
        return lengthBytes + 7 & -8;
    }

    /// Bytes that a record with an image of `lengthBytes` takes.
    static long recordBytes(long lengthBytes) {
        return FRAME_BYTES + padded(lengthBytes);
    }
}
