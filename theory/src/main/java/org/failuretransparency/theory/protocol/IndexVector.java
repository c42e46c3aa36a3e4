package org.failuretransparency.theory.protocol;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// For each process the index of one of its events, or -1 for none; the indexes only grow. Vector clocks of this kind
/// say on which events a state depends, or which it knows to be committed or logged.
final class IndexVector {

    private final int[] indexes;

    IndexVector(int processes) {
        indexes = new int[processes];
        clear();
    }

    int get(int process) {
        return indexes[process];
    }

    void raise(int process, int index) {
        indexes[process] = Math.max(indexes[process], index);
    }

    void raise(IndexVector other) {
        for (int process = 0; process < indexes.length; process++) {
            raise(process, other.indexes[process]);
        }
    }

    void clear() {
        Arrays.fill(indexes, -1);
    }

    /// The set of the processes whose index is greater than in `other`.
    long above(IndexVector other) {
        long set = 0;
        for (int process = 0; process < indexes.length; process++) {
            if (indexes[process] > other.indexes[process]) {
                set |= 1L << process;
            }
        }
        return set;
    }

    int lengthBytes() {
        return indexes.length * Integer.BYTES;
    }

    /// Writes the vector at `offset`, and returns the offset after it.
    int write(MemorySegment out, int offset) {
        MemorySegment.copy(indexes, 0, out, JAVA_INT_UNALIGNED, offset, indexes.length);
        return offset + lengthBytes();
    }

    /// Becomes the vector that [#write] wrote at `offset`, and returns the offset after it.
    int read(MemorySegment in, int offset) {
        MemorySegment.copy(in, JAVA_INT_UNALIGNED, offset, indexes, 0, indexes.length);
        return offset + lengthBytes();
    }

    /// Takes the greater indexes of the vector that [#write] wrote at `offset`, and returns the offset after it.
    int raiseFrom(MemorySegment in, int offset) {
        for (int process = 0; process < indexes.length; process++) {
            raise(process, in.get(JAVA_INT_UNALIGNED, offset + (long) process * Integer.BYTES));
        }
        return offset + lengthBytes();
    }
}
