package org.failuretransparency.guest;

/// Where a program's `malloc` and `free` go. What it knows of its blocks is kept apart from them. A program must not
/// depend on the addresses that it is given: they differ from runtime to runtime.
public interface Heap {

    /// Allocates a block of at least `lengthBytes` bytes (1 or more), aligned to 16; returns its address, or 0 if there
    /// is no room. The block's bytes are what was there before.
    long malloc(long lengthBytes);

    /// Frees the block that starts at `address`.
    ///
    /// @throws GuestException.NotAllocated if there is none
    void free(long address);
}
