package org.failuretransparency.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.zip.CRC32C;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.rio.Stores;
import org.failuretransparency.vista.PageTracker;

/// A process in a store, driven by hand: it declares and stores as a program under checkpoints does, but its stores to
/// memory pass the seam of recorded stores.
///
/// **Threads**: one.
final class RecordedProcess {

    static final AddressSpace SPACE = new AddressSpace(2 * AddressSpace.PAGE_BYTES, 4 * AddressSpace.PAGE_BYTES, 8192);

    /// A seeded fault.
    enum Mutant {
        NONE,
        /// The second page is not saved at its first store in an interval.
        PAGE_NOT_SAVED,
        /// A change to the context is not declared.
        CONTEXT_NOT_DECLARED
    }

    private final CheckpointStore store;
    private final Mutant mutant;
    private final PageTracker context;
    private final BitSet savedPages = new BitSet();

    RecordedProcess(CheckpointStore store) {
        this(store, Mutant.NONE);
    }

    RecordedProcess(CheckpointStore store, Mutant mutant) {
        this.store = store;
        this.mutant = mutant;
        this.context = new PageTracker(store.context(), ContextLayout.LINE_BYTES);
    }

    CheckpointStore store() {
        return store;
    }

    void putLong(long address, long value) {
        int page = (int) (address / AddressSpace.PAGE_BYTES);
        if (!savedPages.get(page) && !(mutant == Mutant.PAGE_NOT_SAVED && page == 1)) {
            int firstUsed = (int) (stackPointer() / AddressSpace.PAGE_BYTES);
            store.firstStore(page, address >= SPACE.stackStart() && page < firstUsed);
            savedPages.set(page);
        }
        Stores.STORES.putLong(store.memory().segment().address() + address, value);
    }

    void record(long offset, long value) {
        if (mutant == Mutant.CONTEXT_NOT_DECLARED) {
            Stores.STORES.putLong(store.context().segment().address() + offset, value);
        } else {
            context.putLong(offset, value);
        }
    }

    /// Takes a checkpoint with the stack down to an address.
    void commit(long stackPointer) {
        context.putLong(ContextLayout.EVENT_INDEX, stackPointer);
        context.putLong(ContextLayout.CHECKPOINT, store.context().getLong(ContextLayout.CHECKPOINT) + 1);
        store.commit(stackPointer);
        savedPages.clear();
    }

    private long stackPointer() {
        return store.context().getLong(ContextLayout.EVENT_INDEX);
    }

    /// All that a recovery has to bring back: memory but for unused stack, heap, context.
    String inWords() {
        long used = Math.max(SPACE.stackStart(), stackPointer());
        MemorySegment memory = store.memory().segment();
        return "checkpoint=" + store.context().getLong(ContextLayout.CHECKPOINT) + ", memory="
                + check(memory.asSlice(0, SPACE.stackStart())) + ", stack="
                + check(memory.asSlice(used, SPACE.lengthBytes() - used)) + ", allocated="
                + store.heap().allocatedBytes() + ", context="
                + check(store.context().segment());
    }

    private static long check(MemorySegment bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.toArray(ValueLayout.JAVA_BYTE));
        return crc.getValue();
    }
}
