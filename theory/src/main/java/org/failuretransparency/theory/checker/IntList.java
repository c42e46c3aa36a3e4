package org.failuretransparency.theory.checker;

import java.util.Arrays;

/// A list of ints that grows at its end.
final class IntList {

    private int[] values = new int[16];
    private int count;

    void add(int value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count + (count >> 1));
        }
        values[count++] = value;
    }

    int get(int place) {
        return values[place];
    }

    int size() {
        return count;
    }

    /// The place of the last value that is at most `limit`, or -1. The values must be ascending.
    int lastAtMost(int limit) {
        int place = Arrays.binarySearch(values, 0, count, limit);
        return place >= 0 ? place : -place - 2;
    }
}
