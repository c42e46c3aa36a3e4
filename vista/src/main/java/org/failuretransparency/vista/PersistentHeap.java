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
/// An abort leaves the heap as it was. What a transaction frees stays allocated until it commits: `free` is an intent
/// in the undo log, carried out after the commit point. Free lists and allocated bits are kept apart from the blocks,
/// in a segment and so a range of addresses of their own (Figure 3.3), where a stray store into the blocks does not
/// reach them.
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
    private final int pages;

    private final BitSet freePages = new BitSet();
    /// For each slot length: the pages that may have a free slot. A hint, checked when it is used.
    private final BitSet[] pagesWithRoom = new BitSet[SLOT_BYTES.length];

    /// What the transaction of that number changed: pairs of a first page and a number of pages.
    private long transaction;

    private int[] touched = new int[64];
    private int touchedCount;
    private final FreedBlocks freedNow = new FreedBlocks();

    PersistentHeap(VistaMemory blocks, VistaMemory metadata) {
        this.blocks = blocks;
        this.metadata = metadata;
        this.pages = (int) (blocks.lengthBytes() >>> HeapLayout.PAGE_SHIFT);
        Arrays.setAll(pagesWithRoom, slotClass -> new BitSet());
        for (int page = 1; page < pages; ) {
            int run = kind(page) == HeapLayout.KIND_RUN ? runPages(page) : 1;
            index(page, run);
            page += run;
        }
    }

    /// The blocks' memory: a pointer is an offset in it.
    public VistaMemory memory() {
        return blocks;
    }

    /// The pointer that the program left as the start of its data; 0 if it left none.
    public long root() {
        return metadata.getLong(HeapLayout.ROOT);
    }

    /// Sets the root, in the current transaction.
    public void root(long pointer) {
        metadata.putLong(HeapLayout.ROOT, pointer);
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
        int slot = freeSlot(page, SLOT_BYTES[slotClass]);
        long word = HeapLayout.descriptor(page) + HeapLayout.SLOTS + (slot >>> 6) * (long) Long.BYTES;
        touch(page, 1);
        metadata.putLong(word, metadata.getLong(word) | 1L << slot);
        return ((long) page << HeapLayout.PAGE_SHIFT) + (long) slot * SLOT_BYTES[slotClass];
    }

    private int pageWithRoom(int slotClass) {
        BitSet hints = pagesWithRoom[slotClass];
        int page = hints.nextSetBit(0);
        while (page >= 0 && !hasRoom(page, SLOT_BYTES[slotClass])) {
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
        touch(page, 1);
        writeDescriptor(page, HeapLayout.KIND_SLAB, SLOT_BYTES[slotClass], 0, 0);
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
        touch(first, (int) needed);
        writeDescriptor(first, HeapLayout.KIND_RUN, 0, needed, lengthBytes);
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

    private void writeDescriptor(int page, int kind, int slotBytes, long runPages, long runBytes) {
        long descriptor = HeapLayout.descriptor(page);
        metadata.setRange(descriptor, HeapLayout.DESCRIPTOR_BYTES);
        metadata.storeInt(descriptor + HeapLayout.KIND, kind);
        metadata.storeInt(descriptor + HeapLayout.SLOT_BYTES, slotBytes);
        metadata.storeLong(descriptor + HeapLayout.RUN_PAGES, runPages);
        metadata.storeLong(descriptor + HeapLayout.RUN_BYTES, runBytes);
        for (int word = 0; word < 4; word++) {
            metadata.storeLong(descriptor + HeapLayout.SLOTS + (long) word * Long.BYTES, 0);
        }
    }

    /// Frees a block when the transaction commits; until then it stays as it is.
    public void free(long pointer) {
        metadata.log().requireActive("free");
        settle();
        int page = requireAllocated(pointer);
        if (freedNow.contains(pointer)) {
            throw new VistaException.DoubleFree(blocks.name(), pointer);
        }
        int run = kind(page) == HeapLayout.KIND_RUN ? runPages(page) : 1;
        metadata.log().intend(blocks, LogLayout.KIND_FREE, pointer);
        freedNow.add(pointer);
        touch(page, run);
    }

    /// Bytes that the block at `pointer` has room for.
    public long lengthOf(long pointer) {
        int page = requireAllocated(pointer);
        return kind(page) == HeapLayout.KIND_SLAB ? slotBytes(page) : (long) runPages(page) << HeapLayout.PAGE_SHIFT;
    }

    /// Bytes in allocated blocks, rounded up to what the blocks take; reads all descriptors.
    public long allocatedBytes() {
        long bytes = 0;
        for (int page = 1; page < pages; ) {
            int kind = kind(page);
            if (kind == HeapLayout.KIND_SLAB) {
                bytes += (long) allocatedSlots(page) * slotBytes(page);
            } else if (kind == HeapLayout.KIND_RUN) {
                bytes += (long) runPages(page) << HeapLayout.PAGE_SHIFT;
            }
            page += kind == HeapLayout.KIND_RUN ? runPages(page) : 1;
        }
        return bytes;
    }

    /// The page of the block that starts at `pointer`; refuses what is not the start of an allocated block.
    private int requireAllocated(long pointer) {
        long page = pointer >>> HeapLayout.PAGE_SHIFT;
        if (pointer < HeapLayout.PAGE_BYTES || page >= pages) {
            throw new VistaException.NotAllocated(blocks.name(), pointer);
        }
        int kind = kind((int) page);
        int inPage = (int) pointer & HeapLayout.PAGE_BYTES - 1;
        boolean start = kind == HeapLayout.KIND_RUN
                ? inPage == 0
                : kind == HeapLayout.KIND_SLAB && inPage % slotBytes((int) page) == 0;
        if (!start || kind == HeapLayout.KIND_SLAB && inPage / slotBytes((int) page) >= slots((int) page)) {
            throw new VistaException.NotAllocated(blocks.name(), pointer);
        }
        if (kind == HeapLayout.KIND_SLAB && !isAllocated((int) page, inPage / slotBytes((int) page))) {
            throw new VistaException.DoubleFree(blocks.name(), pointer);
        }
        return (int) page;
    }

    /// Brings the index in line with what became of the last transaction: frees carried out, or allocations undone.
    private void settle() {
        if (transaction == metadata.transaction()) {
            return;
        }
        transaction = metadata.transaction();
        for (int i = 0; i < touchedCount; i += 2) {
            index(touched[i], touched[i + 1]);
        }
        touchedCount = 0;
        freedNow.begin(transaction);
    }

    /// Sets what the index says of `run` pages from `page` on, as the page's descriptor has it.
    private void index(int page, int run) {
        int kind = kind(page);
        freePages.set(page, page + run, kind == HeapLayout.KIND_FREE);
        if (kind == HeapLayout.KIND_SLAB && hasRoom(page, slotBytes(page))) {
            pagesWithRoom[slotClass(slotBytes(page))].set(page);
        }
    }

    private void touch(int page, int run) {
        if (touchedCount == touched.length) {
            touched = Arrays.copyOf(touched, 2 * touchedCount);
        }
        touched[touchedCount++] = page;
        touched[touchedCount++] = run;
    }

    private boolean hasRoom(int page, int slotBytes) {
        return kind(page) == HeapLayout.KIND_SLAB
                && slotBytes(page) == slotBytes
                && freeSlot(page, slotBytes) < HeapLayout.PAGE_BYTES / slotBytes;
    }

    /// The first slot that is not allocated; the number of slots if there is none.
    private int freeSlot(int page, int slotBytes) {
        int slots = HeapLayout.PAGE_BYTES / slotBytes;
        for (int base = 0; base < slots; base += Long.SIZE) {
            int free = Long.numberOfTrailingZeros(~slotWord(page, base >>> 6));
            if (free < Long.SIZE) {
                return Math.min(slots, base + free);
            }
        }
        return slots;
    }

    private int allocatedSlots(int page) {
        int allocated = 0;
        for (int word = 0; word < 4; word++) {
            allocated += Long.bitCount(slotWord(page, word));
        }
        return allocated;
    }

    private boolean isAllocated(int page, int slot) {
        return (slotWord(page, slot >>> 6) >>> slot & 1) != 0;
    }

    private long slotWord(int page, int word) {
        return metadata.getLong(HeapLayout.descriptor(page) + HeapLayout.SLOTS + (long) word * Long.BYTES);
    }

    private int kind(int page) {
        return metadata.getInt(HeapLayout.descriptor(page) + HeapLayout.KIND);
    }

    private int slotBytes(int page) {
        return metadata.getInt(HeapLayout.descriptor(page) + HeapLayout.SLOT_BYTES);
    }

    private int slots(int page) {
        return HeapLayout.PAGE_BYTES / slotBytes(page);
    }

    private int runPages(int page) {
        return (int) metadata.getLong(HeapLayout.descriptor(page) + HeapLayout.RUN_PAGES);
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
