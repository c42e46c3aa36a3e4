package org.failuretransparency.harness.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.TimelinePoint;

/// How throughput went over the time of a trial: one figure an experiment, of its first block. RVM's truncations show
/// here.
final class TimelineFigures {

    private static final Axis TIME =
            new Axis("Time since the trial's start (% of its length, which the legend gives)", Axis.Scale.LINEAR);
    private static final double PERCENT = 100;

    private TimelineFigures() {}

    static List<Figure> all(List<TimelinePoint> points) {
        SortedMap<String, List<TimelinePoint>> byExperiment = points.stream()
                .filter(point -> point.metric() == Metric.THROUGHPUT)
                .collect(Collectors.groupingBy(TimelinePoint::experiment, TreeMap::new, Collectors.toList()));
        List<Figure> figures = new ArrayList<>();
        byExperiment.forEach((experiment, values) -> figures.add(figure(experiment, values)));
        return figures;
    }

    private static Figure figure(String experiment, List<TimelinePoint> points) {
        int block = points.stream().mapToInt(TimelinePoint::block).min().orElse(0);
        SortedMap<Arm, List<TimelinePoint>> byArm = points.stream()
                .filter(point -> point.block() == block)
                .collect(Collectors.groupingBy(TimelinePoint::arm, TreeMap::new, Collectors.toList()));
        ArmChoice<Arm> choice = ArmChoice.of(byArm.keySet(), Arm::params);
        List<Series> series = new ArrayList<>();
        for (Arm arm : choice.chosen()) {
            List<TimelinePoint> slices = byArm.getOrDefault(arm, List.of());
            double seconds = slices.stream()
                    .mapToDouble(TimelinePoint::elapsedSeconds)
                    .max()
                    .orElse(1);
            List<Point> line = slices.stream()
                    .filter(point -> point.value() > 0)
                    .sorted(Comparator.comparingDouble(TimelinePoint::elapsedSeconds))
                    .map(point -> Point.of(PERCENT * point.elapsedSeconds() / seconds, point.value()))
                    .toList();
            if (!line.isEmpty()) {
                String label = ArmChoice.label(arm.cell(), arm.params())
                        + String.format(Locale.ROOT, seconds < 1 ? ": %.2f s" : ": %.1f s", seconds);
                series.add(new Series(label, Look.of(arm.cell(), arm.params()), line));
            }
        }
        List<String> notes = new ArrayList<>(choice.notes());
        notes.add("Block " + block + " of the run; dashed: modelled disks, in virtual time.");
        return new Figure(
                "timeline-" + experiment,
                "Throughput over time (" + experiment + ")",
                TIME,
                new Axis("Throughput (transactions per second)", Axis.Scale.LOGARITHMIC),
                series,
                notes);
    }
}
