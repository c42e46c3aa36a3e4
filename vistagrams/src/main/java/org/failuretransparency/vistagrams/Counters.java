package org.failuretransparency.vistagrams;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What one thread counts and others read. Counting is on the hot path, so that counters are found by their ordinals.
@SuppressWarnings("EnumOrdinal")
final class Counters {

    private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[Counter.values().length];

    void add(Counter counter, long more) {
        int index = counter.ordinal();
        ELEMENTS.setOpaque(counts, index, counts[index] + more);
    }

    void count(Counter counter) {
        add(counter, 1);
    }

    long get(Counter counter) {
        return (long) ELEMENTS.getOpaque(counts, counter.ordinal());
    }
}
