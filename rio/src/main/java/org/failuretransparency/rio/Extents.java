package org.failuretransparency.rio;

import java.util.Arrays;
import java.util.Comparator;

/// The parts of one region's file that changed since its last sync, in whole sectors, as a disk model charges them:
/// sorted, and merged where they touch.
final class Extents {

    private static final long SECTOR_BYTES = 512;
    private static final int INITIAL_CAPACITY = 16;

    private final DiskModel model;
    private final Device device;
    private final long position;
    private long[] starts = new long[INITIAL_CAPACITY];
    private long[] ends = new long[INITIAL_CAPACITY];
    private int count;

    Extents(DiskModel model, Device device, long position) {
        this.model = model;
        this.device = device;
        this.position = position;
    }

    void add(long fileOffset, long lengthBytes) {
        if (lengthBytes == 0) {
            return;
        }
        long start = position + fileOffset & -SECTOR_BYTES;
        long end = position + fileOffset + lengthBytes + SECTOR_BYTES - 1 & -SECTOR_BYTES;
        if (count > 0 && start >= starts[count - 1] && start <= ends[count - 1]) {
            ends[count - 1] = Math.max(ends[count - 1], end);
            return;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        starts[count] = start;
        ends[count++] = end;
    }

    long nowNanos() {
        return model.nowNanos();
    }

    /// Waits until the modelled drive has written all of it, had it begun at `issuedNanos`, and forgets it.
    void write(long issuedNanos) {
        merge();
        long[] lengths = new long[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = ends[i] - starts[i];
        }
        model.serve(device, issuedNanos, starts, lengths, count);
        count = 0;
    }

    /// Sorts the extents and joins those that touch. Returns how many there are then.
    int merge() {
        long[][] sorted = new long[count][];
        for (int i = 0; i < count; i++) {
            sorted[i] = new long[] {starts[i], ends[i]};
        }
        Arrays.sort(sorted, Comparator.comparingLong(extent -> extent[0]));
        count = 0;
        for (long[] extent : sorted) {
            if (count > 0 && extent[0] <= ends[count - 1]) {
                ends[count - 1] = Math.max(ends[count - 1], extent[1]);
            } else {
                starts[count] = extent[0];
                ends[count++] = extent[1];
            }
        }
        return count;
    }

    long start(int index) {
        return starts[index];
    }

    long end(int index) {
        return ends[index];
    }
}
