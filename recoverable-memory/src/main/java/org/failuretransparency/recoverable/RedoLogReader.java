package org.failuretransparency.recoverable;

import static org.failuretransparency.recoverable.RedoLogLayout.RECORD_HEADER_BYTES;
import static org.failuretransparency.recoverable.RedoLogLayout.getLong;

import org.failuretransparency.recoverable.RedoLogStop.Reason;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.Stores;
import org.jspecify.annotations.Nullable;

/// A walk through a redo log, from the oldest record that counts to the first that is not the expected next one. It
/// changes nothing. Recovery and the log browser read logs through it and so agree on what is in them.
/// ```java
/// while (reader.next()) {
///     reader.forEachRange((offset, address, lengthBytes) -> …);
/// }
/// report(reader.stop());
/// ```
/// A record is the expected next one if it carries the status's generation and the next sequence number, is no longer
/// than the rest of the ring, and its checksum holds. Generations grow with each truncation and recovery, so a record
/// that was written before, whole or torn, is never taken for it.
///
/// **Threads**: one.
///
/// **Throws**: [RedoLogException] for a status that cannot be read, and for a record that checks itself but holds what
/// no log holds.
public final class RedoLogReader implements AutoCloseable {

    /// Takes the ranges of a record, one by one.
    @FunctionalInterface
    public interface RangeConsumer {

        /// The range's offset in the owner, the native address of its new bytes, and their number.
        void range(long offset, long address, long lengthBytes);
    }

    private final Region region;
    private final NativeBuffer record = new NativeBuffer();
    private final RedoLogStatus status;
    private long position;
    private long nextPosition;
    private long nextSequence;
    private @Nullable RedoLogStop stop;

    /// Reads the status of a log; the walk begins before its first record.
    public RedoLogReader(Region region) {
        this.region = region;
        try {
            this.status = RedoLogStatus.read(region, record);
        } catch (RuntimeException e) {
            record.close();
            throw e;
        }
        this.nextPosition = status.headPosition();
        this.nextSequence = status.headSequence();
    }

    public RedoLogStatus status() {
        return status;
    }

    /// Goes to the next record; false if there is none.
    public boolean next() {
        if (stop != null) {
            return false;
        }
        long leftBytes = status.headPosition() + status.capacityBytes() - nextPosition;
        Reason reason = leftBytes < RECORD_HEADER_BYTES ? Reason.FULL : read(leftBytes);
        if (reason != null) {
            stop = stopAt(reason);
            return false;
        }
        requireKnownKind();
        position = nextPosition;
        nextPosition += lengthBytes();
        nextSequence++;
        return true;
    }

    /// Copies the record at the next position out of the ring; returns why there is none, or null.
    private @Nullable Reason read(long leftBytes) {
        copyOut(0, RECORD_HEADER_BYTES);
        if (generation() != status.generation() || sequence() != nextSequence) {
            return isBlank() ? Reason.EMPTY : Reason.STALE;
        }
        long bytes = lengthBytes();
        long limit = Math.min(leftBytes, RedoLog.MAX_RECORD_BYTES);
        if (bytes < RECORD_HEADER_BYTES || bytes > limit || (bytes & 7) != 0) {
            return Reason.TORN;
        }
        record.reserve(bytes);
        copyOut(RECORD_HEADER_BYTES, bytes);
        int check = record.checksum(RedoLogLayout.RECORD_KIND, bytes);
        return check == RedoLogLayout.getInt(record.address() + RedoLogLayout.RECORD_CHECK) ? null : Reason.TORN;
    }

    /// Copies the record's bytes `from` to before `to`, which may run over the ring's end.
    private void copyOut(long from, long to) {
        long ring = region.segment().address() + RedoLogLayout.RECORDS_OFFSET;
        long at = (nextPosition + from) % status.capacityBytes();
        long first = Math.min(to - from, status.capacityBytes() - at);
        Stores.STORES.copy(ring + at, record.address() + from, first);
        Stores.STORES.copy(ring, record.address() + from + first, to - from - first);
    }

    private boolean isBlank() {
        long bits = 0;
        for (long at = 0; at < RECORD_HEADER_BYTES; at += Long.BYTES) {
            bits |= getLong(record.address() + at);
        }
        return bits == 0;
    }

    private RedoLogStop stopAt(Reason reason) {
        boolean full = reason == Reason.FULL;
        long offset = offsetOf(nextPosition);
        long foundGeneration = full ? 0 : generation();
        long foundSequence = full ? 0 : sequence();
        return new RedoLogStop(reason, offset, status.generation(), nextSequence, foundGeneration, foundSequence);
    }

    private void requireKnownKind() {
        int kind = RedoLogLayout.getInt(record.address() + RedoLogLayout.RECORD_KIND);
        if (kind != RedoLogLayout.KIND_TRANSACTION) {
            throw new RedoLogException.UnsupportedVersion(
                    region.path(),
                    offsetOf(nextPosition) + RedoLogLayout.RECORD_KIND,
                    "kind=" + RedoLogLayout.KIND_TRANSACTION,
                    "kind=" + kind);
        }
    }

    /// Where the record is in the region, in bytes.
    public long offset() {
        return offsetOf(position);
    }

    private long offsetOf(long ringPosition) {
        return RedoLogLayout.RECORDS_OFFSET + ringPosition % status.capacityBytes();
    }

    public long lengthBytes() {
        return getLong(record.address() + RedoLogLayout.RECORD_LENGTH);
    }

    public long generation() {
        return getLong(record.address() + RedoLogLayout.RECORD_GENERATION);
    }

    public long sequence() {
        return getLong(record.address() + RedoLogLayout.RECORD_SEQUENCE);
    }

    /// Passes the record's ranges on, after a check that each lies inside the record and inside the owner.
    public void forEachRange(RangeConsumer consumer) {
        long count = getLong(record.address() + RedoLogLayout.RECORD_RANGE_COUNT);
        long end = lengthBytes();
        long at = RECORD_HEADER_BYTES;
        for (long i = 0; i < count; i++) {
            long left = end - at - RedoLogLayout.RANGE_HEADER_BYTES;
            require(left > 0, at, "ranges=" + count, "ranges=" + i);
            long offset = getLong(record.address() + at);
            long bytes = getLong(record.address() + at + RedoLogLayout.RANGE_LENGTH);
            boolean inside = bytes > 0 && bytes <= left && offset >= 0 && offset <= status.ownerBytes() - bytes;
            require(inside, at, "range within=0.." + status.ownerBytes(), offset + "+" + bytes);
            consumer.range(offset, record.address() + at + RedoLogLayout.RANGE_HEADER_BYTES, bytes);
            at += RedoLogLayout.rangeBytes(bytes);
        }
        require(at == end, RedoLogLayout.RECORD_LENGTH, "lengthBytes=" + at, "lengthBytes=" + end);
    }

    private void require(boolean holds, long recordOffset, String expected, String found) {
        if (!holds) {
            throw new RedoLogException.Corrupt(region.path(), offsetOf(position + recordOffset), expected, found);
        }
    }

    /// Why the walk ended; asked after [#next()] has returned false.
    public RedoLogStop stop() {
        if (stop == null) {
            throw new IllegalStateException("walk has not ended: path=" + region.path() + ", offset=" + offset());
        }
        return stop;
    }

    /// Where the next record is expected, in bytes appended since creation.
    long nextPosition() {
        return nextPosition;
    }

    long nextSequence() {
        return nextSequence;
    }

    /// Ends the walk. The region stays open.
    @Override
    public void close() {
        record.close();
    }
}
