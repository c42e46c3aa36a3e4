package org.failuretransparency.harness.results;

import java.util.ArrayList;
import java.util.List;

/// The columns that `samples.csv` and `summary.csv` share: what a value is of.
final class KeyColumns {

    private KeyColumns() {}

    /// The values in the columns' order, in a list that takes more.
    static List<String> of(Key key) {
        Arm arm = key.arm();
        X x = key.x();
        return new ArrayList<>(List.of(
                key.experiment(),
                arm.cell().system(),
                arm.cell().storage(),
                arm.protocol(),
                arm.process(),
                arm.params().toString(),
                x.name(),
                x.isNone() ? "" : Csv.number(x.value()),
                x.unit(),
                key.metric().id(),
                key.metric().unit()));
    }

    static Key read(Csv.Row row) {
        Arm arm = new Arm(cell(row), row.text("protocol"), row.text("process"), Params.parse(row.text("params")));
        X x = row.text("x_name").isEmpty()
                ? X.none()
                : new X(row.text("x_name"), row.number("x_value"), row.text("x_unit"));
        return new Key(row.name("experiment"), arm, x, metric(row));
    }

    static Cell cell(Csv.Row row) {
        return new Cell(row.name("system"), row.text("storage"));
    }

    /// The metric, with the unit that the registry gives it.
    static Metric metric(Csv.Row row) {
        Metric metric = Metric.of(row.name("metric"));
        if (!metric.unit().equals(row.text("unit"))) {
            throw new IllegalArgumentException("wrong unit: metric=" + metric.id() + ", expected=" + metric.unit()
                    + ", found=" + row.text("unit"));
        }
        return metric;
    }
}
