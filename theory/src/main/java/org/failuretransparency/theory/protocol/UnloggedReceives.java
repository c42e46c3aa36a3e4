package org.failuretransparency.theory.protocol;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// The receive sequence numbers of a process that no other process is known to hold: the indexes of its last receives,
/// in order.
final class UnloggedReceives {

    /// The most numbers; a process must not receive when there are so many.
    static final int LIMIT = 1_000;

    private final int[] indexes = new int[LIMIT];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == LIMIT;
    }

    int last() {
        return indexes[count - 1];
    }

    void add(int index) {
        indexes[count++] = index;
    }

    /// Forgets the numbers up to `index`: they are logged.
    void logged(int index) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (indexes[i] > index) {
                indexes[kept++] = indexes[i];
            }
        }
        count = kept;
    }

    /// Writes the numbers at `offset`, and returns the offset after them.
    int write(MemorySegment out, int offset) {
        out.set(JAVA_INT_UNALIGNED, offset, count);
        MemorySegment.copy(indexes, 0, out, JAVA_INT_UNALIGNED, offset + Integer.BYTES, count);
        return offset + (1 + count) * Integer.BYTES;
    }

    /// Becomes what [#write] wrote at `offset`, and returns the offset after it.
    int read(MemorySegment in, int offset) {
        count = in.get(JAVA_INT_UNALIGNED, offset);
        MemorySegment.copy(in, JAVA_INT_UNALIGNED, offset + Integer.BYTES, indexes, 0, count);
        return offset + (1 + count) * Integer.BYTES;
    }

    /// The last of the numbers that [#write] wrote at `offset`; -1 if there are none.
    static int lastOf(MemorySegment in, int offset) {
        int written = in.get(JAVA_INT_UNALIGNED, offset);
        return written == 0 ? -1 : in.get(JAVA_INT_UNALIGNED, offset + (long) written * Integer.BYTES);
    }
}
