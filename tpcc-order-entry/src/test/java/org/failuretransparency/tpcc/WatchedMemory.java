package org.failuretransparency.tpcc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import org.failuretransparency.recoverable.RecoverableMemory;

/// Memory that can abort, and that refuses to commit when a byte changed that was in no declared range: such a byte
/// would survive an abort, and be lost by a crash.
final class WatchedMemory extends RecoverableMemory {

    private static final long SLACK_BYTES = 64;

    private final Arena arena;
    private final byte[] before;
    private final BitSet declared = new BitSet();
    private boolean open;
    private long commits;
    private long aborts;
    private long declaredBytes;
    private long largestTransactionBytes;

    static WatchedMemory ofBytes(long lengthBytes) {
        Arena arena = Arena.ofConfined();
        return new WatchedMemory(
                arena, arena.allocate(lengthBytes + SLACK_BYTES).asSlice(0, lengthBytes));
    }

    private WatchedMemory(Arena arena, MemorySegment segment) {
        super(segment);
        this.arena = arena;
        this.before = new byte[(int) segment.byteSize()];
    }

    @Override
    public void begin() {
        if (open) {
            throw new IllegalStateException("nested begin");
        }
        open = true;
        declaredBytes = 0;
    }

    @Override
    public void setRange(long offset, long lengthBytes) {
        requireRange(offset, lengthBytes);
        declared.set((int) offset, (int) (offset + lengthBytes));
        declaredBytes += lengthBytes;
        largestTransactionBytes = Math.max(largestTransactionBytes, declaredBytes);
    }

    @Override
    public long commit() {
        end();
        for (int i = declared.nextSetBit(0); i >= 0; i = declared.nextSetBit(i + 1)) {
            before[i] = segment().get(ValueLayout.JAVA_BYTE, i);
        }
        declared.clear();
        long undeclared = segment().mismatch(MemorySegment.ofArray(before));
        if (undeclared != -1) {
            throw new IllegalStateException("store outside of declared ranges: offset=" + undeclared);
        }
        return ++commits;
    }

    @Override
    public void abort() {
        end();
        for (int i = declared.nextSetBit(0); i >= 0; i = declared.nextSetBit(i + 1)) {
            segment().set(ValueLayout.JAVA_BYTE, i, before[i]);
        }
        declared.clear();
        aborts++;
    }

    @Override
    public boolean inTransaction() {
        return open;
    }

    @Override
    public long durableSequence() {
        return commits;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        endAccess();
        arena.close();
    }

    long aborts() {
        return aborts;
    }

    /// The most bytes that a transaction declared.
    long largestTransactionBytes() {
        return largestTransactionBytes;
    }

    private void end() {
        if (!open) {
            throw new IllegalStateException("no transaction");
        }
        open = false;
    }
}
