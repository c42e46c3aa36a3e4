package org.failuretransparency.vista;

import static org.failuretransparency.rio.Stores.STORES;

/// What a Vista did when it was opened.
///
/// @param afterCrash the last owner did not close it
/// @param state what the status word said: `IDLE` nothing to do, `ACTIVE` rolled back, `COMMITTED` intents carried out
/// @param records before-images copied back, or intents carried out
/// @param bytes bytes of before-images copied back
/// @param nanos time from the status word's reading to the log being idle
public record Recovery(boolean afterCrash, State state, long records, long bytes, long nanos) {

    /// The states of the status word that recovery meets; a prepared transaction is refused by
    /// [VistaException.InDoubt].
    public enum State {
        IDLE,
        ACTIVE,
        COMMITTED
    }

    /// Copies the before-images back, from the newest record to the oldest, so that the oldest image of a byte wins. It
    /// reads the log and changes only the segments: done again after a crash inside, it does the same again (§3.4).
    static void rollBack(UndoRecords records, long tail, SegmentTable segments) {
        records.startBehind(tail);
        while (records.older()) {
            if (records.isBeforeImage()) {
                VistaMemory segment = segments.segment(records.segment());
                STORES.copy(records.image(), segment.addressAt(records.offset()), records.lengthBytes());
                segment.changed(records.offset(), records.lengthBytes());
            }
        }
    }

    /// Reads the transaction's records without changing anything; each must lie inside the log and inside its segment.
    static Recovery plan(UndoLog log, long tail, State state, boolean afterCrash) {
        UndoRecords record = log.records;
        record.startBehind(tail);
        long records = 0;
        long bytes = 0;
        while (record.position() > 0) {
            long end = record.position();
            require(end >= LogLayout.FRAME_BYTES && end <= log.capacityBytes && end % 8 == 0, log, "end", end);
            require(record.older() && record.position() >= 0, log, "lengthBytes", end);
            require(record.isBeforeImage() || record.isFree() || record.isStore(), log, "kind", end);
            require(!record.isStore() || isWord(record), log, "lengthBytes", end);
            require(record.segment() < log.segments.count(), log, "segment", end);
            long segmentBytes = log.segments.segment(record.segment()).lengthBytes();
            require(record.offset() >= 0 && record.offset() <= segmentBytes - record.lengthBytes(), log, "offset", end);
            require(
                    !record.isFree()
                            || HeapLayout.hasPage(log.segments.heapMetadata(record.segment()), record.offset()),
                    log,
                    "offset",
                    end);
            if (state == State.COMMITTED != record.isBeforeImage()) {
                records++;
                bytes += state == State.COMMITTED ? 0 : record.lengthBytes();
            }
        }
        return new Recovery(afterCrash, state, records, bytes, 0);
    }

    private static boolean isWord(UndoRecords record) {
        return record.lengthBytes() == Long.BYTES && record.offset() % Long.BYTES == 0;
    }

    private static void require(boolean holds, UndoLog log, String field, long end) {
        if (!holds) {
            throw new VistaException.CorruptRecord(log.region.path(), field, LogLayout.UNDO_OFFSET + end);
        }
    }

    Recovery took(long elapsedNanos) {
        return new Recovery(afterCrash, state, records, bytes, elapsedNanos);
    }
}
