package org.failuretransparency.benchmarks;

import org.failuretransparency.recoverable.RecoverableMemory;

/// The records as an array in one of this project's memories.
record MemoryStore(RecoverableMemory memory) implements PeerStore {

    static MemoryStore create(RecoverySystem system, Workspace workspace) {
        return new MemoryStore(system.create(workspace.storage(), (long) RECORDS * RECORD_BYTES));
    }

    @Override
    public void increment(int record) {
        memory.begin();
        memory.addLong((long) record * RECORD_BYTES, 1);
        memory.commit();
    }

    @Override
    public long total() {
        long total = 0;
        for (int record = 0; record < RECORDS; record++) {
            total += memory.getLong((long) record * RECORD_BYTES);
        }
        return total;
    }

    @Override
    public void close() {
        memory.close();
    }
}
