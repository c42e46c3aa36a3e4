package org.failuretransparency.harness.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/// 95% percentile-bootstrap intervals over blocks: the blocks of a run are drawn again with replacement, the statistic
/// is computed of each draw, and the interval holds the middle 95% of the results.
///
/// A block is the unit, because the arms of one block ran side by side on a machine in the same state. One block has no
/// interval: the result is a point. Draws whose statistic is not finite (a mean of zero below the line) are left out.
///
/// Every call starts from the seed anew, so an interval does not depend on what was computed before it.
///
/// **Threads**: any; nothing changes after construction.
///
/// **Source**: §3.5.1 gives a trimmed mean and a standard deviation only; the intervals are this project's.
public final class Bootstrap {

    private static final long SEED = 1999;
    private static final int RESAMPLES = 4_000;
    private static final double LOW_PERCENTILE = 2.5;
    private static final double HIGH_PERCENTILE = 97.5;

    private final long seed;
    private final int resamples;

    /// @param resamples how many draws, at least 1
    public Bootstrap(long seed, int resamples) {
        if (resamples < 1) {
            throw new IllegalArgumentException("too few resamples: resamples=" + resamples + ", minimum=1");
        }
        this.seed = seed;
        this.resamples = resamples;
    }

    /// The one that every command uses: 4,000 draws from a fixed seed.
    public static Bootstrap standard() {
        return new Bootstrap(SEED, RESAMPLES);
    }

    /// The interval of a statistic of `blocks` blocks, which is handed the indexes (0 to blocks - 1) that were drawn.
    public Interval of(int blocks, ToDoubleFunction<int[]> statistic) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] drawn = new int[blocks];
        return interval(() -> {
            draw(random, drawn);
            return statistic.applyAsDouble(drawn);
        });
    }

    /// The interval of the mean of values, one a block.
    public Interval ofMean(double[] values) {
        return of(values.length, drawn -> meanOf(values, drawn));
    }

    /// The interval of `mean(numerators) / mean(denominators)`, where both hold one value for each of the same blocks.
    public Interval ofPairedRatio(double[] numerators, double[] denominators) {
        return of(numerators.length, drawn -> meanOf(numerators, drawn) / meanOf(denominators, drawn));
    }

    /// The interval of `mean(numerators) / mean(denominators)` of two runs, whose blocks have nothing to do with each
    /// other.
    public Interval ofIndependentRatio(double[] numerators, double[] denominators) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] above = new int[numerators.length];
        int[] below = new int[denominators.length];
        return interval(() -> {
            draw(random, above);
            draw(random, below);
            return meanOf(numerators, above) / meanOf(denominators, below);
        });
    }

    private Interval interval(DoubleSupplier draw) {
        double[] results = new double[resamples];
        int finite = 0;
        for (int i = 0; i < resamples; i++) {
            double result = draw.getAsDouble();
            if (Double.isFinite(result)) {
                results[finite++] = result;
            }
        }
        if (finite == 0) {
            throw new IllegalArgumentException("statistic is never finite: resamples=" + resamples);
        }
        double[] sorted = Arrays.copyOf(results, finite);
        Arrays.sort(sorted);
        return new Interval(
                StatUtils.percentile(sorted, LOW_PERCENTILE), StatUtils.percentile(sorted, HIGH_PERCENTILE));
    }

    private static void draw(SplittableRandom random, int[] drawn) {
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextInt(drawn.length);
        }
    }

    private static double meanOf(double[] values, int[] indexes) {
        double sum = 0;
        for (int index : indexes) {
            sum += values[index];
        }
        return sum / indexes.length;
    }
}
