package org.failuretransparency.harness.statistics;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/// What the blocks of a run say about one quantity.
///
/// @param blocks how many blocks
/// @param mean the mean of the blocks' values
/// @param stdev their sample standard deviation; 0 for one block
/// @param interval the 95% interval of the mean; a point for one block
/// @param trimmedMean see [#trimmedMeanOf(double\[\])]
public record Estimate(int blocks, double mean, double stdev, Interval interval, double trimmedMean) {

    private static final int TRIALS_OF_THE_DISSERTATION = 5;

    /// The estimate from the blocks' values, at least one.
    public static Estimate of(double[] values, Bootstrap bootstrap) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values to estimate from: blocks=0, minimum=1");
        }
        double mean = StatUtils.mean(values);
        double stdev = values.length == 1 ? 0 : Math.sqrt(StatUtils.variance(values));
        return new Estimate(values.length, mean, stdev, bootstrap.ofMean(values), trimmedMeanOf(values));
    }

    /// The dissertation's average: of five values the best and the worst are dropped and the other three averaged
    /// (§3.5.1). Of other numbers: one value is dropped at each end for each whole five, at least one; of fewer than
    /// three none.
    public static double trimmedMeanOf(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int dropped = sorted.length < 3 ? 0 : Math.max(1, sorted.length / TRIALS_OF_THE_DISSERTATION);
        return StatUtils.mean(sorted, dropped, sorted.length - 2 * dropped);
    }
}
