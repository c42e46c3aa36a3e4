package org.failuretransparency.harness.plot;

import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.Selection;

/// Figure 3.4: what a transaction costs over its size, in the dissertation's form; series it did not have come after
/// its own.
final class OverheadFigures {

    private static final String EXPERIMENT = "synthetic";
    private static final Axis SIZE = new Axis("Transaction size", Axis.Scale.BYTES);
    private static final Axis OVERHEAD = new Axis("Overhead per transaction (µs)", Axis.Scale.LOGARITHMIC);

    private OverheadFigures() {}

    static List<Figure> all(SeriesSource source) {
        List<Figure> figures = new ArrayList<>();
        figures.add(systems(source));
        figures.add(groups(source, Cell.RVM_DISK, "fig-3.4b"));
        figures.add(groups(source, Cell.RVM_DISK_1996, "fig-3.4b-disk-1996"));
        return figures;
    }

    private static Figure systems(SeriesSource source) {
        SeriesSource.Collection collection = source.collection("3.4a", OVERHEAD);
        List<Cell> published = List.of(Cell.VISTA, Cell.RVM_RIO, Cell.RVM_DISK);
        List<Cell> added = List.of(Cell.RVM_DISK_1996, Cell.VISTA_DISK, Cell.VISTA_DISK_1996);
        published.forEach(cell -> collection.add(overhead(cell), cell.label()));
        added.forEach(cell -> collection.add(overhead(cell), cell.label()));
        published.forEach(cell -> collection.addPublished(overhead(cell), Labels.ofTheDissertation(cell)));
        return new Figure(
                "fig-3.4a",
                "Figure 3.4a: Overhead of RVM, RVM-Rio and Vista (synthetic)",
                SIZE,
                OVERHEAD,
                collection.series(),
                collection.notes());
    }

    private static Figure groups(SeriesSource source, Cell cell, String file) {
        SeriesSource.Collection collection = source.collection("3.4b", OVERHEAD);
        for (String group : Labels.GROUPS) {
            collection.add(overhead(cell).with(Params.GROUP, group), Labels.ofGroup(group));
        }
        return new Figure(
                file,
                "Figure 3.4b: Overhead of " + cell.label() + " with group commit (synthetic)",
                SIZE,
                OVERHEAD,
                collection.series(),
                collection.notes());
    }

    private static Selection overhead(Cell cell) {
        return Selection.of(EXPERIMENT, cell, Metric.OVERHEAD, Params.BYTES);
    }
}
