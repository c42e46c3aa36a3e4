package org.failuretransparency.rvm;

import static org.failuretransparency.recoverable.RedoLogLayout.RECORD_HEADER_BYTES;

import java.time.Duration;
import java.util.Optional;
import org.failuretransparency.recoverable.DirtyPages;
import org.failuretransparency.recoverable.LogFullException;
import org.failuretransparency.recoverable.Misuse;
import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.RedoLog;
import org.failuretransparency.recoverable.RedoLogStop;
import org.failuretransparency.rio.ModelClock;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Stores;
import org.jspecify.annotations.Nullable;

/// A recoverable memory in the manner of RVM 1.3: a copy of the database in memory, before-images in memory, a redo log
/// on stable storage, and the database itself, which is brought up to date when the log is truncated (Figure 3.1).
/// ```
/// setRange ──1─→ before-images        in memory, for abort
/// commit   ──2─→ redo log             one write and one sync a flush
/// truncate ──3─→ database             sorted, merged pages; one sync, then the log's status
/// ```
/// It runs the same on every storage. On Rio it still issues its writes and syncs, which the storage absorbs: RVM-Rio.
///
/// *Group commit*: a group closes at [RvmOptions#groupCommits()] transactions, or when the log with the group in it is
/// as full as [RvmOptions#truncateAtFraction()] says, whichever comes first. Every transaction keeps a record of its
/// own: what a later one of the same group supersedes is still logged.
///
/// *Truncation* runs in the foreground, at the end of the commit that fills the log to that fraction, and at close. It
/// writes whole pages of the in-memory copy, so it never runs inside a transaction, and stores outside of declared
/// ranges may become durable by it.
///
/// **Survives**: transactions up to [#durableSequence()]: on `rio` a process kill, on disk a power loss too.
///
/// **Threads**: one at a time.
///
/// **Failure ordering**: all effects on stable storage are [Region#write] and [Region#sync].
/// 1. The records of a group are written to the log and synced: the commit point.
/// 2. Only then are pages with their bytes written to the database, and synced.
/// 3. Only then does the log's status forget the records, and is synced.
///
/// A crash before 3 replays the records again, in order, over pages that hold some of them already: to the same end.
/// The log is synced before a replay too, since a killed process may have got no further than the page cache.
///
/// **Throws**: [Misuse]; [LogFullException] from `setRange` or `commit`; [NoBeforeImages]; on opening
/// [org.failuretransparency.recoverable.RedoLogException] and [org.failuretransparency.rio.RegionException]. After a
/// write or sync that failed every call but close is [Misuse.Failed].
///
/// **Source**: §3.2, §3.5; [Satyanarayanan93].
public final class RvmMemory extends RecoverableMemory {

    private enum State {
        IDLE,
        RESTORABLE,
        NOT_RESTORABLE,
        FAILED,
        CLOSED
    }

    private final RvmFiles files;
    private final Region database;
    private final RedoLog log;
    private final ModelClock clock;
    private final int groupCommits;
    private final long truncateAtBytes;
    private final long recordLimitBytes;
    private final BeforeImages beforeImages;
    private final DeclaredRanges ranges = new DeclaredRanges();
    private final DirtyPages dirtyPages;
    private final RvmStatistics statistics = new RvmStatistics();
    private final RvmRecovery recovery;

    private State state = State.IDLE;
    private @Nullable Throwable failure;
    private long committed;
    private long durable;
    private int groupedCommits;

    private RvmMemory(RvmFiles files, RvmOptions options, ModelClock clock) {
        super(files.copy().segment());
        this.files = files;
        this.database = files.database();
        this.log = files.log();
        this.clock = clock;
        this.groupCommits = options.groupCommits();
        this.truncateAtBytes = (long) (log.capacityBytes() * options.truncateAtFraction());
        this.recordLimitBytes = Math.min(log.capacityBytes() - truncateAtBytes, RedoLog.MAX_RECORD_BYTES);
        this.dirtyPages = new DirtyPages(lengthBytes());
        this.recovery = recover();
        this.beforeImages = new BeforeImages();
    }

    /// Makes a database of `lengthBytes` zero bytes, `NAME.db`, and its log, `NAME.log`, and opens it. Neither must be
    /// there.
    public static RvmMemory create(Regions regions, String name, long lengthBytes, RvmOptions options) {
        RvmFiles.create(regions, name, lengthBytes, options);
        return open(regions, name, options);
    }

    /// Opens a database and recovers it: every transaction that was durable is in it, and no other.
    public static RvmMemory open(Regions regions, String name, RvmOptions options) {
        RvmFiles files = RvmFiles.open(regions, name, options);
        try {
            return new RvmMemory(files, options, regions.clock());
        } catch (RuntimeException | Error e) {
            files.close();
            throw e;
        }
    }

    /// Replays the log over the in-memory copy and then truncates it, as at any other time. Interrupted, it is done
    /// again.
    private RvmRecovery recover() {
        long startNanos = clock.nanos();
        long firstSequence = log.nextSequence();
        long[] rangesAndBytes = new long[2];
        RedoLogStop stop = log.replay((offset, address, lengthBytes) -> {
            Stores.STORES.copy(address, baseAddress + offset, lengthBytes);
            dirtyPages.mark(offset, offset + lengthBytes);
            rangesAndBytes[0]++;
            rangesAndBytes[1] += lengthBytes;
        });
        writeBack();
        Duration duration = Duration.ofNanos(clock.nanos() - startNanos);
        long transactions = log.nextSequence() - firstSequence;
        return new RvmRecovery(transactions, rangesAndBytes[0], rangesAndBytes[1], stop, duration);
    }

    /// What opening found and did.
    public RvmRecovery recovery() {
        return recovery;
    }

    /// Starts a transaction that can be aborted.
    @Override
    public void begin() {
        begin(RestoreMode.RESTORE);
    }

    /// Starts a transaction.
    public void begin(RestoreMode mode) {
        if (state != State.IDLE) {
            throw inTransaction() ? new Misuse.NestedBegin("begin") : refusal("begin");
        }
        state = mode == RestoreMode.RESTORE ? State.RESTORABLE : State.NOT_RESTORABLE;
    }

    @Override
    public void setRange(long offset, long lengthBytes) {
        requireTransaction("setRange");
        requireRange(offset, lengthBytes);
        boolean uncovered = ranges.add(offset, offset + lengthBytes);
        if (RECORD_HEADER_BYTES + ranges.logBytes() > recordLimitBytes) {
            coalesceAndRequireRoom();
        }
        if (uncovered && state == State.RESTORABLE) {
            beforeImages.save(baseAddress, offset, lengthBytes);
        }
    }

    /// Commits in [CommitMode#FLUSH].
    @Override
    public long commit() {
        return commit(CommitMode.FLUSH);
    }

    /// Commits the transaction; returns its sequence number, 1 for the first since open.
    public long commit(CommitMode mode) {
        requireTransaction("commit");
        coalesceAndRequireRoom();
        try {
            logRanges();
            endTransaction();
            committed++;
            if (mode == CommitMode.FLUSH) {
                groupedCommits++;
            }
            boolean logFills = log.usedBytes() >= truncateAtBytes;
            if (logFills || groupedCommits >= groupCommits) {
                flushLog();
            }
            if (logFills) {
                truncateLog();
            }
            return committed;
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    private void coalesceAndRequireRoom() {
        ranges.coalesce();
        long recordBytes = RECORD_HEADER_BYTES + ranges.logBytes();
        if (recordBytes > recordLimitBytes) {
            throw new LogFullException(files.logRegion().path(), recordBytes, recordLimitBytes);
        }
    }

    /// Copies the new bytes to the log's buffer. A transaction that declared nothing leaves no record.
    private void logRanges() {
        int count = ranges.count();
        if (count == 0) {
            return;
        }
        log.append(baseAddress, ranges.starts(), ranges.ends(), count);
        for (int i = 0; i < count; i++) {
            dirtyPages.mark(ranges.starts()[i], ranges.ends()[i]);
        }
    }

    private void endTransaction() {
        ranges.clear();
        beforeImages.clear();
        state = State.IDLE;
    }

    @Override
    public void abort() {
        requireTransaction("abort");
        if (state == State.NOT_RESTORABLE) {
            throw new NoBeforeImages();
        }
        beforeImages.restore(baseAddress);
        endTransaction();
    }

    @Override
    public boolean inTransaction() {
        return state == State.RESTORABLE || state == State.NOT_RESTORABLE;
    }

    @Override
    public long durableSequence() {
        return durable;
    }

    @Override
    public void flush() {
        requireUsable("flush");
        try {
            flushLog();
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    private void flushLog() {
        long bytes = log.pendingBytes();
        if (bytes > 0) {
            long startNanos = clock.nanos();
            log.flush();
            statistics.flushed(bytes, clock.nanos() - startNanos);
        }
        durable = committed;
        groupedCommits = 0;
    }

    /// Flushes, brings the database up to date and empties the log. Not inside a transaction.
    public void truncate() {
        requireUsable("truncate");
        if (inTransaction()) {
            throw new IllegalStateException(
                    "transaction is open: call=truncate, expected=commit() or abort() before it");
        }
        try {
            flushLog();
            truncateLog();
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    private void truncateLog() {
        long startNanos = clock.nanos();
        long bytes = writeBack();
        statistics.truncated(bytes, clock.nanos() - startNanos);
    }

    /// Writes the dirty pages, whose bytes are all in the log, to the database, and makes the log forget them.
    private long writeBack() {
        long bytes = dirtyPages.writeTo(database, baseAddress);
        if (bytes > 0) {
            database.sync();
        }
        log.truncate();
        dirtyPages.clear();
        return bytes;
    }

    /// What it has done since it was opened.
    public RvmStatistics statistics() {
        return statistics;
    }

    /// Aborts an open transaction, flushes, and truncates the log, so that the next opening has nothing to replay.
    /// Uncommitted bytes of a transaction without before-images stay in the in-memory copy; the log is then left as it
    /// is. After a failure nothing more is written.
    @Override
    public void close() {
        if (state == State.CLOSED) {
            return;
        }
        try (files;
                beforeImages) {
            if (state == State.RESTORABLE) {
                abort();
            }
            if (state != State.FAILED) {
                flushLog();
            }
            if (state == State.IDLE && log.usedBytes() > 0) {
                truncateLog();
            }
        } finally {
            state = State.CLOSED;
            endAccess();
        }
    }

    private void requireTransaction(String call) {
        if (state != State.RESTORABLE && state != State.NOT_RESTORABLE) {
            throw refusal(call);
        }
    }

    private void requireUsable(String call) {
        if (state == State.FAILED || state == State.CLOSED) {
            throw refusal(call);
        }
    }

    private RuntimeException refusal(String call) {
        return switch (state) {
            case CLOSED -> new Misuse.Closed(call);
            case FAILED -> new Misuse.Failed(call, Optional.ofNullable(failure).orElseThrow());
            default -> new Misuse.NoTransaction(call);
        };
    }

    /// What is on stable storage is no longer known: from now on only close is legal.
    private void fail(Throwable cause) {
        failure = cause;
        state = State.FAILED;
    }
}
