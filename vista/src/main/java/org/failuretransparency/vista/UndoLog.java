package org.failuretransparency.vista;

import static org.failuretransparency.rio.Stores.STORES;

import java.util.Arrays;
import org.failuretransparency.recoverable.LogFullException;
import org.failuretransparency.recoverable.Misuse;
import org.failuretransparency.rio.CheckedWord;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Region;
import org.jspecify.annotations.Nullable;

/// The undo log that the segments of one Vista share, and the state of their one transaction.
///
/// **Failure ordering**, on memory whose stores are permanent. A before-image goes in by
/// 1. the image and the fields behind it, in any order;
/// 2. `publish` of the status word with the new tail, which makes the record valid; the release keeps 1 before it;
/// 3. a fence, so that no store into the declared range comes before 2.
///
/// An intent's record is written without 2 and 3: it means nothing before the transaction has committed, and the status
/// word COMMITTED, or that of a before-image behind it, makes it valid.
///
/// The transaction commits by one store, the `publish` of the status word IDLE, which forgets all records: the release
/// keeps the transaction's stores before it, the fence after it keeps those of the next transaction behind it. That is
/// all. There is no second copy, no checksum and no system call; [DiskUndoLog] adds what a device needs.
///
/// **Speed**: what decides is the number of instructions, since a processor that sees several transactions at once
/// hides the cache misses of one behind those of the others. The tail is a Java field and never read back. `limit`
/// answers three questions in one comparison: whether a transaction is open, whether the fast path applies, and whether
/// the record fits.
///
/// **Source**: §3.4.
class UndoLog {

    /// What [#limit] holds when it is not an address: every case that the fast paths leave to the slow ones is
    /// negative.
    private static final long IDLE = -1;

    private static final long FORCING = -2;
    private static final long FULL = -3;
    private static final long FAILED = -4;
    private static final long CLOSED = -5;

    /// What [#ending] holds: nothing but the commit store is to be done; someone is to be told; words are to be stored
    /// that [#stores] has; the log is to be gone through for intents.
    private static final long PLAIN = 0;

    private static final long JOINED = -1;
    private static final long STORING = -2;
    private static final long INTENDING = -3;

    private static final int FIRST_STORES = 32;

    final Region region;
    final SegmentTable segments;
    final long capacityBytes;
    final long startAddress;
    final UndoRecords records;
    private final long statusAddress;
    private final long activeLimit;
    /// What, subtracted from a tail's address, gives the payload of the status word ACTIVE with that tail.
    private final long activeOrigin;

    /// Address of the next record.
    long tail;
    /// The last address at which a record with an empty image may start, or one of the negative states.
    long limit = IDLE;
    /// What the end of the transaction takes besides: negative if anything, so that a commit makes one comparison.
    private long ending = PLAIN;
    /// On memory, what the transaction stores at its commit, without frees: an address and a word each, the oldest
    /// first. The log has it all for recovery; this spares the commit to go through the log.
    private long[] stores = new long[2 * FIRST_STORES];

    private int storesEnd;

    /// Transactions that have ended, and those of them that did not commit.
    private long ended;

    private long aborted;
    private @Nullable Throwable failure;
    private @Nullable Participant participant;

    UndoLog(Region region, SegmentTable segments) {
        this(region, segments, false);
    }

    UndoLog(Region region, SegmentTable segments, boolean forces) {
        this.region = region;
        this.segments = segments;
        this.startAddress = region.segment().address() + LogLayout.UNDO_OFFSET;
        this.records = new UndoRecords(startAddress);
        this.statusAddress = region.segment().address() + LogLayout.STATUS;
        this.capacityBytes = region.segment().get(LogLayout.LONG, LogLayout.headerOffset("undoBytes"));
        this.activeOrigin = startAddress - CheckedWord.payload(LogLayout.STATE_ACTIVE, 0);
        this.activeLimit = forces ? FORCING : startAddress + capacityBytes - LogLayout.FRAME_BYTES;
        this.tail = startAddress;
    }

    final void begin() {
        if (limit != IDLE) {
            throw refusal("begin");
        }
        limit = activeLimit;
    }

    /// Logs the before-image of a range, which lies inside its segment, where the fast path does not apply. Once a
    /// transaction has outgrown the log, every further range of it is refused.
    final void append(VistaMemory memory, int kind, long offset, long lengthBytes) {
        requireRoom(lengthBytes);
        write(memory, memory.addressAt(offset), offset, LogLayout.tag(kind, memory.index(), lengthBytes));
    }

    private void requireRoom(long lengthBytes) {
        requireActive("setRange");
        long end = usedBytes() + LogLayout.recordBytes(lengthBytes);
        if (end > capacityBytes || limit == FULL) {
            limit = FULL;
            throw new LogFullException(region.path(), end, capacityBytes);
        }
    }

    /// Writes a record with the image at the address `image` at the tail; a before-image's becomes valid.
    void write(VistaMemory memory, long image, long offset, long tag) {
        long lengthBytes = LogLayout.lengthOf(tag);
        if (lengthBytes > 0) {
            STORES.copy(image, tail + LogLayout.IMAGE, lengthBytes);
        }
        long trailer = RawMemory.known(tail + LogLayout.IMAGE + LogLayout.padded(lengthBytes));
        if (LogLayout.kindOf(tag) == LogLayout.KIND_BEFORE_IMAGE) {
            publish(trailer, offset, tag);
        } else {
            finish(trailer, offset, tag);
        }
    }

    /// Writes the fields behind an image that ends, padded, at the address `trailer`; makes the record valid.
    final void publish(long trailer, long offset, long tag) {
        long status = RawMemory.known(statusAddress);
        finish(trailer, offset, tag);
        STORES.publish(status, CheckedWord.ofPayload(tail - activeOrigin));
        STORES.fence();
    }

    /// Writes the fields behind an intent's image.
    final void finish(long trailer, long offset, long tag) {
        STORES.putLong(trailer + LogLayout.TRAILER_OFFSET, offset);
        STORES.putLong(trailer + LogLayout.TRAILER_TAG, tag);
        tail = trailer + LogLayout.TRAILER.byteSize();
    }

    /// Logs something to be done once the transaction has committed. It is done by [Intents], at the latest in
    /// recovery.
    final void intend(VistaMemory memory, int kind, long offset) {
        append(memory, kind, offset, 0);
        ending = INTENDING;
    }

    /// Logs a store of an aligned word, to be done once the transaction has committed, where the fast path does not
    /// apply.
    final void intendStore(VistaMemory memory, long offset, long value) {
        requireRoom(Long.BYTES);
        writeStore(memory, offset, value, LogLayout.tag(LogLayout.KIND_STORE, memory.index(), Long.BYTES));
        ending = INTENDING;
    }

    /// Has the commit store a word on memory, of which the log has the record.
    final void storesAtCommit(long address, long value) {
        int at = storesEnd;
        if (at == stores.length) {
            stores = Arrays.copyOf(stores, 2 * at);
        }
        stores[at] = address;
        stores[at + 1] = value;
        storesEnd = at + 2;
        ending = Math.min(ending, STORING);
    }

    void writeStore(VistaMemory memory, long offset, long value, long tag) {
        long image = RawMemory.known(tail + LogLayout.IMAGE);
        STORES.putLong(image, value);
        finish(image + Long.BYTES, offset, tag);
    }

    /// Lets `taker` take part in the current transaction: it is called once when the transaction has ended.
    final void join(Participant taker) {
        requireActive("join");
        if (taker.equals(participant)) {
            return;
        }
        if (participant != null) {
            throw new IllegalStateException("another participant is in the transaction: log=" + region.path());
        }
        participant = taker;
        ending = Math.min(ending, JOINED);
    }

    final long commit() {
        if ((limit | ending) < 0) {
            if (limit >= 0 && ending >= STORING) {
                commitStores();
            } else {
                commitSlowly();
            }
            ended();
            tellCommitted();
        } else {
            STORES.publish(RawMemory.known(statusAddress), LogLayout.IDLE_WORD);
            STORES.fence();
            ended();
        }
        return ended - aborted;
    }

    private void tellCommitted() {
        Participant told = participant;
        if (told != null) {
            participant = null;
            told.committed();
        }
    }

    /// Commits on memory, with no intents or with stores alone. COMMITTED is the commit point if there are any.
    private void commitStores() {
        if (ending == STORING) {
            setStatus(LogLayout.STATE_COMMITTED);
            for (int i = 0; i < storesEnd; i += 2) {
                STORES.publish(RawMemory.known(stores[i]), stores[i + 1]);
            }
        }
        setStatus(LogLayout.STATE_IDLE);
    }

    /// Commits on a disk or with frees. 1. The transaction's stores are made durable. 2. Without intents, IDLE is
    /// stored and made durable, the commit point, and that is all. With them, 3. they are made durable, 4. COMMITTED is
    /// stored and made durable, the commit point, 5. they are carried out, which may be repeated, 6. that is made
    /// durable, and
    /// 7. IDLE is stored.
    private void commitSlowly() {
        requireActive("commit");
        if (limit == FULL) {
            throw new IllegalStateException(
                    "transaction outgrew its log: path=" + region.path() + ", expected=abort()");
        }
        try {
            force();
            if (ending == INTENDING) {
                forceLog();
                setStatus(LogLayout.STATE_COMMITTED);
                forceLog();
                Intents.carryOut(records, usedBytes(), segments);
                force();
                setStatus(LogLayout.STATE_IDLE);
            } else {
                setStatus(LogLayout.STATE_IDLE);
                forceLog();
            }
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    final void abort() {
        requireActive("abort");
        try {
            Recovery.rollBack(records, usedBytes(), segments);
            force();
            setStatus(LogLayout.STATE_IDLE);
        } catch (RuntimeException e) {
            throw failed(e);
        }
        ended();
        aborted++;
        Participant told = participant;
        if (told != null) {
            participant = null;
            told.aborted();
        }
    }

    private void ended() {
        tail = startAddress;
        limit = IDLE;
        ending = PLAIN;
        storesEnd = 0;
        ended++;
    }

    /// Reads what the last owner left, and refuses what is not a log's. It changes nothing in the regions.
    final Recovery examine(boolean afterCrash) {
        long word = region.segment().get(LogLayout.LONG, LogLayout.STATUS);
        int status = CheckedWord.state(word);
        if (!CheckedWord.isValid(word) || status > LogLayout.STATE_COMMITTED) {
            throw new VistaException.Corrupt(region.path(), "status", LogLayout.STATUS, LogLayout.IDLE_WORD, word);
        }
        if (status == LogLayout.STATE_PREPARED) {
            throw new VistaException.InDoubt(region.path(), LogLayout.round(region.segment()));
        }
        long end = validTail(word);
        Recovery.State state = status == LogLayout.STATE_COMMITTED
                ? Recovery.State.COMMITTED
                : end == 0 ? Recovery.State.IDLE : Recovery.State.ACTIVE;
        Recovery found = Recovery.plan(this, end, state, afterCrash);
        tail = startAddress + end;
        return found;
    }

    /// Ends what the last owner's crash left, so that the log is idle. Done again after a crash inside, it does the
    /// same again.
    final Recovery recover(boolean afterCrash) {
        long started = System.nanoTime();
        Recovery found = examine(afterCrash);
        if (found.state() != Recovery.State.IDLE) {
            if (found.state() == Recovery.State.COMMITTED) {
                Intents.carryOut(records, usedBytes(), segments);
            } else {
                Recovery.rollBack(records, usedBytes(), segments);
            }
            force();
            setStatus(LogLayout.STATE_IDLE);
            tail = startAddress;
        }
        return found.took(System.nanoTime() - started);
    }

    /// Bytes of valid records of the transaction that the status word speaks of.
    long validTail(long status) {
        return CheckedWord.value(status);
    }

    /// Makes the segments' stores so far durable. On `rio` they are.
    void force() {}

    /// Makes the status word and the records so far durable. On `rio` they are.
    void forceLog() {}

    /// Stores the status word; everything stored before it is kept before it, everything after it behind it.
    void setStatus(int state) {
        boolean idle = state == LogLayout.STATE_IDLE;
        STORES.publish(statusAddress, idle ? LogLayout.IDLE_WORD : CheckedWord.of(state, usedBytes()));
        STORES.fence();
    }

    /// Bytes of records of the current transaction.
    final long usedBytes() {
        return tail - startAddress;
    }

    final void forEachDeclared(Vista.RangeConsumer consumer) {
        records.startBehind(usedBytes());
        while (records.older()) {
            if (records.isBeforeImage()) {
                consumer.range(segments.segment(records.segment()), records.offset(), records.lengthBytes());
            } else if (records.isFree()) {
                long descriptor = HeapLayout.descriptorOf(records.offset());
                consumer.range(segments.heapMetadata(records.segment()), descriptor, HeapLayout.DESCRIPTOR_BYTES);
            } else if (records.isStore()) {
                consumer.range(segments.segment(records.segment()), records.offset(), Long.BYTES);
            }
        }
    }

    final boolean isActive() {
        return limit >= 0 || limit <= FORCING && limit >= FULL;
    }

    /// The sequence number of the last commit.
    final long sequence() {
        return ended - aborted;
    }

    /// The number of the current transaction, or of the next one. No two have the same, and none has 0.
    final long transaction() {
        return ended + 1;
    }

    final void requireIdle(String call) {
        if (limit != IDLE) {
            throw refusal(call);
        }
    }

    final void requireActive(String call) {
        if (!isActive()) {
            throw refusal(call);
        }
    }

    /// Ends the transaction with an outcome that only recovery can tell. It counts as ended and as no commit, so that
    /// what was logged in it is not taken for logged any more.
    final RuntimeException failed(RuntimeException cause) {
        failure = cause;
        limit = FAILED;
        ended++;
        aborted++;
        return cause;
    }

    void close() {
        limit = CLOSED;
        region.close();
    }

    private RuntimeException refusal(String call) {
        if (limit == CLOSED) {
            return new Misuse.Closed(call);
        }
        if (limit == FAILED && failure != null) {
            return new Misuse.Failed(call, failure);
        }
        return limit == IDLE ? new Misuse.NoTransaction(call) : new Misuse.NestedBegin(call);
    }
}
