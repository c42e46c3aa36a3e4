package org.failuretransparency.recoverable;

import java.lang.foreign.MemorySegment;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Stores;

/// A range of memory that changes in atomic, durable transactions: the contract that Vista, RVM and the baseline
/// honour.
/// ```java
/// memory.begin();
/// memory.setRange(offset, 16);        // this transaction will change these bytes
/// memory.storeLong(offset, from);     // a store into a declared range
/// memory.storeLong(offset + 8, to);
/// memory.addLong(counter, 1);         // put… and add… declare their own range
/// long sequence = memory.commit();
/// ```
/// A store outside of the declared ranges is neither undone nor made durable. Offsets are from the start of the memory,
/// in bytes; values are in the machine's byte order and need no alignment.
///
/// **Survives**: transactions up to [#durableSequence()], whole; none that had not committed. After a kill, on `rio`
/// and on disk, and after a power loss, on disk ([org.failuretransparency.rio.StorageKind]).
///
/// **Threads**: one at a time. Memories that share a log count as one.
///
/// **Throws**: [Misuse] for calls out of order and ranges out of bounds, without any effect; [LogFullException] from a
/// call that needs more log than there is, after which the transaction can only be aborted.
///
/// **Source**: §3.2 (RVM), §3.4 (Vista).
public abstract class RecoverableMemory implements AutoCloseable {

    /// Native address of offset 0.
    protected final long baseAddress;

    private final MemorySegment segment;
    private long accessibleBytes;

    /// Memory over a native segment that stays mapped until [#close()], with
    /// [org.failuretransparency.rio.RegionLayout#SLACK_BYTES] behind it.
    protected RecoverableMemory(MemorySegment segment) {
        this.segment = segment;
        this.baseAddress = segment.address();
        this.accessibleBytes = segment.byteSize();
    }

    /// Starts a transaction.
    public abstract void begin();

    /// Declares that this transaction changes the range (length at least 1). Before-images are taken here, so it comes
    /// before the first store into the range.
    public abstract void setRange(long offset, long lengthBytes);

    /// Ends the transaction with its changes. Returns its sequence number: 1 for the first since open, then one more
    /// each.
    public abstract long commit();

    /// Ends the transaction as if it had not been: every declared range has its old bytes again.
    public abstract void abort();

    public abstract boolean inTransaction();

    /// The newest sequence number that survives a crash now. Less than the last commit's only under group or lazy
    /// commit.
    public abstract long durableSequence();

    /// Makes every committed transaction durable.
    public abstract void flush();

    /// Ends the use of the memory; committed transactions are flushed, an open one is aborted. A second close does
    /// nothing.
    @Override
    public abstract void close();

    /// The memory itself, for bulk work: reading, and raw stores into declared ranges. Not to be used after close.
    public final MemorySegment segment() {
        return segment;
    }

    public final long lengthBytes() {
        return segment.byteSize();
    }

    public final long getLong(long offset) {
        return RawMemory.getLong(addressOf(offset, Long.BYTES));
    }

    public final int getInt(long offset) {
        return RawMemory.getInt(addressOf(offset, Integer.BYTES));
    }

    public final byte getByte(long offset) {
        return RawMemory.getByte(addressOf(offset, 1));
    }

    /// Fills `target` with the bytes at `offset`.
    public final void get(long offset, byte[] target) {
        if (target.length > 0) {
            RawMemory.get(addressOf(offset, target.length), target, 0, target.length);
        }
    }

    /// Stores into a declared range.
    public final void storeLong(long offset, long value) {
        Stores.STORES.putLong(addressOf(offset, Long.BYTES), value);
    }

    /// Stores into a declared range.
    public final void storeInt(long offset, int value) {
        Stores.STORES.putInt(addressOf(offset, Integer.BYTES), value);
    }

    /// Stores into a declared range.
    public final void storeByte(long offset, byte value) {
        Stores.STORES.putByte(addressOf(offset, 1), value);
    }

    /// Stores into a declared range.
    public final void store(long offset, byte[] source) {
        if (source.length > 0) {
            Stores.STORES.put(addressOf(offset, source.length), source, 0, source.length);
        }
    }

    /// Declares the range of the value and stores it.
    public void putLong(long offset, long value) {
        setRange(offset, Long.BYTES);
        storeLong(offset, value);
    }

    /// Declares the range of the value and stores it.
    public void putInt(long offset, int value) {
        setRange(offset, Integer.BYTES);
        storeInt(offset, value);
    }

    /// Declares the range of the bytes (at least one) and stores them.
    public void put(long offset, byte[] source) {
        setRange(offset, source.length);
        store(offset, source);
    }

    /// Adds to the value at `offset`, whose range it declares; returns the sum.
    public long addLong(long offset, long delta) {
        long sum = getLong(offset) + delta;
        putLong(offset, sum);
        return sum;
    }

    /// The native address of a range of at least one byte, after checking that it lies inside.
    protected final long addressOf(long offset, long lengthBytes) {
        if ((offset | accessibleBytes - lengthBytes | accessibleBytes - lengthBytes - offset) < 0) {
            throw refuse(offset, lengthBytes);
        }
        return RawMemory.known(baseAddress + offset);
    }

    /// Makes every later access a [Misuse.Closed].
    protected final void endAccess() {
        accessibleBytes = 0;
    }

    /// Refuses a declared range that is empty or not inside, or any range after close.
    protected final void requireRange(long offset, long lengthBytes) {
        if (lengthBytes < 1) {
            throw new Misuse.BadLength(offset, lengthBytes);
        }
        addressOf(offset, lengthBytes);
    }

    private RuntimeException refuse(long offset, long lengthBytes) {
        return accessibleBytes == 0
                ? new Misuse.Closed("access")
                : new Misuse.OutOfRange(offset, lengthBytes, accessibleBytes);
    }
}
