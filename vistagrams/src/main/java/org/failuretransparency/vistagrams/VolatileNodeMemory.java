package org.failuretransparency.vistagrams;

import static org.failuretransparency.rio.Stores.STORES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.failuretransparency.vista.Participant;
import org.jspecify.annotations.Nullable;

/// The baseline's memory: lost in a crash, and without transactions. A change takes place when it is made; a commit
/// only lets the messages go that were deferred to it, and there is no abort.
final class VolatileNodeMemory extends NodeMemory {

    private final Arena arena;
    private @Nullable Participant participant;
    private boolean inTransaction;

    private VolatileNodeMemory(Arena arena, MemorySegment segment) {
        super("volatile", segment.asByteBuffer(), segment.address());
        this.arena = arena;
    }

    static VolatileNodeMemory of(long lengthBytes) {
        Arena arena = Arena.ofShared();
        return new VolatileNodeMemory(arena, arena.allocate(lengthBytes, Buffers.BLOCK_BYTES));
    }

    @Override
    void begin() {
        if (inTransaction) {
            throw new IllegalStateException("transaction is open already: node=" + name);
        }
        inTransaction = true;
    }

    @Override
    void commit() {
        if (!inTransaction) {
            throw new IllegalStateException("no transaction: node=" + name + ", call=commit");
        }
        inTransaction = false;
        Participant told = participant;
        if (told != null) {
            participant = null;
            told.committed();
        }
    }

    @Override
    void abort() {
        throw new UnsupportedOperationException("the volatile baseline cannot undo: node=" + name);
    }

    @Override
    boolean inTransaction() {
        return inTransaction;
    }

    @Override
    void join(Participant taker) {
        participant = taker;
    }

    @Override
    void putInt(long offset, int value) {
        storeInt(offset, value);
    }

    @Override
    void putLong(long offset, long value) {
        storeLong(offset, value);
    }

    @Override
    void declare(long offset, long length) {}

    @Override
    void fill(long offset, long length) {}

    @Override
    void storeAtCommit(long offset, long value) {
        STORES.publish(address(offset), value);
    }

    @Override
    void force(long offset, long length) {}

    @Override
    void close() {
        arena.close();
    }
}
