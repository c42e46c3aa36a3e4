package org.failuretransparency.vistagrams;

import java.util.Arrays;

/// A list of numbers that grows and is used again, so that it allocates nothing in the long run.
final class LongList {

    private long[] elements = new long[16];
    private int count;

    void add(long element) {
        if (count == elements.length) {
            elements = Arrays.copyOf(elements, 2 * count);
        }
        elements[count++] = element;
    }

    long get(int index) {
        return elements[index];
    }

    void set(int index, long element) {
        elements[index] = element;
    }

    long removeLast() {
        return elements[--count];
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
    }
}
