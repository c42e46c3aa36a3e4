package org.failuretransparency.vistagrams;

import static org.failuretransparency.rio.Stores.STORES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.failuretransparency.rio.RawMemory;

/// Datagrams that arrived before they were asked for, or whose transaction may still undo their receive: copies in
/// volatile memory. Those that wait are in one of two queues, of requests and of responses. What is lost here in a
/// crash comes again: its sender has it in reliable memory.
final class Parked {

    static final int NONE = -1;
    static final int REQUESTS = 0;
    static final int RESPONSES = 1;
    private static final int FIRST_ITEMS = 64;

    final MemorySegment memory;
    private final long base;
    private final Buffers buffers;
    private final int[] first = {NONE, NONE};
    private final int[] last = {NONE, NONE};
    private int[] next = new int[FIRST_ITEMS];
    private int[] previous = new int[FIRST_ITEMS];
    private long[] places = new long[FIRST_ITEMS];
    private long[] sources = new long[FIRST_ITEMS];
    private int firstFree = NONE;
    private int everUsed;

    Parked(Arena arena, long lengthBytes) {
        memory = arena.allocate(lengthBytes, Buffers.BLOCK_BYTES);
        base = memory.address();
        buffers = new Buffers(lengthBytes);
    }

    /// Copies a datagram; returns its item, which is in no queue, or NONE if there is no room.
    int copy(long address, int lengthBytes, long source) {
        long place = buffers.take(lengthBytes);
        if (place < 0) {
            return NONE;
        }
        int item = firstFree;
        if (item != NONE) {
            firstFree = next[item];
        } else {
            item = everUsed++;
            if (item == next.length) {
                grow();
            }
        }
        places[item] = place;
        sources[item] = source;
        STORES.copy(address, RawMemory.known(base + place), lengthBytes);
        return item;
    }

    private void grow() {
        int count = 2 * next.length;
        next = Arrays.copyOf(next, count);
        previous = Arrays.copyOf(previous, count);
        places = Arrays.copyOf(places, count);
        sources = Arrays.copyOf(sources, count);
    }

    void append(int queue, int item) {
        int before = last[queue];
        previous[item] = before;
        next[item] = NONE;
        last[queue] = item;
        if (before == NONE) {
            first[queue] = item;
        } else {
            next[before] = item;
        }
    }

    /// Puts an item before all others.
    void prepend(int queue, int item) {
        int behind = first[queue];
        previous[item] = NONE;
        next[item] = behind;
        first[queue] = item;
        if (behind == NONE) {
            last[queue] = item;
        } else {
            previous[behind] = item;
        }
    }

    /// Takes an item out of its queue.
    void remove(int queue, int item) {
        if (previous[item] == NONE) {
            first[queue] = next[item];
        } else {
            next[previous[item]] = next[item];
        }
        if (next[item] == NONE) {
            last[queue] = previous[item];
        } else {
            previous[next[item]] = previous[item];
        }
    }

    /// Forgets an item that is in no queue. Its bytes stay until the next copy.
    void release(int item) {
        buffers.release(places[item]);
        next[item] = firstFree;
        firstFree = item;
    }

    int first(int queue) {
        return first[queue];
    }

    long address(int item) {
        return RawMemory.known(base + places[item]);
    }

    long source(int item) {
        return sources[item];
    }

    long takenBytes() {
        return buffers.takenBytes();
    }
}
