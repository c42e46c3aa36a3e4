package org.failuretransparency.harness.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.DatabaseSize;
import org.failuretransparency.harness.results.Measurements;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.Selection;
import org.failuretransparency.harness.statistics.Bootstrap;
import org.failuretransparency.harness.statistics.Interval;

/// Makes series of a run's measurements and of published values.
///
/// @param published none where the project's folder is not at hand
record SeriesSource(Measurements measurements, Published published, Bootstrap bootstrap) {

    private static final int BLOCKS_FOR_AN_INTERVAL = 3;
    private static final double MICROS_PER_NANO = 1e-3;

    /// The factor from a metric's unit to the one on the charts: times are shown in microseconds.
    static double scaleOf(Metric metric) {
        return metric.unit().equals("ns") ? MICROS_PER_NANO : 1;
    }

    /// Collects the series of one figure: what was measured, what was published for it, and what is missing.
    final class Collection {

        private final String figure;
        private final List<Series> measured = new ArrayList<>();
        private final List<Series> paper = new ArrayList<>();
        private final List<String> missing = new ArrayList<>();
        private final List<String> dropped = new ArrayList<>();

        /// @param figure the number of the dissertation's figure, e.g. `3.4a`
        Collection(String figure) {
            this.figure = figure;
        }

        /// Adds a series of the selected values under a name. One without values is noted as missing.
        void add(Selection selection, String label) {
            Params params = selection.wanted().containsKey(Params.GROUP)
                    ? Params.none().with(Params.GROUP, selection.wanted().get(Params.GROUP))
                    : Params.none();
            Look look = Look.of(selection.cell(), params);
            List<Point> points = points(selection, label);
            if (points.isEmpty()) {
                missing.add(label);
            } else {
                measured.add(new Series(label, look, points));
            }
        }

        /// Adds the published points of a cell, if there are any, as hollow markers.
        void addPublished(Selection selection, String label) {
            List<Point> points =
                    published.points(figure, selection.cell(), selection.metric(), scaleOf(selection.metric()));
            if (!points.isEmpty()) {
                paper.add(new Series(
                        label + ", published",
                        Look.of(selection.cell(), Params.none()).published(),
                        points));
            }
        }

        List<Series> series() {
            List<Series> all = new ArrayList<>(measured);
            all.addAll(paper);
            return all;
        }

        /// What has to be said beneath the figure.
        List<String> notes() {
            List<String> notes = new ArrayList<>();
            if (!measured.isEmpty()) {
                boolean intervals = measured.stream()
                        .flatMap(one -> one.points().stream())
                        .anyMatch(point -> point.interval().isPresent());
                notes.add(
                        intervals
                                ? "Bars: 95% bootstrap intervals over blocks, where there are " + BLOCKS_FOR_AN_INTERVAL
                                        + " or more."
                                : "No intervals: fewer than " + BLOCKS_FOR_AN_INTERVAL + " blocks.");
            }
            if (measured.stream().anyMatch(one -> one.look().stroke().getDashArray() != null)) {
                notes.add("Dashed: modelled disks, partly computed times.");
            }
            if (!paper.isEmpty()) {
                notes.add("Hollow: values in the dissertation's text, of its 175 MHz Alpha.");
            }
            List<String> ratios = published.ratios(figure);
            if (!ratios.isEmpty()) {
                notes.add("Published: " + String.join("; ", ratios) + ".");
            }
            if (!missing.isEmpty()) {
                notes.add("No data: " + String.join(", ", missing) + ".");
            }
            if (!dropped.isEmpty()) {
                notes.add("Not above 0 and so not on the axis: " + String.join(", ", dropped) + ".");
            }
            return notes;
        }

        private List<Point> points(Selection selection, String label) {
            NavigableMap<Double, BlockValues> selected = measurements.select(selection);
            List<Point> points = new ArrayList<>();
            double scale = scaleOf(selection.metric());
            int notPositive = 0;
            for (Map.Entry<Double, BlockValues> entry : selected.entrySet()) {
                BlockValues values = entry.getValue();
                if (values.mean() <= 0) {
                    notPositive++;
                } else {
                    double x = place(selection, entry.getKey());
                    points.add(new Point(x, values.mean() * scale, interval(values, scale)));
                }
            }
            if (notPositive > 0) {
                dropped.add(notPositive + " of " + label);
            }
            return points;
        }

        /// A database is at its true size; a run names it by the size that was asked for.
        private static double place(Selection selection, double asked) {
            return selection.axis().equals(Params.DATABASE_BYTES)
                    ? DatabaseSize.ofAsked(selection.experiment(), Math.round(asked))
                    : asked;
        }

        private Optional<Interval> interval(BlockValues values, double scale) {
            if (values.blocks() < BLOCKS_FOR_AN_INTERVAL) {
                return Optional.empty();
            }
            Interval interval = bootstrap.ofMean(values.values());
            // Below zero there is nothing on a logarithmic axis.
            return interval.low() <= 0
                    ? Optional.empty()
                    : Optional.of(new Interval(interval.low() * scale, interval.high() * scale));
        }
    }

    Collection collection(String figure) {
        return new Collection(figure);
    }
}
