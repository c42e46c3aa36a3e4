package org.failuretransparency.vista;

import org.failuretransparency.rio.RawMemory;

/// What a heap knows of its pages: the root and the descriptors of [HeapLayout], read and changed in transactions.
///
/// The line of 64 bytes that is changed, a descriptor or the root's, is logged whole before its first change in a
/// transaction and not again, however often the transaction allocates and frees. Its before-image also answers a
/// question: a block that is allocated now and was not when its page was logged has been allocated by this transaction.
///
/// **Threads**: as its Vista, one at a time.
final class PageDescriptors {

    private static final int LINE_BYTES = 64;
    private static final int LINE_SHIFT = 6;

    private final VistaMemory metadata;
    /// For each line the number of the transaction that logged it last, and the native address of that before-image.
    private final long[] loggedIn;

    private final long[] images;

    PageDescriptors(VistaMemory metadata) {
        this.metadata = metadata;
        int lines = Math.toIntExact(metadata.lengthBytes() >>> LINE_SHIFT);
        this.loggedIn = new long[lines];
        this.images = new long[lines];
    }

    long root() {
        return metadata.getLong(HeapLayout.ROOT);
    }

    void root(long pointer) {
        log(HeapLayout.ROOT);
        metadata.storeLong(HeapLayout.ROOT, pointer);
    }

    int kind(int page) {
        return metadata.getInt(HeapLayout.descriptor(page) + HeapLayout.KIND);
    }

    int slotBytes(int page) {
        return metadata.getInt(HeapLayout.descriptor(page) + HeapLayout.SLOT_BYTES);
    }

    /// Pages that the block, or the slab, takes that starts with this page.
    int pages(int page) {
        return kind(page) == HeapLayout.KIND_RUN
                ? (int) metadata.getLong(HeapLayout.descriptor(page) + HeapLayout.RUN_PAGES)
                : 1;
    }

    boolean isAllocated(int page, int slot) {
        return (slotWord(page, slot >>> 6) >>> slot & 1) != 0;
    }

    int allocatedSlots(int page) {
        int allocated = 0;
        for (int word = 0; word < HeapLayout.SLOT_WORDS; word++) {
            allocated += Long.bitCount(slotWord(page, word));
        }
        return allocated;
    }

    boolean hasRoom(int page, int slotBytes) {
        return kind(page) == HeapLayout.KIND_SLAB
                && slotBytes(page) == slotBytes
                && freeSlot(page, slotBytes) < HeapLayout.PAGE_BYTES / slotBytes;
    }

    /// The first slot that is not allocated; the number of slots if there is none.
    int freeSlot(int page, int slotBytes) {
        int slots = HeapLayout.PAGE_BYTES / slotBytes;
        for (int base = 0; base < slots; base += Long.SIZE) {
            int free = Long.numberOfTrailingZeros(~slotWord(page, base >>> 6));
            if (free < Long.SIZE) {
                return Math.min(slots, base + free);
            }
        }
        return slots;
    }

    private long slotWord(int page, int word) {
        return metadata.getLong(slotWordOffset(page, word));
    }

    private static long slotWordOffset(int page, int word) {
        return HeapLayout.descriptor(page) + HeapLayout.SLOTS + (long) word * Long.BYTES;
    }

    /// Makes a page a slab of free slots, or pages a run; `runPages` and `runBytes` are 0 for a slab, `slotBytes` for a
    /// run.
    void write(int page, int kind, int slotBytes, long runPages, long runBytes) {
        long descriptor = HeapLayout.descriptor(page);
        log(descriptor);
        metadata.storeInt(descriptor + HeapLayout.KIND, kind);
        metadata.storeInt(descriptor + HeapLayout.SLOT_BYTES, slotBytes);
        metadata.storeLong(descriptor + HeapLayout.RUN_PAGES, runPages);
        metadata.storeLong(descriptor + HeapLayout.RUN_BYTES, runBytes);
        for (int word = 0; word < HeapLayout.SLOT_WORDS; word++) {
            metadata.storeLong(slotWordOffset(page, word), 0);
        }
    }

    void allocate(int page, int slot) {
        log(HeapLayout.descriptor(page));
        long word = slotWordOffset(page, slot >>> 6);
        metadata.storeLong(word, metadata.getLong(word) | 1L << slot);
    }

    /// Frees at once a block of which [#isOfThisTransaction] holds.
    void release(long pointer) {
        HeapLayout.release(metadata, pointer);
    }

    /// Whether the current transaction allocated this block, which is allocated. The before-image of its page says so;
    /// without one the page is as it was.
    boolean isOfThisTransaction(long pointer) {
        int page = (int) (pointer >>> HeapLayout.PAGE_SHIFT);
        long descriptor = HeapLayout.descriptor(page);
        int line = line(descriptor);
        if (loggedIn[line] != metadata.transaction()) {
            return false;
        }
        int kindBefore = RawMemory.getInt(images[line] + HeapLayout.KIND);
        if (kindBefore != HeapLayout.KIND_SLAB || kind(page) != HeapLayout.KIND_SLAB) {
            return kindBefore != HeapLayout.KIND_RUN;
        }
        // If the page was a slab of other slots, all of them were free.
        long slot = (pointer & HeapLayout.PAGE_BYTES - 1) / slotBytes(page);
        long wordBefore = RawMemory.getLong(images[line] + HeapLayout.SLOTS + (slot >>> 6) * Long.BYTES);
        return (wordBefore >>> slot & 1) == 0;
    }

    /// Takes the before-image of the line at this offset, unless the transaction has it.
    private void log(long offset) {
        int line = line(offset);
        if (loggedIn[line] != metadata.transaction()) {
            long image = metadata.log().tail + LogLayout.IMAGE;
            metadata.setRange(offset, LINE_BYTES);
            images[line] = image;
            loggedIn[line] = metadata.transaction();
        }
    }

    private static int line(long offset) {
        return (int) (offset >>> LINE_SHIFT);
    }
}
