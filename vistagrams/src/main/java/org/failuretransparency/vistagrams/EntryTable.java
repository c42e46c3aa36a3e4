package org.failuretransparency.vistagrams;

import java.lang.invoke.VarHandle;
import org.failuretransparency.rio.RawMemory;

/// The request table, or the response table: a persistent hash table of entries, hashed on request ids, in chains
/// (§4.4.2).
///
/// Only links are logged when an entry goes in or out, four bytes each: an entry is in use if a chain leads to it, so
/// that the list of free ones is volatile, and what a new entry holds needs no before-image.
///
/// **Threads**: the application's one changes it. The I/O thread may look things up with [#findWhileChanging] at any
/// time; what it reads it has to validate by the entry's state word before and after.
final class EntryTable {

    static final int NONE = -1;
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;
    /// Longer than any chain that a table of this fill has in practice; a reader that is led in circles gives up.
    private static final int MAX_READER_STEPS = 1024;

    private final NodeMemory memory;
    private final long heads;
    private final int headShift;
    final long entries;
    final int limit;
    private final int[] free;
    private int freeCount;
    private long steps;

    EntryTable(NodeMemory memory, long heads, long entries, int limit) {
        this.memory = memory;
        this.heads = heads;
        this.headShift = Long.SIZE - Long.numberOfTrailingZeros(NodeLayout.heads(limit));
        this.entries = entries;
        this.limit = limit;
        this.free = new int[limit];
    }

    /// Offset of the entry.
    long at(int slot) {
        return entries + ((long) slot << EntryLayout.SHIFT);
    }

    private long head(long client, long id) {
        long hash = (client ^ id * GOLDEN_RATIO) * GOLDEN_RATIO;
        return heads + (headShift == Long.SIZE ? 0 : hash >>> headShift) * Integer.BYTES;
    }

    /// The entry of the request, or NONE.
    int find(long client, long id) {
        int slot = memory.getInt(head(client, id)) - 1;
        while (slot >= 0) {
            steps++;
            long entry = at(slot);
            if (memory.getLong(entry + EntryLayout.ID) == id && memory.getLong(entry + EntryLayout.CLIENT) == client) {
                return slot;
            }
            slot = memory.getInt(entry + EntryLayout.NEXT) - 1;
        }
        return NONE;
    }

    /// As [#find], for a thread beside the one that changes the table. NONE may be wrong, and an entry may be another's
    /// by the time it is read.
    int findWhileChanging(long client, long id) {
        int slot = RawMemory.getInt(memory.address(head(client, id))) - 1;
        for (int step = 0; slot >= 0 && slot < limit && step < MAX_READER_STEPS; step++) {
            VarHandle.loadLoadFence();
            long entry = at(slot);
            if (memory.getLong(entry + EntryLayout.ID) == id && memory.getLong(entry + EntryLayout.CLIENT) == client) {
                return slot;
            }
            slot = memory.getInt(entry + EntryLayout.NEXT) - 1;
        }
        return NONE;
    }

    /// Takes a free entry, or returns NONE. Nothing is stored.
    int take() {
        return freeCount == 0 ? NONE : free[--freeCount];
    }

    /// Gives an entry back that was taken, or that a committed transaction unlinked.
    void release(int slot) {
        free[freeCount++] = slot;
    }

    /// Puts an entry, filled but for its link, in front of its chain. Call it last: then what leads to the entry is
    /// stored behind what is in it.
    void link(int slot, long client, long id) {
        long head = head(client, id);
        long entry = at(slot);
        memory.storeInt(entry + EntryLayout.NEXT, memory.getInt(head));
        VarHandle.releaseFence();
        memory.putInt(head, slot + 1);
    }

    /// Takes an entry out of its chain.
    void unlink(int slot) {
        long entry = at(slot);
        long link = head(memory.getLong(entry + EntryLayout.CLIENT), memory.getLong(entry + EntryLayout.ID));
        int linked = memory.getInt(link) - 1;
        while (linked != slot) {
            steps++;
            if (linked < 0) {
                throw new IllegalStateException("entry is in no chain: node=" + memory.name + ", slot=" + slot);
            }
            link = at(linked) + EntryLayout.NEXT;
            linked = memory.getInt(link) - 1;
        }
        memory.putInt(link, memory.getInt(entry + EntryLayout.NEXT));
    }

    /// Entries in use, those of the open transaction included, those that it unlinked too.
    int count() {
        return limit - freeCount;
    }

    /// Entries that lookups went through so far.
    long steps() {
        return steps;
    }

    /// Calls `visitor` for each entry that a chain leads to, and makes the others free. Refuses what no node wrote.
    void open(Visitor visitor) {
        boolean[] used = new boolean[limit];
        long chains = NodeLayout.heads(limit);
        for (long chain = 0; chain < chains; chain++) {
            long link = heads + chain * Integer.BYTES;
            for (int slot = memory.getInt(link) - 1; slot != NONE; slot = memory.getInt(link) - 1) {
                if (slot < 0 || slot >= limit || used[slot]) {
                    throw new NodeException.Corrupt(
                            memory.name, "link leads to no entry, or to one twice: entry=" + slot, link);
                }
                used[slot] = true;
                long entry = at(slot);
                long expected =
                        head(memory.getLong(entry + EntryLayout.CLIENT), memory.getLong(entry + EntryLayout.ID));
                if (expected != heads + chain * Integer.BYTES) {
                    throw new NodeException.Corrupt(memory.name, "entry is in another's chain: entry=" + slot, entry);
                }
                visitor.entry(slot, entry);
                link = entry + EntryLayout.NEXT;
            }
        }
        freeCount = 0;
        for (int slot = limit - 1; slot >= 0; slot--) {
            if (!used[slot]) {
                free[freeCount++] = slot;
            }
        }
    }

    /// Takes the entries of a table.
    @FunctionalInterface
    interface Visitor {
        void entry(int slot, long entry);
    }

    /// Calls `visitor` for each entry that a chain leads to; it may unlink that entry.
    void forEach(Visitor visitor) {
        long chains = NodeLayout.heads(limit);
        for (long chain = 0; chain < chains; chain++) {
            int slot = memory.getInt(heads + chain * Integer.BYTES) - 1;
            while (slot >= 0) {
                long entry = at(slot);
                int next = memory.getInt(entry + EntryLayout.NEXT) - 1;
                visitor.entry(slot, entry);
                slot = next;
            }
        }
    }
}
