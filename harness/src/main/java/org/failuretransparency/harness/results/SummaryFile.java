package org.failuretransparency.harness.results;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.harness.statistics.Bootstrap;
import org.failuretransparency.harness.statistics.Estimate;
import org.failuretransparency.harness.statistics.Interval;

/// `summary.csv`: an estimate with its interval for every raw and derived series. docs/formats.md describes the
/// columns.
public final class SummaryFile {

    static final List<String> COLUMNS = List.of(
            "experiment",
            "system",
            "storage",
            "protocol",
            "process",
            "params",
            "x_name",
            "x_value",
            "x_unit",
            "metric",
            "unit",
            "n",
            "mean",
            "stdev",
            "ci_low",
            "ci_high",
            "trimmed_mean");

    private SummaryFile() {}

    /// The rows for a run's measurements, in the order of their keys.
    public static List<SummaryRow> summarize(Measurements measurements, Bootstrap bootstrap) {
        return measurements.values().entrySet().stream()
                .map(entry -> new SummaryRow(
                        entry.getKey(), Estimate.of(entry.getValue().values(), bootstrap)))
                .toList();
    }

    public static void write(Path file, List<SummaryRow> rows) {
        List<List<String>> lines = new ArrayList<>();
        for (SummaryRow row : rows) {
            Estimate estimate = row.estimate();
            List<String> values = KeyColumns.of(row.key());
            values.addAll(List.of(
                    Integer.toString(estimate.blocks()),
                    Csv.number(estimate.mean()),
                    Csv.number(estimate.stdev()),
                    Csv.number(estimate.interval().low()),
                    Csv.number(estimate.interval().high()),
                    Csv.number(estimate.trimmedMean())));
            lines.add(values);
        }
        Csv.write(file, COLUMNS, lines);
    }

    /// Reads a file whole, or says which line stands in the way.
    public static List<SummaryRow> read(Path file) {
        return Csv.read(
                file,
                COLUMNS,
                row -> new SummaryRow(
                        KeyColumns.read(row),
                        new Estimate(
                                row.count("n"),
                                row.number("mean"),
                                row.number("stdev"),
                                new Interval(row.number("ci_low"), row.number("ci_high")),
                                row.number("trimmed_mean"))));
    }
}
