package org.failuretransparency.vista;

import org.failuretransparency.crashlab.Victim;
import org.failuretransparency.rio.Regions;

/// A queue on a persistent heap: operation *n* appends a node that holds *n* and, once there are 50, frees the oldest,
/// in one transaction, which also allocates a block and frees it before the node takes its place. So every commit has
/// an intent to carry out, and the last number says what must be in the heap.
public final class HeapVictim implements Victim {

    private static final int NODES = 50;
    private static final int NEXT = 0;
    private static final int NUMBER = 8;

    @Override
    public Running recover(Regions regions) {
        Vista vista = regions.exists("queue.vista")
                ? Vista.open(regions, "queue")
                : Vista.create(regions, "queue", new VistaOptions(64 << 10));
        PersistentHeap heap = vista.segmentNames().contains("heap.heap")
                ? vista.heap("heap")
                : vista.createHeap("heap", 64 * HeapLayout.PAGE_BYTES);
        return new Queue(vista, heap, check(heap));
    }

    /// Returns the newest number in the queue.
    private static long check(PersistentHeap heap) {
        long newest = heap.root() == 0 ? 0 : heap.memory().getLong(heap.root() + NUMBER);
        long nodes = 0;
        long bytes = 0;
        for (long node = heap.root(); node != 0; node = heap.memory().getLong(node + NEXT)) {
            long number = heap.memory().getLong(node + NUMBER);
            if (number != newest - nodes) {
                throw new IllegalStateException(
                        "queue is wrong: newest=" + newest + ", node=" + nodes + ", found=" + number);
            }
            nodes++;
            bytes += heap.lengthOf(node);
        }
        if (nodes != Math.min(newest, NODES) || heap.allocatedBytes() != bytes) {
            throw new IllegalStateException("heap is wrong: newest=" + newest + ", nodes=" + nodes + ", bytes in nodes="
                    + bytes + ", allocated=" + heap.allocatedBytes());
        }
        return newest;
    }

    private record Queue(Vista vista, PersistentHeap heap, long recovered) implements Running {

        @Override
        public long execute(long number) {
            vista.begin();
            long scratch = heap.malloc(16 + number % 7 * 100 + (number % 13 == 0 ? 5000 : 0));
            heap.memory().putLong(scratch, ~number);
            heap.free(scratch);
            long node = heap.malloc(16 + number % 5 * 100 + (number % 41 == 0 ? 5000 : 0));
            heap.memory().putLong(node + NEXT, heap.root());
            heap.memory().putLong(node + NUMBER, number);
            heap.root(node);
            if (number > NODES) {
                freeLast(node);
            }
            vista.commit();
            return number;
        }

        private void freeLast(long first) {
            long before = first;
            long last = heap.memory().getLong(first + NEXT);
            while (heap.memory().getLong(last + NEXT) != 0) {
                before = last;
                last = heap.memory().getLong(last + NEXT);
            }
            heap.memory().putLong(before + NEXT, 0);
            heap.free(last);
        }

        @Override
        public void close() {
            vista.close();
        }
    }
}
