package org.failuretransparency.harness.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Csv;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.ResultsException;

/// The values that stand in the dissertation's text for its figures: `results/paper/chapter-3.csv` and those beside it.
///
/// Only values in a metric's own unit can be drawn; ratios and slopes are for the footnote.
record Published(List<Value> values) {

    private static final List<String> COLUMNS = List.of(
            "figure", "system", "storage", "params", "against", "x_name", "x_value", "x_unit", "metric", "unit",
            "value", "source");
    private static final Path FOLDER = Path.of("results", "paper");

    Published {
        values = List.copyOf(values);
    }

    /// A published value.
    ///
    /// @param against the cell that a ratio is relative to, e.g. `rvm/rio`; empty for a value in its own unit
    /// @param x the place on the horizontal axis; 0 where the text gives none
    /// @param source section and words
    record Value(
            String figure,
            Cell cell,
            Params params,
            String against,
            double x,
            String metric,
            String unit,
            double value,
            String source) {

        boolean isPoint() {
            return against.isEmpty() && x > 0;
        }

        boolean isRatio() {
            return !against.isEmpty();
        }
    }

    /// Reads the published values in the project's folder; none where they are not there.
    static Published read(Path projectFolder) {
        Path folder = projectFolder.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return none();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new Published(files.sorted()
                    .flatMap(file -> Csv.read(file, COLUMNS, Published::value).stream())
                    .toList());
        } catch (IOException e) {
            throw new ResultsException.Io(folder, e);
        }
    }

    static Published none() {
        return new Published(List.of());
    }

    /// The points of a cell in a figure.
    List<Point> points(String figure, Cell cell, Metric metric) {
        return values.stream()
                .filter(value -> value.figure.equals(figure)
                        && value.cell.equals(cell)
                        && value.isPoint()
                        && value.metric.equals(metric.id())
                        && value.unit.equals(metric.unit()))
                .map(value -> Point.of(value.x, SeriesSource.shown(metric, value.value)))
                .toList();
    }

    /// The ratios of a figure, in the words of the sources.
    List<String> ratios(String figure) {
        return values.stream()
                .filter(value -> value.figure.equals(figure) && value.isRatio())
                .map(Value::source)
                .distinct()
                .toList();
    }

    private static Value value(Csv.Row row) {
        return new Value(
                row.name("figure"),
                new Cell(row.name("system"), row.text("storage")),
                Params.parse(row.text("params")),
                row.text("against"),
                row.text("x_name").isEmpty() ? 0 : row.number("x_value"),
                row.name("metric"),
                row.name("unit"),
                row.number("value"),
                row.name("source"));
    }
}
