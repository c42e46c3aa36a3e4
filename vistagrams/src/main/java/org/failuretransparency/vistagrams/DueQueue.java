package org.failuretransparency.vistagrams;

import java.util.Arrays;

/// Elements in the order in which they fall due, which is that in which they are added: all wait for the same time.
final class DueQueue {

    private long[] elements = new long[64];
    private long[] dues = new long[64];
    private int first;
    private int count;

    void add(long element, long dueNanos) {
        if (count == elements.length) {
            grow();
        }
        int at = first + count++ & elements.length - 1;
        elements[at] = element;
        dues[at] = dueNanos;
    }

    private void grow() {
        long[] oldElements = elements;
        long[] oldDues = dues;
        elements = new long[2 * oldElements.length];
        dues = new long[2 * oldDues.length];
        for (int i = 0; i < count; i++) {
            int from = first + i & oldElements.length - 1;
            elements[i] = oldElements[from];
            dues[i] = oldDues[from];
        }
        first = 0;
    }

    /// Whether the first element is due.
    boolean isDue(long nowNanos) {
        return count > 0 && dues[first] - nowNanos <= 0;
    }

    long take() {
        long element = elements[first];
        first = first + 1 & elements.length - 1;
        count--;
        return element;
    }

    void clear() {
        first = 0;
        count = 0;
        Arrays.fill(elements, 0);
    }
}
