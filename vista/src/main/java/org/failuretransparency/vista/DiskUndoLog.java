package org.failuretransparency.vista;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.failuretransparency.rio.CheckedWord;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Region;

/// The undo log on a disk, where a store is permanent only after a sync and a device writes sectors in any order.
///
/// **Failure ordering**: each declared range forces its record before `setRange` returns, and so before the first store
/// into the range. The record's check begins with the transaction's generation, so that a record that did not arrive
/// whole, or that an earlier transaction left in its place, is not mistaken for one. Commit syncs the data, stores IDLE
/// with the next generation, which makes every record invalid at once, and syncs that: three syncs for a transaction of
/// one range. What a killed owner left in the page cache is forced by the region when it is opened, before recovery
/// builds on it.
///
/// Two things are written without a sync of their own:
/// - *An intent's record.* Nothing is stored because of it before the status word COMMITTED, so that one sync before
///   that word serves all intents; until then a transaction without them is rolled back just the same.
/// - *IDLE where it is not the commit point*: after intents, an abort or a recovery, whose effects have been synced. A
///   power failure that loses it has them done again, from those of the old records that are not overwritten, the
///   oldest ones, to the same effect: nothing can have been stored in between, since the first store into a range comes
///   after the sync of its record, which is one of this same region and takes IDLE along.
///
/// **Source**: §3.4, with the forces that memory does not need.
final class DiskUndoLog extends UndoLog {

    private final Arena arena = Arena.ofShared();
    /// A record's lead and trailer, as they are written before and behind an image that is written from the segment
    /// itself.
    private final MemorySegment frame = arena.allocate(LogLayout.FRAME_BYTES, Long.BYTES);

    /// The value of an intent to store, while its record is written.
    private final MemorySegment word = arena.allocate(Long.BYTES, Long.BYTES);

    private long generation;
    /// Whether something was written to the log since its last sync.
    private boolean unforced;

    DiskUndoLog(Region region, SegmentTable segments) {
        super(region, segments, true);
    }

    @Override
    void write(VistaMemory memory, long image, long offset, long tag) {
        long position = LogLayout.UNDO_OFFSET + tail - startAddress;
        long lengthBytes = LogLayout.lengthOf(tag);
        long trailer = frame.address() + LogLayout.IMAGE;
        frame.set(LogLayout.LONG, 0, tag);
        frame.set(LogLayout.LONG, LogLayout.IMAGE + LogLayout.TRAILER_OFFSET, offset);
        frame.set(LogLayout.LONG, LogLayout.IMAGE + LogLayout.TRAILER_TAG, tag);
        frame.set(
                LogLayout.LONG, LogLayout.IMAGE + LogLayout.TRAILER_CHECK, check(frame.address(), image, trailer, tag));
        try {
            region.write(position, frame.address(), LogLayout.IMAGE);
            if (lengthBytes > 0) {
                region.write(position + LogLayout.IMAGE, image, lengthBytes);
            }
            long end = position + LogLayout.recordBytes(lengthBytes);
            region.write(end - LogLayout.TRAILER.byteSize(), trailer, LogLayout.TRAILER.byteSize());
            unforced = true;
            if (LogLayout.kindOf(tag) == LogLayout.KIND_BEFORE_IMAGE) {
                memory.changed(offset, lengthBytes);
                forceLog();
            }
        } catch (RuntimeException e) {
            throw failed(e);
        }
        tail += LogLayout.recordBytes(lengthBytes);
    }

    @Override
    void writeStore(VistaMemory memory, long offset, long value, long tag) {
        word.set(LogLayout.LONG, 0, value);
        write(memory, word.address(), offset, tag);
    }

    @Override
    void force() {
        segments.syncChanged();
    }

    @Override
    void forceLog() {
        if (unforced) {
            region.sync();
            unforced = false;
        }
    }

    @Override
    void setStatus(int state) {
        if (state == LogLayout.STATE_IDLE) {
            generation++;
        }
        frame.set(LogLayout.LONG, 0, CheckedWord.of(state, generation));
        region.write(LogLayout.STATUS, frame.address(), Long.BYTES);
        unforced = true;
    }

    /// The end of the last record that the status word's generation wrote whole, found from the oldest on.
    @Override
    long validTail(long status) {
        generation = CheckedWord.value(status);
        long end = 0;
        while (end + LogLayout.FRAME_BYTES <= capacityBytes) {
            long lead = startAddress + end;
            long tag = RawMemory.getLong(lead);
            long lengthBytes = LogLayout.lengthOf(tag);
            if (lengthBytes > LogLayout.MAX_IMAGE_BYTES || LogLayout.recordBytes(lengthBytes) > capacityBytes - end) {
                break;
            }
            long image = lead + LogLayout.IMAGE;
            long trailer = image + LogLayout.padded(lengthBytes);
            if (RawMemory.getLong(trailer + LogLayout.TRAILER_CHECK) != check(lead, image, trailer, tag)) {
                break;
            }
            end += LogLayout.recordBytes(lengthBytes);
        }
        return end;
    }

    /// CRC-32C of generation, lead, image, and trailer without the check; bit 32 is set, so that zeroed memory has
    /// none.
    private long check(long lead, long image, long trailer, long tag) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, generation));
        update(crc, lead, LogLayout.IMAGE);
        update(crc, image, LogLayout.lengthOf(tag));
        update(crc, trailer, LogLayout.TRAILER_CHECK);
        return 1L << 32 | crc.getValue();
    }

    private static void update(CRC32C crc, long address, long lengthBytes) {
        crc.update(MemorySegment.ofAddress(address).reinterpret(lengthBytes).asByteBuffer());
    }

    @Override
    void close() {
        super.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
