package org.failuretransparency.harness.plot;

import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.Selection;

/// Figures 5.2 to 5.4, in the dissertation's form, and the time of recovery, which it leaves open.
final class CheckpointFigures {

    private static final String SIZE = "checkpoint-size";
    private static final String INTERVAL = "checkpoint-interval";
    private static final String RECOVERY = "recovery";

    private static final Axis TOUCHED = new Axis("Bytes touched between two checkpoints", Axis.Scale.BYTES);
    private static final Axis OVERHEAD = new Axis("Overhead per checkpoint (µs)", Axis.Scale.LOGARITHMIC);
    private static final Axis RECOVERY_TIME = new Axis("Time of recovery (µs)", Axis.Scale.LOGARITHMIC);
    private static final Axis INTERVALS = new Axis("Interval between checkpoints", Axis.Scale.MILLISECONDS);
    private static final Axis RELATIVE = new Axis("Added to the running time (%)", Axis.Scale.LINEAR);
    private static final Axis LOG = new Axis("Size of the log (KB)", Axis.Scale.LOGARITHMIC);

    private static final List<Cell> CELLS = List.of(Cell.DC, Cell.DC_DISK, Cell.DC_DISK_1996, Cell.DC_DISK_1998);

    private CheckpointFigures() {}

    static List<Figure> all(SeriesSource source) {
        List<Figure> figures = new ArrayList<>();
        figures.add(size(source));
        figures.add(recovery(source));
        figures.addAll(intervals(source, "5.3", "ijpeg"));
        figures.addAll(intervals(source, "5.4", "m88ksim"));
        return figures;
    }

    private static Figure size(SeriesSource source) {
        SeriesSource.Collection collection = source.collection("5.2", OVERHEAD);
        for (Cell cell : CELLS) {
            collection.addIfThere(Selection.of(SIZE, cell, Metric.OVERHEAD, Params.BYTES), cell.label());
        }
        collection.addPublished(Selection.of(SIZE, Cell.DC, Metric.OVERHEAD, Params.BYTES), Cell.DC.label());
        return new Figure(
                "fig-5.2",
                "Figure 5.2: Overhead vs. checkpoint size",
                TOUCHED,
                OVERHEAD,
                collection.series(),
                collection.notes());
    }

    private static Figure recovery(SeriesSource source) {
        SeriesSource.Collection collection = source.collection(RECOVERY, RECOVERY_TIME);
        for (Cell cell : List.of(Cell.DC, Cell.DC_DISK)) {
            collection.addIfThere(
                    Selection.of(SIZE, cell, Metric.RECOVERY_TIME, Params.BYTES).of(RECOVERY), cell.label());
        }
        List<String> notes = new ArrayList<>(collection.notes());
        notes.add("A process of 64 MB, killed; until it could go on. On a disk all of its memory is read.");
        return new Figure(
                "recovery-time",
                "Time of recovery vs. bytes in the log (64 MB process)",
                TOUCHED,
                RECOVERY_TIME,
                collection.series(),
                notes);
    }

    private static List<Figure> intervals(SeriesSource source, String number, String program) {
        SeriesSource.Collection relative = source.collection(number + "a", RELATIVE);
        SeriesSource.Collection log = source.collection(number + "b", LOG);
        for (Cell cell : CELLS) {
            relative.addIfThere(of(cell, Metric.RUN_TIME_RATIO, program), cell.label());
            Selection average = of(cell, Metric.LOG_BYTES_AVG, program);
            Look look = Look.of(cell, Params.none());
            log.addIfThere(of(cell, Metric.LOG_BYTES_MAX, program), cell.label() + ", maximum", look.second());
            log.addIfThere(average, cell.label() + ", average", look);
        }
        return List.of(
                new Figure(
                        "fig-" + number + "a",
                        "Figure " + number + "a: Runtime overhead for varying intervals (" + program + ")",
                        INTERVALS,
                        RELATIVE,
                        relative.series(),
                        relative.notes()),
                new Figure(
                        "fig-" + number + "b",
                        "Figure " + number + "b: Log size for varying intervals (" + program + ")",
                        INTERVALS,
                        LOG,
                        log.series(),
                        log.notes()));
    }

    private static Selection of(Cell cell, Metric metric, String program) {
        return Selection.of(INTERVAL, cell, metric, Params.INTERVAL_MS).of(program);
    }
}
