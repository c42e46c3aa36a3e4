package org.failuretransparency.vista;

/// The blocks whose free waits for the commit of the current transaction: a hash table of pointers, each with the
/// transaction that freed it. What an earlier one freed counts as empty, so that nothing has to be cleared between
/// them. Puts nothing on the Java heap until a transaction frees more blocks than any before it.
final class FreedBlocks {

    private static final int FIRST_SLOTS = 64;
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private long[] pointers = new long[FIRST_SLOTS];
    private long[] transactions = new long[FIRST_SLOTS];
    private long transaction = -1;
    private int count;

    /// Forgets everything; the number is of no transaction before, and not 0.
    void begin(long nextTransaction) {
        transaction = nextTransaction;
        count = 0;
    }

    boolean contains(long pointer) {
        return transactions[slot(pointer)] == transaction;
    }

    /// Adds a pointer that is not there.
    void add(long pointer) {
        if (2 * ++count > pointers.length) {
            grow();
        }
        put(pointer);
    }

    private void put(long pointer) {
        int slot = slot(pointer);
        pointers[slot] = pointer;
        transactions[slot] = transaction;
    }

    /// Where the pointer is, or would go.
    private int slot(long pointer) {
        int mask = pointers.length - 1;
        int slot = (int) (pointer * GOLDEN_RATIO >>> Integer.SIZE) & mask;
        while (transactions[slot] == transaction && pointers[slot] != pointer) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldPointers = pointers;
        long[] oldTransactions = transactions;
        pointers = new long[2 * oldPointers.length];
        transactions = new long[2 * oldPointers.length];
        for (int slot = 0; slot < oldPointers.length; slot++) {
            if (oldTransactions[slot] == transaction) {
                put(oldPointers[slot]);
            }
        }
    }
}
