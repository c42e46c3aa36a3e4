package org.failuretransparency.harness.claims;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.statistics.Interval;
import org.failuretransparency.harness.statistics.LinearFit;

/// A line through mean times in us over sizes in some unit.
///
/// @param slope us for each unit, with its interval over the blocks that all sizes have
record Line(LinearFit fit, Measured slope) {

    private static final double STRAIGHT_R_SQUARED = 0.95;
    private static final int SIZES_FOR_A_LINE = 3;
    private static final double MICROS_PER_NANO = 1e-3;

    /// @param sizes times in ns by their sizes in bytes
    /// @param unitBytes bytes of the unit in which sizes are counted
    static Line fit(Evidence evidence, NavigableMap<Double, BlockValues> sizes, double unitBytes, String what) {
        if (sizes.size() < SIZES_FOR_A_LINE) {
            throw new NotTestedException(
                    "too few sizes for a line: " + what + ", sizes=" + sizes.size() + ", minimum=" + SIZES_FOR_A_LINE);
        }
        List<double[]> perSize = new ArrayList<>();
        SortedSet<Integer> blocks = commonBlocks(sizes, what);
        sizes.values().forEach(values -> perSize.add(values.valuesOf(blocks)));
        double[] units =
                sizes.keySet().stream().mapToDouble(bytes -> bytes / unitBytes).toArray();
        LinearFit fit =
                through(units, perSize, what, IntStream.range(0, blocks.size()).toArray());
        Interval interval = evidence.bootstrap()
                .of(blocks.size(), drawn -> through(units, perSize, what, drawn).slope());
        return new Line(fit, new Measured(fit.slope(), interval, blocks.size()));
    }

    /// `linear in the bytes: R2 = 0.97`, or not.
    String straightness() {
        String straight =
                fit.rSquared() >= STRAIGHT_R_SQUARED ? "linear in the bytes: R2 = " : "not linear in the bytes: R2 = ";
        return straight + Words.number(fit.rSquared());
    }

    private static SortedSet<Integer> commonBlocks(NavigableMap<Double, BlockValues> sizes, String what) {
        BlockValues first = sizes.firstEntry().getValue();
        SortedSet<Integer> common = new TreeSet<>(first.byBlock().keySet());
        sizes.values().forEach(values -> common.retainAll(values.byBlock().keySet()));
        if (common.isEmpty()) {
            throw new NotTestedException("no common block: " + what);
        }
        return common;
    }

    private static LinearFit through(double[] units, List<double[]> perSize, String what, int[] blocks) {
        double[] micros = perSize.stream()
                .mapToDouble(values -> Arrays.stream(blocks)
                        .mapToDouble(block -> values[block])
                        .average()
                        .orElseThrow())
                .map(nanos -> nanos * MICROS_PER_NANO)
                .toArray();
        for (double time : micros) {
            if (time <= 0) {
                throw new NotTestedException("no line through a time that is not above 0: " + what);
            }
        }
        return LinearFit.relative(units, micros);
    }
}
