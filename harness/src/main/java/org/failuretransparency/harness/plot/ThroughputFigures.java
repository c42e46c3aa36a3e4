package org.failuretransparency.harness.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.Selection;

/// Figures 3.5 and 3.6: throughput over the size of the database, in the dissertation's form.
final class ThroughputFigures {

    private static final Axis SIZE = new Axis("Database size", Axis.Scale.BYTES);
    private static final Axis THROUGHPUT = new Axis("Throughput (transactions per second)", Axis.Scale.LOGARITHMIC);

    /// The dissertation's systems, the bound that no system can pass, and the cells that complete the table.
    private static final List<Cell> IN_MEMORY = List.of(
            Cell.NONE,
            Cell.VISTA,
            Cell.RVM_RIO,
            Cell.RVM_DISK,
            Cell.RVM_DISK_1996,
            Cell.VISTA_DISK,
            Cell.VISTA_DISK_1996);
    private static final List<Cell> PAST_MEMORY = List.of(Cell.VISTA, Cell.RVM_RIO, Cell.RVM_DISK);

    private ThroughputFigures() {}

    static List<Figure> all(SeriesSource source) {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(of(source, "3.5", "debit-credit"));
        figures.addAll(of(source, "3.6", "order-entry"));
        return figures;
    }

    private static List<Figure> of(SeriesSource source, String number, String experiment) {
        List<Figure> figures = new ArrayList<>();
        figures.add(systems(source, number, experiment, "", selection -> selection));
        for (String limit : source.measurements().valuesOf(experiment, Params.MEMORY_LIMIT)) {
            figures.add(systems(
                    source, number, experiment, limit, selection -> selection.with(Params.MEMORY_LIMIT, limit)));
        }
        figures.add(groups(source, number, experiment, Cell.RVM_DISK));
        figures.add(groups(source, number, experiment, Cell.RVM_DISK_1996));
        return figures;
    }

    private static Figure systems(
            SeriesSource source, String number, String experiment, String limit, UnaryOperator<Selection> under) {
        SeriesSource.Collection collection = source.collection(number + "a", THROUGHPUT);
        List<Cell> cells = limit.isEmpty() ? IN_MEMORY : PAST_MEMORY;
        for (Cell cell : cells) {
            Selection selection = throughput(experiment, cell);
            collection.add(under.apply(selection), cell.label());
            collection.addPublished(selection, Labels.ofTheDissertation(cell));
        }
        String place = limit.isEmpty() ? "" : ", in " + SIZE.label(Math.log(Double.parseDouble(limit)) / Math.log(2));
        return new Figure(
                "fig-" + number + "a" + (limit.isEmpty() ? "" : "-memory-limit"),
                "Figure " + number + "a: Throughput of RVM, RVM-Rio and Vista (" + experiment + place + ")",
                SIZE,
                THROUGHPUT,
                collection.series(),
                collection.notes());
    }

    private static Figure groups(SeriesSource source, String number, String experiment, Cell cell) {
        SeriesSource.Collection collection = source.collection(number + "b", THROUGHPUT);
        for (String group : Labels.GROUPS) {
            collection.add(throughput(experiment, cell).with(Params.GROUP, group), Labels.ofGroup(group));
        }
        return new Figure(
                "fig-" + number + "b" + (cell.isModelled() ? "-" + cell.storage() : ""),
                "Figure " + number + "b: Throughput of " + cell.label() + " with group commit (" + experiment + ")",
                SIZE,
                THROUGHPUT,
                collection.series(),
                collection.notes());
    }

    private static Selection throughput(String experiment, Cell cell) {
        return Selection.of(experiment, cell, Metric.THROUGHPUT, Params.DATABASE_BYTES);
    }
}
