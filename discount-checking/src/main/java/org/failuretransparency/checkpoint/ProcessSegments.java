package org.failuretransparency.checkpoint;

import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.vista.PersistentHeap;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;
import org.failuretransparency.vista.VistaOptions;

/// The segments of a process in one Vista: `memory` with the heap's metadata, and `context`.
///
/// The heap spans the whole memory, so that a pointer of the heap is an address of the process. Data and stack are
/// blocks of it that are never freed.
///
/// @param memory data, heap and stack
record ProcessSegments(Vista vista, PersistentHeap heap, VistaMemory memory, VistaMemory context) {

    private static final String MEMORY = "memory";
    private static final String CONTEXT = "context";

    /// The segment that holds the heap's metadata.
    static final String METADATA = MEMORY + ".heap";

    private static final long LOG_SLACK_BYTES = 1 << 20;
    private static final int RECORD_BYTES = 32;
    private static final int LINE_BYTES = 64;

    /// The undo log's capacity for a process whose pages are logged in it: each of them once, each line of context and
    /// metadata once, and room for deferred frees ([#roomForFrees]).
    static long logBytes(AddressSpace space) {
        return space.lengthBytes() / AddressSpace.PAGE_BYTES * (AddressSpace.PAGE_BYTES + RECORD_BYTES)
                + logBytesWithoutPages(space);
    }

    /// The same for a process whose pages are logged elsewhere.
    static long logBytesWithoutPages(AddressSpace space) {
        long pages = space.lengthBytes() / AddressSpace.PAGE_BYTES;
        long lines = pages + 1 + ContextLayout.lengthBytes(space) / LINE_BYTES + 1;
        return lines * (LINE_BYTES + RECORD_BYTES) + roomForFrees(space);
    }

    /// How much of the log is for frees that wait for the commit, 32 bytes each. When half of it is left, it is time
    /// to commit.
    static long roomForFrees(AddressSpace space) {
        return LOG_SLACK_BYTES + space.heapBytes() / 8;
    }

    /// Makes the segments of a new process, with a heap that covers the heap's area.
    static ProcessSegments create(Regions regions, String name, AddressSpace space, long logBytes) {
        Vista vista = Vista.create(regions, name, new VistaOptions(logBytes));
        try {
            PersistentHeap heap = vista.createHeap(MEMORY, space.lengthBytes());
            VistaMemory context = vista.createSegment(CONTEXT, ContextLayout.lengthBytes(space));
            vista.begin();
            reserve(heap, AddressSpace.PAGE_BYTES, space.dataBytes() - AddressSpace.PAGE_BYTES);
            if (space.heapBytes() > 0) {
                reserve(heap, space.heapStart(), space.heapBytes());
            }
            reserve(heap, space.stackStart(), space.stackBytes());
            if (space.heapBytes() > 0) {
                heap.free(space.heapStart());
            }
            vista.commit();
            return new ProcessSegments(vista, heap, heap.memory(), context);
        } catch (RuntimeException e) {
            vista.close();
            throw e;
        }
    }

    /// Takes the pages at `address` out of the heap: a new heap gives out its pages in order.
    private static void reserve(PersistentHeap heap, long address, long lengthBytes) {
        if (lengthBytes > 0 && heap.malloc(lengthBytes) != address) {
            throw new IllegalStateException("a new heap does not give out its pages in order: expected=" + address);
        }
    }

    /// Opens the segments of a process and rolls them back to its last commit.
    static ProcessSegments open(Regions regions, String name) {
        Vista vista = Vista.open(regions, name);
        try {
            PersistentHeap heap = vista.heap(MEMORY);
            return new ProcessSegments(vista, heap, heap.memory(), vista.segment(CONTEXT));
        } catch (RuntimeException e) {
            vista.close();
            throw e;
        }
    }
}
