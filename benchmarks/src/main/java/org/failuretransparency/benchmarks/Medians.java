package org.failuretransparency.benchmarks;

import java.util.Arrays;

/// Medians of a few samples.
final class Medians {

    private Medians() {}

    /// The middle one, or the mean of the two in the middle; of at least one sample.
    static double of(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
