package org.failuretransparency.harness.run;

import java.util.function.DoubleSupplier;

/// Runs something until the compiler is done with it: until it is no faster than it was before.
final class WarmUp {

    private static final double STILL_FASTER = 0.95;

    private WarmUp() {}

    /// Runs it `least` times, and again until a run is no faster than the best before it, `most` times at most.
    ///
    /// @param run returns the time that it took
    static void untilNoFaster(int least, int most, DoubleSupplier run) {
        double best = Double.MAX_VALUE;
        for (int runs = 1; ; runs++) {
            double time = run.getAsDouble();
            if (runs >= least && time > best * STILL_FASTER || runs == most) {
                return;
            }
            best = Math.min(best, time);
        }
    }
}
