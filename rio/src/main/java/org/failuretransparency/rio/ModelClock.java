package org.failuretransparency.rio;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// The time in which modelled drives work, in nanoseconds. It runs with the machine's clock and is moved forward where
/// a modelled drive takes longer than the real one did: `max(real, modelled)`, never the sum.
///
/// **Threads**: one.
public final class ModelClock {

    private final boolean skips;
    private final LongSupplier machineNanos;
    private long skippedNanos;

    private ModelClock(boolean skips, LongSupplier machineNanos) {
        this.skips = skips;
        this.machineNanos = machineNanos;
    }

    /// Throughput experiments: a modelled wait is added to the clock and costs no time.
    public static ModelClock virtual() {
        return virtual(System::nanoTime);
    }

    /// The same beside another clock of the machine.
    static ModelClock virtual(LongSupplier machineNanos) {
        return new ModelClock(true, machineNanos);
    }

    /// Interactive runs: a modelled wait is waited out.
    public static ModelClock waiting() {
        return new ModelClock(false, System::nanoTime);
    }

    /// Now: the machine's nanoseconds and those that were skipped.
    public long nanos() {
        return machineNanos.getAsLong() + skippedNanos;
    }

    /// Returns when the clock shows at least `finish`.
    void advanceTo(long finish) {
        long missing = finish - nanos();
        if (missing <= 0) {
            return;
        }
        if (skips) {
            skippedNanos += missing;
            return;
        }
        while (missing > 0) {
            LockSupport.parkNanos(missing);
            missing = finish - nanos();
        }
    }
}
