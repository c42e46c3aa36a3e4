package org.failuretransparency.checkpoint;

import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.GuestException;
import org.failuretransparency.guest.Heap;
import org.failuretransparency.vista.PersistentHeap;
import org.failuretransparency.vista.VistaException;

/// A program's `malloc` and `free` as those of Vista's heap. What was allocated before the last checkpoint stays
/// allocated until the next one when it is freed.
///
/// **Source**: §5.2.4.
final class CheckpointedHeap implements Heap {

    private final PersistentHeap heap;
    private final AddressSpace space;

    CheckpointedHeap(PersistentHeap heap, AddressSpace space) {
        this.heap = heap;
        this.space = space;
    }

    @Override
    public long malloc(long lengthBytes) {
        try {
            return heap.malloc(lengthBytes);
        } catch (VistaException.HeapFull _) {
            return 0; // what a program is told when there is no room
        }
    }

    @Override
    public void free(long address) {
        if (address < space.heapStart() || address >= space.stackStart()) {
            throw new GuestException.NotAllocated(address);
        }
        try {
            heap.free(address);
        } catch (VistaException.NotAllocated | VistaException.DoubleFree _) {
            throw new GuestException.NotAllocated(address);
        }
    }
}
