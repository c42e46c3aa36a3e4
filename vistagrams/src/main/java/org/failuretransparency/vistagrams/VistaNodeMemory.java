package org.failuretransparency.vistagrams;

import org.failuretransparency.vista.Participant;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;

/// A node's memory in a segment of a Vista: what a transaction declares is in the undo log, what waits for the commit
/// are intents, and both share one commit store with whatever else the transaction changed.
final class VistaNodeMemory extends NodeMemory {

    private final Vista vista;
    private final VistaMemory memory;

    VistaNodeMemory(VistaMemory memory) {
        super(memory.name(), memory.segment().asByteBuffer(), memory.segment().address());
        this.vista = memory.vista();
        this.memory = memory;
    }

    @Override
    void begin() {
        vista.begin();
    }

    @Override
    void commit() {
        vista.commit();
    }

    @Override
    void abort() {
        vista.abort();
    }

    @Override
    boolean inTransaction() {
        return memory.inTransaction();
    }

    @Override
    void join(Participant participant) {
        vista.join(participant);
    }

    @Override
    void putInt(long offset, int value) {
        memory.putInt(offset, value);
    }

    @Override
    void putLong(long offset, long value) {
        memory.putLong(offset, value);
    }

    @Override
    void declare(long offset, long lengthBytes) {
        memory.setRange(offset, lengthBytes);
    }

    @Override
    void fill(long offset, long lengthBytes) {
        memory.fill(offset, lengthBytes);
    }

    @Override
    void storeAtCommit(long offset, long value) {
        memory.storeAtCommit(offset, value);
    }

    /// An empty transaction that only syncs; on memory, nothing. Inside of a transaction its commit or abort does it.
    @Override
    void force(long offset, long lengthBytes) {
        boolean own = !memory.inTransaction();
        if (own) {
            vista.begin();
        }
        memory.fill(offset, lengthBytes);
        if (own) {
            vista.commit();
        }
    }

    @Override
    void close() {}
}
