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
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double BYTES_PER_KILOBYTE = 1024;
    private static final double PERCENT = 100;

    /// A value as the charts show it: times in microseconds, logs in KB, a relative running time as what is added, in
    /// per cent.
    static double shown(Metric metric, double value) {
        return switch (metric) {
            case RUN_TIME_RATIO -> PERCENT * (value - 1);
            case LOG_BYTES_AVG, LOG_BYTES_MAX -> value / BYTES_PER_KILOBYTE;
            default -> metric.unit().equals("ns") ? value / NANOS_PER_MICRO : value;
        };
    }

    /// Collects the series of one figure: what was measured, what was published for it, and what is missing.
    final class Collection {

        private final String figure;
        private final boolean positiveOnly;
        private final List<Series> measured = new ArrayList<>();
        private final List<Series> paper = new ArrayList<>();
        private final List<String> missing = new ArrayList<>();
        private final List<String> dropped = new ArrayList<>();

        /// @param figure the number of the dissertation's figure, e.g. `3.4a`
        Collection(String figure, Axis y) {
            this.figure = figure;
            this.positiveOnly = y.scale() != Axis.Scale.LINEAR;
        }

        /// Adds a series of the selected values under a name. One without values is noted as missing.
        void add(Selection selection, String label) {
            Params params = selection.wanted().containsKey(Params.GROUP)
                    ? Params.none().with(Params.GROUP, selection.wanted().get(Params.GROUP))
                    : Params.none();
            add(selection, label, Look.of(selection.cell(), params));
        }

        /// The same with a look of its own.
        void add(Selection selection, String label, Look look) {
            List<Point> points = points(selection, label);
            if (points.isEmpty()) {
                missing.add(label);
            } else {
                measured.add(new Series(label, look, points));
            }
        }

        /// Adds a series that a run may well do without.
        void addIfThere(Selection selection, String label) {
            addIfThere(selection, label, Look.of(selection.cell(), Params.none()));
        }

        void addIfThere(Selection selection, String label, Look look) {
            if (!measurements.select(selection).isEmpty()) {
                add(selection, label, look);
            }
        }

        /// Adds the published points of a cell, if there are any, as hollow markers.
        void addPublished(Selection selection, String label) {
            List<Point> points = published.points(figure, selection.cell(), selection.metric());
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
                notes.add("Hollow: values in the dissertation's text, of its " + Labels.machineOf(figure) + ".");
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
            Metric metric = selection.metric();
            int notPositive = 0;
            for (Map.Entry<Double, BlockValues> entry : selected.entrySet()) {
                BlockValues values = entry.getValue();
                double y = shown(metric, values.mean());
                if (y <= 0 && positiveOnly) {
                    notPositive++;
                } else {
                    double x = place(selection, entry.getKey());
                    points.add(new Point(x, y, interval(metric, values)));
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

        private Optional<Interval> interval(Metric metric, BlockValues values) {
            if (values.blocks() < BLOCKS_FOR_AN_INTERVAL) {
                return Optional.empty();
            }
            Interval interval = bootstrap.ofMean(values.values());
            Interval shown = new Interval(shown(metric, interval.low()), shown(metric, interval.high()));
            // Below zero there is nothing on a logarithmic axis.
            return shown.low() <= 0 && positiveOnly ? Optional.empty() : Optional.of(shown);
        }
    }

    /// @param y the figure's vertical axis
    Collection collection(String figure, Axis y) {
        return new Collection(figure, y);
    }
}
