package org.failuretransparency.checkpoint;

import java.util.Arrays;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Memory;

/// A program's memory whose pages are saved at their first store after a checkpoint: copy-on-write by a check in front
/// of each store, where the dissertation used page protection.
///
/// To forget which pages are saved is to begin a new number, so that a checkpoint costs the same however large the
/// memory is. Stack that was unused at the last checkpoint is not saved: after a recovery the stack is what it was at
/// the checkpoint, and nobody looks below it.
///
/// **Threads**: one.
///
/// **Source**: §5.2.3.
final class CheckpointedMemory extends Memory {

    private static final int PAGE_SHIFT = 12;

    private final CheckpointStore store;
    private final int firstStackPage;
    /// For each page the number of the interval that saved it last.
    private final int[] savedIn;

    private int interval = 1;
    private int firstUsedStackPage;

    CheckpointedMemory(AddressSpace space, CheckpointStore store) {
        super(space, store.memory().segment());
        this.store = store;
        this.firstStackPage = (int) (space.stackStart() >>> PAGE_SHIFT);
        this.savedIn = new int[(int) (space.lengthBytes() >>> PAGE_SHIFT)];
    }

    @Override
    protected void touch(long address, long rangeBytes) {
        int page = (int) (address >>> PAGE_SHIFT);
        if (savedIn[page] != interval
                || (address & AddressSpace.PAGE_BYTES - 1) + rangeBytes > AddressSpace.PAGE_BYTES) {
            save(page, (int) (address + rangeBytes - 1 >>> PAGE_SHIFT));
        }
    }

    @Override
    protected void touchValue(long address, int valueBytes) {
        int page = (int) (address >>> PAGE_SHIFT);
        if (savedIn[page] != interval) {
            save(page, page);
        }
    }

    private void save(int first, int last) {
        for (int page = first; page <= last; page++) {
            if (savedIn[page] != interval) {
                store.firstStore(page, page >= firstStackPage && page < firstUsedStackPage);
                savedIn[page] = interval;
            }
        }
    }

    /// Begins the interval behind a checkpoint at which the stack below `stackPointer` was unused.
    void beginInterval(long stackPointer) {
        firstUsedStackPage = (int) (stackPointer >>> PAGE_SHIFT);
        if (++interval == Integer.MAX_VALUE) {
            Arrays.fill(savedIn, 0);
            interval = 1;
        }
    }
}
