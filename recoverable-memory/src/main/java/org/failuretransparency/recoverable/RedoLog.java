package org.failuretransparency.recoverable;

import static org.failuretransparency.recoverable.RedoLogLayout.RECORD_HEADER_BYTES;
import static org.failuretransparency.recoverable.RedoLogLayout.putInt;
import static org.failuretransparency.recoverable.RedoLogLayout.putLong;
import static org.failuretransparency.recoverable.RedoLogLayout.rangeBytes;

import java.util.UUID;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.Stores;

/// A redo log: the new bytes of committed transactions, appended to a ring, each transaction a record
/// ([RedoLogLayout]).
/// ```
/// create → open → replay → truncate → (append* → flush)* → truncate → …
/// ```
/// Records gather in one native buffer and reach the region together, by one write (two where the ring ends in between)
/// and one sync, so that a group of transactions costs what one does. Everything that the log does to stable storage
/// goes through [Region#write] and [Region#sync]; the mapping is only read.
///
/// **Survives**: records that were flushed. A record that a crash tore is not replayed, and no record after it.
///
/// **Threads**: one at a time.
///
/// **Failure ordering**: a record says by its checksum, generation and sequence number that it is whole and the next
/// one, so one sync orders everything. The owner's data are synced before [#truncate()]; the new status is synced
/// before records may overwrite old ones.
///
/// **Throws**: [RedoLogException] on opening; [LogFullException]; what the region throws, after which the log's state
/// is unknown and it has to be opened again.
///
/// **Source**: §3.2, Figure 3.1.
public final class RedoLog implements AutoCloseable {

    /// The longest record: 1 GiB.
    public static final long MAX_RECORD_BYTES = 1L << 30;

    /// The shortest region of a log.
    public static final long MIN_REGION_BYTES = RedoLogLayout.RECORDS_OFFSET + 512;

    private final Region region;
    private final NativeBuffer buffer = new NativeBuffer();
    private final long capacityBytes;
    private RedoLogStatus status;
    private long tailPosition;
    private long nextSequence;
    private long pendingBytes;
    private boolean appendable;

    /// The first bytes of a region of `regionBytes` bytes that is to be an empty log of another region, its owner.
    public static byte[] initialBytes(long regionBytes, UUID owner, long ownerBytes) {
        if (regionBytes < MIN_REGION_BYTES) {
            throw new IllegalArgumentException(
                    "log is too short: lengthBytes=" + regionBytes + ", expected at least=" + MIN_REGION_BYTES);
        }
        return RedoLogStatus.first(regionBytes, owner, ownerBytes).toBytes();
    }

    /// Reads through a log to its end, and refuses what [#open] and [#replay] would refuse.
    public static void requireValid(Region region, UUID owner, long ownerBytes) {
        try (RedoLogReader reader = new RedoLogReader(region)) {
            reader.status().requireOwner(region, owner, ownerBytes);
            while (reader.next()) {
                reader.forEachRange((offset, address, lengthBytes) -> {});
            }
        }
    }

    /// Opens the log of the region with this id and length. It is to be replayed and truncated before anything is
    /// appended.
    public static RedoLog open(Region region, UUID owner, long ownerBytes) {
        return new RedoLog(region, owner, ownerBytes);
    }

    private RedoLog(Region region, UUID owner, long ownerBytes) {
        this.region = region;
        try {
            this.status = RedoLogStatus.read(region, buffer);
            status.requireOwner(region, owner, ownerBytes);
        } catch (RuntimeException e) {
            buffer.close();
            throw e;
        }
        this.capacityBytes = status.capacityBytes();
        this.tailPosition = status.headPosition();
        this.nextSequence = status.headSequence();
    }

    /// Passes the ranges of all records on, oldest first; returns why there are no more. It changes nothing in the log,
    /// so it can be done again. It syncs the log first: what a killed process wrote may be in the page cache only, and
    /// nothing may be built on it before it is durable.
    public RedoLogStop replay(RedoLogReader.RangeConsumer consumer) {
        region.sync();
        try (RedoLogReader reader = new RedoLogReader(region)) {
            while (reader.next()) {
                reader.forEachRange(consumer);
            }
            tailPosition = reader.nextPosition();
            nextSequence = reader.nextSequence();
            return reader.stop();
        }
    }

    /// Forgets all records: the owner has made what they say durable elsewhere. The generation grows, and so nothing
    /// that is in the ring now will ever be taken for a record again.
    ///
    /// 1. The new status is written over the older copy and synced. This is the commit point.
    /// 2. It is written over the other copy, which the next flush makes durable along with its records.
    public void truncate() {
        if (pendingBytes > 0) {
            throw new IllegalStateException("log has records to flush: path=" + region.path());
        }
        status = new RedoLogStatus(
                status.generation() + 1,
                tailPosition,
                nextSequence,
                capacityBytes,
                status.owner(),
                status.ownerBytes());
        status.write(region, buffer);
        appendable = true;
    }

    /// Appends a transaction that changed the bytes from `starts[i]` to before `ends[i]` (at least one each), which now
    /// lie from `baseAddress` on. It is durable after the next [#flush()]. Allocates only while the buffer grows to its
    /// largest group; a group that would outgrow 2 GiB is flushed first.
    public void append(long baseAddress, long[] starts, long[] ends, int count) {
        long bytes = RECORD_HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            bytes += rangeBytes(ends[i] - starts[i]);
        }
        requireRoom(bytes);
        if (pendingBytes + bytes > Integer.MAX_VALUE) {
            flush();
        }
        buffer.reserve(pendingBytes + bytes);
        long record = buffer.address() + pendingBytes;
        putInt(record + RedoLogLayout.RECORD_KIND, RedoLogLayout.KIND_TRANSACTION);
        putLong(record + RedoLogLayout.RECORD_LENGTH, bytes);
        putLong(record + RedoLogLayout.RECORD_GENERATION, status.generation());
        putLong(record + RedoLogLayout.RECORD_SEQUENCE, nextSequence);
        putLong(record + RedoLogLayout.RECORD_RANGE_COUNT, count);
        long at = record + RECORD_HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            at = putRange(at, starts[i], ends[i] - starts[i], baseAddress);
        }
        int check = buffer.checksum(pendingBytes + RedoLogLayout.RECORD_KIND, pendingBytes + bytes);
        putInt(record + RedoLogLayout.RECORD_CHECK, check);
        nextSequence++;
        pendingBytes += bytes;
    }

    private static long putRange(long at, long offset, long lengthBytes, long baseAddress) {
        long next = at + rangeBytes(lengthBytes);
        putLong(at, offset);
        putLong(at + RedoLogLayout.RANGE_LENGTH, lengthBytes);
        // The last word first: it holds the padding.
        putLong(next - Long.BYTES, 0);
        Stores.STORES.copy(baseAddress + offset, at + RedoLogLayout.RANGE_HEADER_BYTES, lengthBytes);
        return next;
    }

    private void requireRoom(long bytes) {
        if (!appendable) {
            throw new IllegalStateException("log is not recovered: path=" + region.path());
        }
        if (bytes > capacityBytes - usedBytes() || bytes > MAX_RECORD_BYTES) {
            throw new LogFullException(region.path(), usedBytes() + bytes, capacityBytes);
        }
    }

    /// Makes what was appended durable.
    public void flush() {
        if (pendingBytes == 0) {
            return;
        }
        long at = tailPosition % capacityBytes;
        long first = Math.min(pendingBytes, capacityBytes - at);
        region.write(RedoLogLayout.RECORDS_OFFSET + at, buffer.address(), first);
        if (first < pendingBytes) {
            region.write(RedoLogLayout.RECORDS_OFFSET, buffer.address() + first, pendingBytes - first);
        }
        region.sync();
        tailPosition += pendingBytes;
        pendingBytes = 0;
    }

    /// Bytes that wait for a flush.
    public long pendingBytes() {
        return pendingBytes;
    }

    /// Bytes of all records that were appended since the last truncation, flushed or not.
    public long usedBytes() {
        return tailPosition - status.headPosition() + pendingBytes;
    }

    /// Bytes that all records together can have.
    public long capacityBytes() {
        return capacityBytes;
    }

    /// Sequence number that the next record gets.
    public long nextSequence() {
        return nextSequence;
    }

    /// Gives the buffer back. The region stays open.
    @Override
    public void close() {
        buffer.close();
    }
}
