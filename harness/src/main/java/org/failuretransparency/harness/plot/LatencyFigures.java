package org.failuretransparency.harness.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Params;

/// Latency percentiles: one figure an experiment, from its latency log.
final class LatencyFigures {

    private static final Axis PERCENTILE = new Axis("Percentile", Axis.Scale.PERCENTILE);
    private static final Axis LATENCY = new Axis("Latency of a transaction (µs)", Axis.Scale.LOGARITHMIC);
    private static final int STEPS_PER_HALF_DISTANCE = 5;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double PERCENT = 100;

    private LatencyFigures() {}

    static List<Figure> all(SortedMap<String, SortedMap<String, Histogram>> byExperiment) {
        List<Figure> figures = new ArrayList<>();
        byExperiment.forEach((experiment, byTag) -> figures.add(figure(experiment, byTag)));
        return figures;
    }

    /// A tag read back: the cell and the parameters of its arm.
    private record Tag(Cell cell, Params params) {

        static Tag of(String text) {
            String[] parts = text.split(";", -1);
            int slash = parts[0].indexOf('/');
            Cell cell = slash < 0
                    ? new Cell(parts[0], "")
                    : new Cell(parts[0].substring(0, slash), parts[0].substring(slash + 1));
            List<String> pairs = new ArrayList<>();
            for (int i = 1; i < parts.length; i++) {
                if (parts[i].indexOf('=') > 0) {
                    pairs.add(parts[i]);
                }
            }
            return new Tag(cell, Params.parse(String.join(";", pairs)));
        }
    }

    private static Figure figure(String experiment, SortedMap<String, Histogram> byTag) {
        SortedMap<String, Tag> tags = new TreeMap<>();
        byTag.keySet().forEach(text -> tags.put(text, Tag.of(text)));
        ArmChoice<String> choice = ArmChoice.of(
                tags.keySet(), text -> tags.getOrDefault(text, Tag.of(text)).params());
        List<Series> series = new ArrayList<>();
        for (String text : choice.chosen()) {
            Tag tag = tags.getOrDefault(text, Tag.of(text));
            List<Point> points = percentiles(byTag.getOrDefault(text, new Histogram(3)));
            if (!points.isEmpty()) {
                series.add(new Series(ArmChoice.label(tag.cell, tag.params), Look.of(tag.cell, tag.params), points));
            }
        }
        List<String> notes = new ArrayList<>(choice.notes());
        notes.add("Transactions one by one; dashed: modelled disks, partly computed times.");
        return new Figure(
                "latency-" + experiment,
                "Latency percentiles (" + experiment + ")",
                PERCENTILE,
                LATENCY,
                series,
                notes);
    }

    private static List<Point> percentiles(Histogram histogram) {
        List<Point> points = new ArrayList<>();
        for (HistogramIterationValue value : histogram.percentiles(STEPS_PER_HALF_DISTANCE)) {
            double fraction = value.getPercentileLevelIteratedTo() / PERCENT;
            // The maximum lies at 100%, which has no place on the axis.
            if (fraction < 1 && value.getValueIteratedTo() > 0) {
                points.add(Point.of(fraction, value.getValueIteratedTo() / NANOS_PER_MICRO));
            }
        }
        return points;
    }
}
