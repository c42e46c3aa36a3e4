package org.failuretransparency.guest;

import java.util.Arrays;
import java.util.BitSet;

/// The heap of a program that runs plain. Blocks up to 2048 bytes share a page with others of their length class,
/// larger ones take whole pages. Which blocks are allocated is kept in Java arrays, apart from them, and is part of the
/// process's memory as far as the process is concerned.
///
/// **Survives**: nothing.
///
/// **Threads**: one, the program's.
public final class PlainHeap implements Heap {

    private static final int UNIT_SHIFT = 4;
    private static final int PAGE_SHIFT = 12;
    private static final int UNITS_A_PAGE = 1 << PAGE_SHIFT - UNIT_SHIFT;
    private static final int[] SLOT_UNITS = {1, 2, 3, 4, 6, 8, 12, 16, 21, 32, 42, 64, 85, 128};
    private static final int LARGEST_SLOT_BYTES = 128 << UNIT_SHIFT;

    private final long start;
    private final int pages;
    private final BitSet freePages = new BitSet();
    /// Units of 16 bytes at which an allocated block starts.
    private final BitSet starts;
    /// Of a page of slots, the length of a slot in units; 0 of every other page.
    private final short[] slotUnits;

    private final short[] usedSlots;
    /// Of the first page of a large block, how many pages it has.
    private final int[] runPages;
    /// For each length class, the pages that have a free slot.
    private final BitSet[] roomy = new BitSet[SLOT_UNITS.length];

    public PlainHeap(AddressSpace space) {
        start = space.heapStart();
        pages = (int) (space.heapBytes() >>> PAGE_SHIFT);
        freePages.set(0, pages);
        starts = new BitSet(pages * UNITS_A_PAGE);
        slotUnits = new short[pages];
        usedSlots = new short[pages];
        runPages = new int[pages];
        Arrays.setAll(roomy, slotClass -> new BitSet(pages));
    }

    @Override
    public long malloc(long lengthBytes) {
        if (lengthBytes < 1) {
            throw new IllegalArgumentException("bad length of a block: lengthBytes=" + lengthBytes);
        }
        return lengthBytes <= LARGEST_SLOT_BYTES ? takeSlot((int) lengthBytes) : takeRun(lengthBytes);
    }

    private long takeSlot(int lengthBytes) {
        int slotClass = slotClass((lengthBytes + (1 << UNIT_SHIFT) - 1) >>> UNIT_SHIFT);
        int units = SLOT_UNITS[slotClass];
        int page = roomy[slotClass].nextSetBit(0);
        if (page < 0) {
            page = freePages.nextSetBit(0);
            if (page < 0) {
                return 0;
            }
            freePages.clear(page);
            slotUnits[page] = (short) units;
            roomy[slotClass].set(page);
        }
        int unit = page * UNITS_A_PAGE;
        while (starts.get(unit)) {
            unit += units;
        }
        starts.set(unit);
        if (++usedSlots[page] == UNITS_A_PAGE / units) {
            roomy[slotClass].clear(page);
        }
        return start + ((long) unit << UNIT_SHIFT);
    }

    private long takeRun(long lengthBytes) {
        long needed = lengthBytes + AddressSpace.PAGE_BYTES - 1 >>> PAGE_SHIFT;
        for (int first = freePages.nextSetBit(0); first >= 0; ) {
            int end = freePages.nextClearBit(first);
            if (end - first >= needed) {
                freePages.clear(first, first + (int) needed);
                runPages[first] = (int) needed;
                starts.set(first * UNITS_A_PAGE);
                return start + ((long) first << PAGE_SHIFT);
            }
            first = freePages.nextSetBit(end);
        }
        return 0;
    }

    @Override
    public void free(long address) {
        long offset = address - start;
        if (offset < 0 || offset >= (long) pages << PAGE_SHIFT || (offset & (1 << UNIT_SHIFT) - 1) != 0) {
            throw new GuestException.NotAllocated(address);
        }
        int unit = (int) (offset >>> UNIT_SHIFT);
        int page = (int) (offset >>> PAGE_SHIFT);
        if (!starts.get(unit)) {
            throw new GuestException.NotAllocated(address);
        }
        starts.clear(unit);
        if (slotUnits[page] == 0) {
            freePages.set(page, page + runPages[page]);
            return;
        }
        int slotClass = slotClass(slotUnits[page]);
        if (--usedSlots[page] == 0) {
            roomy[slotClass].clear(page);
            slotUnits[page] = 0;
            freePages.set(page);
        } else {
            roomy[slotClass].set(page);
        }
    }

    private static int slotClass(int units) {
        int found = Arrays.binarySearch(SLOT_UNITS, units);
        return found >= 0 ? found : -found - 1;
    }
}
