package org.failuretransparency.harness.results;

import java.nio.file.Path;
import java.util.List;

/// `timeline.csv`: how a metric went over the time of a trial. docs/formats.md describes the columns.
///
/// **Survives**: a killed run keeps every row that [#append] returned from. **Threads**: one writer.
public final class TimelineFile implements AutoCloseable {

    static final List<String> COLUMNS =
            List.of("experiment", "system", "storage", "params", "block", "elapsed_s", "metric", "unit", "value");

    private final RowWriter rows;

    private TimelineFile(RowWriter rows) {
        this.rows = rows;
    }

    /// Reads a file whole, or says which line stands in the way.
    public static List<TimelinePoint> read(Path file) {
        return Csv.read(file, COLUMNS, TimelineFile::point);
    }

    /// Opens a file to append to; one that exists is continued after its last whole row.
    public static TimelineFile append(Path file) {
        return new TimelineFile(RowWriter.open(file, COLUMNS));
    }

    public void append(TimelinePoint point) {
        Arm arm = point.arm();
        rows.write(List.of(
                point.experiment(),
                arm.cell().system(),
                arm.cell().storage(),
                arm.params().toString(),
                Integer.toString(point.block()),
                Csv.number(point.elapsedSeconds()),
                point.metric().id(),
                point.metric().unit(),
                Csv.number(point.value())));
    }

    @Override
    public void close() {
        rows.close();
    }

    private static TimelinePoint point(Csv.Row row) {
        return new TimelinePoint(
                row.name("experiment"),
                Arm.of(KeyColumns.cell(row), Params.parse(row.text("params"))),
                row.count("block"),
                row.number("elapsed_s"),
                KeyColumns.metric(row),
                row.number("value"));
    }
}
