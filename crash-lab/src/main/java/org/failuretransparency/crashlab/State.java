package org.failuretransparency.crashlab;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The bytes of every region of a trace at one moment, by the region's index. Immutable: an array is never changed
/// after it was put here, so states share those that did not change between them.
final class State {

    static final State EMPTY = new State(new TreeMap<>());

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final Map<Integer, byte[]> regions;

    private State(Map<Integer, byte[]> regions) {
        this.regions = regions;
    }

    Map<Integer, byte[]> regions() {
        return regions;
    }

    State with(int region, byte[] bytes) {
        Map<Integer, byte[]> next = new TreeMap<>(regions);
        next.put(region, bytes);
        return new State(next);
    }

    State without(int region) {
        Map<Integer, byte[]> next = new TreeMap<>(regions);
        next.remove(region);
        return new State(next);
    }

    /// This state after the changes, in their order. Changes of regions that are not there are left out: a mutant may
    /// have moved them.
    State after(Collection<Change> changes) {
        Map<Integer, byte[]> next = new TreeMap<>(regions);
        Set<Integer> copied = new HashSet<>();
        for (Change change : changes) {
            byte[] bytes = next.get(change.region());
            if (bytes == null) {
                continue;
            }
            if (copied.add(change.region())) {
                bytes = bytes.clone();
                next.put(change.region(), bytes);
            }
            change.applyTo(bytes);
        }
        return new State(next);
    }

    /// 64 bits that differ for states that differ, but for a chance of about the square of their number in 2^64.
    long hash() {
        long hash = regions.size();
        for (Map.Entry<Integer, byte[]> region : regions.entrySet()) {
            hash = mix(hash, region.getKey());
            byte[] bytes = region.getValue();
            int whole = bytes.length & -Long.BYTES;
            for (int i = 0; i < whole; i += Long.BYTES) {
                hash = mix(hash, (long) LONGS.get(bytes, i));
            }
            for (int i = whole; i < bytes.length; i++) {
                hash = mix(hash, bytes[i]);
            }
        }
        return hash;
    }

    static long mix(long hash, long word) {
        long mixed = (hash ^ word) * MULTIPLIER;
        return mixed ^ mixed >>> 29;
    }
}
