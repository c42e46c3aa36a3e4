package org.failuretransparency.harness.results;

import java.nio.file.Path;
import java.util.List;

/// `samples.csv`: the raw values of a run, one row a trial and metric. docs/formats.md describes the columns.
///
/// **Survives**: a killed run keeps every row that [#append] returned from. **Threads**: one writer.
public final class SamplesFile implements AutoCloseable {

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
            "block",
            "order",
            "trial",
            "value",
            "valid");

    private final RowWriter rows;

    private SamplesFile(RowWriter rows) {
        this.rows = rows;
    }

    /// Reads a file whole, or says which line stands in the way.
    public static List<Sample> read(Path file) {
        return Csv.read(file, COLUMNS, SamplesFile::sample);
    }

    /// Opens a file to append to; one that exists is continued after its last whole row.
    public static SamplesFile append(Path file) {
        return new SamplesFile(RowWriter.open(file, COLUMNS));
    }

    public void append(Sample sample) {
        Sample.Turn turn = sample.turn();
        List<String> values = KeyColumns.of(sample.key());
        values.addAll(List.of(
                Integer.toString(turn.block()),
                Integer.toString(turn.order()),
                Integer.toString(turn.trial()),
                Csv.number(sample.value()),
                Boolean.toString(sample.valid())));
        rows.write(values);
    }

    @Override
    public void close() {
        rows.close();
    }

    private static Sample sample(Csv.Row row) {
        Sample.Turn turn = new Sample.Turn(row.count("block"), row.count("order"), row.count("trial"));
        return new Sample(KeyColumns.read(row), turn, row.number("value"), row.flag("valid"));
    }
}
