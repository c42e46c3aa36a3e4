package org.failuretransparency.harness.claims;

import java.util.Collection;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.Measurements;
import org.failuretransparency.harness.results.Selection;
import org.failuretransparency.harness.statistics.Bootstrap;

/// A run's measurements as the rules ask for them. What is not there ends the judgement with [NotTestedException].
///
/// @param measurements valid samples only, and what is derived from them
record Evidence(Measurements measurements, Bootstrap bootstrap) {

    boolean has(Selection selection) {
        return !measurements.select(selection).isEmpty();
    }

    /// The selected values by their place on the axis, at least one.
    NavigableMap<Double, BlockValues> find(Selection selection) {
        NavigableMap<Double, BlockValues> found = measurements.select(selection);
        if (found.isEmpty()) {
            long invalid = measurements.invalidSamples(selection);
            throw new NotTestedException(
                    invalid == 0
                            ? "not measured: " + selection
                            : "only invalid samples: " + selection + ", " + invalid + " samples");
        }
        return found;
    }

    /// The places on the axis that all selections have values for, at least one.
    SortedSet<Double> commonPlaces(Collection<Selection> selections) {
        SortedSet<Double> common = null;
        for (Selection selection : selections) {
            NavigableMap<Double, BlockValues> found = find(selection);
            if (common == null) {
                common = new TreeSet<>(found.keySet());
            } else {
                common.retainAll(found.keySet());
            }
        }
        if (common == null || common.isEmpty()) {
            throw new NotTestedException("no common place on the axis: " + selections);
        }
        return common;
    }

    BlockValues at(Selection selection, double place) {
        BlockValues values = find(selection).get(place);
        if (values == null) {
            throw new NotTestedException(
                    "not measured: " + selection + " at " + selection.axis() + "=" + Words.number(place));
        }
        return values;
    }

    /// The mean with its interval.
    Measured mean(BlockValues values, double scale) {
        double[] scaled = values.values();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= scale;
        }
        return new Measured(values.mean() * scale, bootstrap.ofMean(scaled), scaled.length);
    }

    /// The ratio of the means over the blocks that both have.
    Measured ratio(BlockValues numerator, BlockValues denominator, String what) {
        SortedSet<Integer> blocks = numerator.commonBlocks(denominator);
        if (blocks.isEmpty()) {
            throw new NotTestedException("no common block: " + what);
        }
        double[] above = numerator.valuesOf(blocks);
        double[] below = denominator.valuesOf(blocks);
        double ratio = mean(above) / mean(below);
        if (!Double.isFinite(ratio) || ratio <= 0) {
            throw new NotTestedException("no ratio of a value that is not above 0: " + what + ", means "
                    + Words.number(mean(above)) + " and " + Words.number(mean(below)));
        }
        return new Measured(ratio, bootstrap.ofPairedRatio(above, below), blocks.size());
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
