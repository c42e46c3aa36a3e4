package org.failuretransparency.guest;

import java.lang.foreign.Arena;

/// Memory of a program that runs plain: nothing happens before a store, and nothing survives.
public final class PlainMemory extends Memory {

    /// All zeros, alive as long as the arena.
    public PlainMemory(AddressSpace space, Arena arena) {
        super(space, arena.allocate(space.lengthBytes(), AddressSpace.PAGE_BYTES));
    }

    @Override
    protected void touch(long address, long rangeBytes) {}
}
