package org.failuretransparency.tpcc;

import org.failuretransparency.recoverable.RecoverableMemory;

/// Adds to values in ranges that the transaction has declared already, as part of a larger one.
final class Declared {

    private Declared() {}

    static void addLong(RecoverableMemory memory, long offset, long amount) {
        memory.storeLong(offset, memory.getLong(offset) + amount);
    }

    static void addInt(RecoverableMemory memory, long offset, int amount) {
        memory.storeInt(offset, memory.getInt(offset) + amount);
    }
}
