package org.failuretransparency.harness.compare;

import java.util.Optional;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.Key;
import org.failuretransparency.harness.results.Metric.Better;
import org.failuretransparency.harness.statistics.Bootstrap;
import org.failuretransparency.harness.statistics.Interval;

/// How one series differs between a run A and a run B.
///
/// @param ratio mean of B over mean of A; infinite where A is 0 and B is not; empty where no ratio makes sense, since a
///     mean is negative
/// @param interval the ratio's 95% interval; empty where a run has a single block, or there is no finite ratio
/// @param significant whether the interval excludes 1 and the difference is not negligible; from 0 to anything else in
///     every block counts as well
record Difference(
        Key key, double meanA, double meanB, Optional<Double> ratio, Optional<Interval> interval, boolean significant) {

    static Difference of(Key key, BlockValues a, BlockValues b, Bootstrap bootstrap) {
        double meanA = a.mean();
        double meanB = b.mean();
        if (meanA == 0 && meanB == 0) {
            return new Difference(key, meanA, meanB, Optional.of(1.0), Optional.empty(), false);
        }
        if (meanA == 0 && meanB > 0) {
            boolean everywhere = b.byBlock().values().stream()
                    .allMatch(value -> value > key.metric().negligible());
            return new Difference(
                    key, meanA, meanB, Optional.of(Double.POSITIVE_INFINITY), Optional.empty(), everywhere);
        }
        if (meanA <= 0 || meanB < 0) {
            return new Difference(key, meanA, meanB, Optional.empty(), Optional.empty(), false);
        }
        Optional<Interval> interval = a.blocks() < 2 || b.blocks() < 2
                ? Optional.empty()
                : Optional.of(bootstrap.ofIndependentRatio(b.values(), a.values()));
        boolean matters = Math.abs(meanB - meanA) > key.metric().negligible();
        boolean significant =
                matters && interval.map(range -> !range.contains(1)).orElse(false);
        return new Difference(key, meanA, meanB, Optional.of(meanB / meanA), interval, significant);
    }

    /// Whether B is significantly worse than A in the metric's own direction.
    boolean isWorse() {
        return significant && loss() > 0;
    }

    boolean isBetter() {
        return significant && loss() < 0;
    }

    /// Whether B is significantly worse by more than a tolerance, e.g. 0.1 for 10%.
    boolean isWorseThan(double tolerance) {
        return isWorse() && loss() > Math.log1p(tolerance);
    }

    /// The logarithm of the factor by which B is worse: positive is worse, negative better, 0 where no direction is.
    double loss() {
        double log = Math.log(ratio.orElse(1.0));
        Better better = key.metric().better();
        return switch (better) {
            case LOWER -> log;
            case HIGHER -> -log;
            case NEITHER -> 0;
        };
    }
}
