package org.failuretransparency.benchmarks;

import org.failuretransparency.vista.VistaMemory;

/// The loops of `yardstick.c` on Vista: the same offsets from the same generator, the same stores.
final class YardstickJava {

    private static final long FIRST_RANDOM = 88172645463325252L;

    private final VistaMemory memory;
    private final long slots;

    YardstickJava(VistaMemory memory) {
        this.memory = memory;
        this.slots = (memory.lengthBytes() - Long.BYTES) / Long.BYTES + 1;
    }

    /// Nanoseconds of a store without a transaction.
    double base(long transactions) {
        long random = FIRST_RANDOM;
        long started = System.nanoTime();
        for (long i = 0; i < transactions; i++) {
            random = next(random);
            memory.storeLong(Math.unsignedMultiplyHigh(random, slots) * Long.BYTES, i);
        }
        return (System.nanoTime() - started) / (double) transactions;
    }

    /// Nanoseconds of a transaction through the typed accessor.
    double typedPut(long transactions) {
        long random = FIRST_RANDOM;
        long started = System.nanoTime();
        for (long i = 0; i < transactions; i++) {
            random = next(random);
            memory.begin();
            memory.putLong(Math.unsignedMultiplyHigh(random, slots) * Long.BYTES, i);
            memory.commit();
        }
        return (System.nanoTime() - started) / (double) transactions;
    }

    /// Nanoseconds of a transaction that declares its range and stores.
    double setRangeThenStore(long transactions) {
        long random = FIRST_RANDOM;
        long started = System.nanoTime();
        for (long i = 0; i < transactions; i++) {
            random = next(random);
            long offset = Math.unsignedMultiplyHigh(random, slots) * Long.BYTES;
            memory.begin();
            memory.setRange(offset, Long.BYTES);
            memory.storeLong(offset, i);
            memory.commit();
        }
        return (System.nanoTime() - started) / (double) transactions;
    }

    /// Refuses a memory in which the last round's last write is missing.
    void requireLast(long transactions) {
        long random = FIRST_RANDOM;
        for (long i = 0; i < transactions; i++) {
            random = next(random);
        }
        long found = memory.getLong(Math.unsignedMultiplyHigh(random, slots) * Long.BYTES);
        if (found != transactions - 1) {
            throw new IllegalStateException(
                    "last store is not there: expected=" + (transactions - 1) + ", found=" + found);
        }
    }

    private static long next(long random) {
        long x = random;
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
        return x;
    }
}
