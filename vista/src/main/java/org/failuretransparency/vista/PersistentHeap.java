package org.failuretransparency.vista;

import java.util.Arrays;
import java.util.BitSet;
import org.failuretransparency.recoverable.Misuse;

/// A persistent heap: blocks allocated and freed inside transactions.
///
/// A pointer is a block's offset in [#memory()], which is also how its bytes are read and changed, so that pointers can
/// be stored in blocks and mean the same in every process. 0 is null. Blocks up to 2048 bytes share a page with others
/// of their size, larger ones take whole pages. A block's bytes are what was there before.
///
/// An abort leaves the heap as it was. What a transaction frees stays allocated until it commits, unless it allocated
/// the block itself: `free` is an intent in the undo log, carried out after the commit point. A block of the current
/// transaction is free at once and may be given out again in it, so that a long transaction that allocates and frees
/// comes back to the same memory. However many they are, its calls put at most 96 bytes into the undo log for each page
/// of the heap, 96 for the root, and 32 for each block that it freed and an earlier one had allocated. Free lists and
/// allocated bits are kept apart from the blocks, in a segment and so a range of addresses of their own (Figure 3.3),
/// where a stray store into the blocks does not reach them.
///
/// What can be searched quickly (which pages are free, which slabs have room) is an index outside of the persistent
/// memory, made when the heap is opened and mended after each transaction.
///
/// **Survives**: as the segments it lies in.
///
/// **Threads**: as its Vista, one at a time.
///
/// **Throws**: [VistaException.HeapFull], [VistaException.DoubleFree], [VistaException.NotAllocated]; [Misuse] outside
/// of a transaction.
///
/// **Source**: §3.4; `vista_malloc`, `vista_free`.
public final class PersistentHeap {

    private static final int[] SLOT_BYTES = {
        16, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 1024, 1360, 2048
    };
    private static final int LARGEST_SLOT = SLOT_BYTES[SLOT_BYTES.length - 1];

    private final VistaMemory blocks;
    private final VistaMemory metadata;
    private final PageDescriptors descriptors;
    private final int pages;

    private final BitSet freePages = new BitSet();
    /// For each slot length: the pages that may have a free slot. A hint, checked when it is used.
    private final BitSet[] pagesWithRoom = new BitSet[SLOT_BYTES.length];

    /// The number of the transaction that the next two fields speak of: pages of blocks that it allocated or freed, and
    /// the blocks whose free waits for its commit.
    private long transaction;

    private final BitSet changedPages;
    private final FreedBlocks freedNow = new FreedBlocks();

    PersistentHeap(VistaMemory blocks, VistaMemory metadata) {
        this.blocks = blocks;
        this.metadata = metadata;
        this.pages = (int) (blocks.lengthBytes() >>> HeapLayout.PAGE_SHIFT);
        this.descriptors = new PageDescriptors(metadata);
        this.changedPages = new BitSet(pages);
        Arrays.setAll(pagesWithRoom, slotClass -> new BitSet());
        indexAll();
    }

    /// The blocks' memory: a pointer is an offset in it.
    public VistaMemory memory() {
        return blocks;
    }

    /// The pointer that the program left as the start of its data; 0 if it left none.
    public long root() {
        return descriptors.root();
    }

    /// Sets the root, in the current transaction.
    public void root(long pointer) {
        descriptors.root(pointer);
    }

    /// Allocates a block of at least `lengthBytes` bytes (1 or more), aligned to 16; returns its pointer.
    public long malloc(long lengthBytes) {
        metadata.log().requireActive("malloc");
        if (lengthBytes < 1) {
            throw new Misuse.BadLength(0, lengthBytes);
        }
        settle();
        return lengthBytes <= LARGEST_SLOT ? takeSlot(slotClass((int) lengthBytes)) : takeRun(lengthBytes);
    }

    private long takeSlot(int slotClass) {
        int page = pageWithRoom(slotClass);
        if (page < 0) {
            page = newSlab(slotClass);
        }
        int slot = descriptors.freeSlot(page, SLOT_BYTES[slotClass]);
        changedPages.set(page);
        descriptors.allocate(page, slot);
        return ((long) page << HeapLayout.PAGE_SHIFT) + (long) slot * SLOT_BYTES[slotClass];
    }

    private int pageWithRoom(int slotClass) {
        BitSet hints = pagesWithRoom[slotClass];
        int page = hints.nextSetBit(0);
        while (page >= 0 && !descriptors.hasRoom(page, SLOT_BYTES[slotClass])) {
            hints.clear(page);
            page = hints.nextSetBit(page + 1);
        }
        return page;
    }

    private int newSlab(int slotClass) {
        int page = freePages.nextSetBit(0);
        if (page < 0) {
            throw full(SLOT_BYTES[slotClass]);
        }
        changedPages.set(page);
        descriptors.write(page, HeapLayout.KIND_SLAB, SLOT_BYTES[slotClass], 0, 0);
        freePages.clear(page);
        pagesWithRoom[slotClass].set(page);
        return page;
    }

    private long takeRun(long lengthBytes) {
        long needed = (lengthBytes + HeapLayout.PAGE_BYTES - 1) >>> HeapLayout.PAGE_SHIFT;
        int first = needed > pages ? -1 : freeRun((int) needed);
        if (first < 0) {
            throw full(lengthBytes);
        }
        changedPages.set(first, first + (int) needed);
        descriptors.write(first, HeapLayout.KIND_RUN, 0, needed, lengthBytes);
        freePages.clear(first, first + (int) needed);
        return (long) first << HeapLayout.PAGE_SHIFT;
    }

    private int freeRun(int needed) {
        int first = freePages.nextSetBit(0);
        while (first >= 0) {
            int end = freePages.nextClearBit(first);
            if (end - first >= needed) {
                return first;
            }
            first = freePages.nextSetBit(end);
        }
        return -1;
    }

    /// Frees a block, at once if this transaction allocated it; otherwise when the transaction commits, and until then
    /// it stays as it is.
    public void free(long pointer) {
        metadata.log().requireActive("free");
        settle();
        int page = requireAllocated(pointer);
        if (freedNow.contains(pointer)) {
            throw new VistaException.DoubleFree(blocks.name(), pointer);
        }
        int run = descriptors.pages(page);
        if (descriptors.isOfThisTransaction(pointer)) {
            descriptors.release(pointer);
            index(page, run);
        } else {
            metadata.log().intend(blocks, LogLayout.KIND_FREE, pointer);
            freedNow.add(pointer);
            changedPages.set(page, page + run);
        }
    }

    /// Bytes that the block at `pointer` has room for.
    public long lengthOf(long pointer) {
        int page = requireAllocated(pointer);
        return descriptors.kind(page) == HeapLayout.KIND_SLAB
                ? descriptors.slotBytes(page)
                : (long) descriptors.pages(page) << HeapLayout.PAGE_SHIFT;
    }

    /// Bytes in allocated blocks, rounded up to what the blocks take; reads all descriptors.
    public long allocatedBytes() {
        long bytes = 0;
        for (int page = 1; page < pages; ) {
            int kind = descriptors.kind(page);
            int run = descriptors.pages(page);
            if (kind == HeapLayout.KIND_SLAB) {
                bytes += (long) descriptors.allocatedSlots(page) * descriptors.slotBytes(page);
            } else if (kind == HeapLayout.KIND_RUN) {
                bytes += (long) run << HeapLayout.PAGE_SHIFT;
            }
            page += run;
        }
        return bytes;
    }

    /// The page of the block that starts at `pointer`; refuses what is not the start of an allocated block.
    private int requireAllocated(long pointer) {
        long page = pointer >>> HeapLayout.PAGE_SHIFT;
        if (pointer < HeapLayout.PAGE_BYTES || page >= pages) {
            throw new VistaException.NotAllocated(blocks.name(), pointer);
        }
        int kind = descriptors.kind((int) page);
        int inPage = (int) pointer & HeapLayout.PAGE_BYTES - 1;
        if (kind == HeapLayout.KIND_SLAB) {
            int slotBytes = descriptors.slotBytes((int) page);
            int slot = inPage / slotBytes;
            if (inPage % slotBytes != 0 || slot >= HeapLayout.PAGE_BYTES / slotBytes) {
                throw new VistaException.NotAllocated(blocks.name(), pointer);
            }
            if (!descriptors.isAllocated((int) page, slot)) {
                throw new VistaException.DoubleFree(blocks.name(), pointer);
            }
        } else if (kind != HeapLayout.KIND_RUN || inPage != 0) {
            throw new VistaException.NotAllocated(blocks.name(), pointer);
        }
        return (int) page;
    }

    /// Brings the index in line with what became of the last transaction: frees carried out, or allocations undone.
    private void settle() {
        if (transaction == metadata.transaction()) {
            return;
        }
        transaction = metadata.transaction();
        int page = changedPages.nextSetBit(0);
        while (page >= 0) {
            int run = descriptors.pages(page);
            index(page, run);
            page = changedPages.nextSetBit(page + run);
        }
        changedPages.clear();
        freedNow.begin(transaction);
    }

    private void indexAll() {
        for (int page = 1; page < pages; ) {
            int run = descriptors.pages(page);
            index(page, run);
            page += run;
        }
    }

    /// Sets what the index says of `run` pages from `page` on, as the page's descriptor has it.
    private void index(int page, int run) {
        int kind = descriptors.kind(page);
        freePages.set(page, page + run, kind == HeapLayout.KIND_FREE);
        if (kind == HeapLayout.KIND_SLAB && descriptors.hasRoom(page, descriptors.slotBytes(page))) {
            pagesWithRoom[slotClass(descriptors.slotBytes(page))].set(page);
        }
    }

    private VistaException.HeapFull full(long lengthBytes) {
        long largest = 0;
        for (int first = freePages.nextSetBit(0); first >= 0; ) {
            int end = freePages.nextClearBit(first);
            largest = Math.max(largest, (long) (end - first) << HeapLayout.PAGE_SHIFT);
            first = freePages.nextSetBit(end);
        }
        return new VistaException.HeapFull(blocks.name(), lengthBytes, largest);
    }

    private static int slotClass(int lengthBytes) {
        int found = Arrays.binarySearch(SLOT_BYTES, lengthBytes);
        return found >= 0 ? found : -found - 1;
    }
}
