package org.failuretransparency.guest;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/// Memory that finds stores which were not declared: every page that changed must have been touched since the last
/// look. What is declared is what a recovery system saves, so an undeclared store would survive the rollback of its
/// step. Sees, for instance, a range that is stored to after its step, and a system call whose buffer was declared
/// before a checkpoint and filled after it.
public final class WatchedMemory extends Memory {

    private static final int PAGE = AddressSpace.PAGE_BYTES;

    private final MemorySegment segment;
    private final MemorySegment lastSeen;
    private final BitSet touched = new BitSet();

    /// All zeros, alive as long as the arena.
    public WatchedMemory(AddressSpace space, Arena arena) {
        this(space, arena.allocate(space.lengthBytes(), PAGE), arena.allocate(space.lengthBytes(), PAGE));
    }

    private WatchedMemory(AddressSpace space, MemorySegment segment, MemorySegment lastSeen) {
        super(space, segment);
        this.segment = segment;
        this.lastSeen = lastSeen;
    }

    @Override
    protected void touch(long address, long rangeBytes) {
        touched.set((int) (address / PAGE), (int) ((address + rangeBytes - 1) / PAGE) + 1);
    }

    /// Fails if a page has changed that nobody touched since the last look.
    public void look() {
        long end = segment.byteSize();
        for (long at = 0; at < end; at += PAGE) {
            boolean declared = touched.get((int) (at / PAGE));
            if (!declared && MemorySegment.mismatch(segment, at, at + PAGE, lastSeen, at, at + PAGE) >= 0) {
                throw new AssertionError("store that was not declared: page at address=" + at);
            }
            if (declared) {
                MemorySegment.copy(segment, at, lastSeen, at, PAGE);
            }
        }
        touched.clear();
    }
}
