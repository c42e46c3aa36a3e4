package org.failuretransparency.harness.plot;

import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.Selection;

/// Figure 4.6, in the dissertation's form, and throughput by how many requests are outstanding.
final class MessageFigures {

    private static final String EXPERIMENT = "vistagrams";

    private static final Axis SIZE = new Axis("Size of a request, and of its response", Axis.Scale.BYTES);
    private static final Axis ROUND_TRIP = new Axis("Time of a request and its response (µs)", Axis.Scale.LOGARITHMIC);
    private static final Axis OUTSTANDING = new Axis("Requests outstanding", Axis.Scale.COUNTS);
    private static final Axis THROUGHPUT = new Axis("Requests and responses per second", Axis.Scale.LOGARITHMIC);

    private static final List<Cell> CELLS = List.of(Cell.UDP, Cell.BASELINE, Cell.VISTAGRAMS, Cell.VISTAGRAMS_DISK);

    private MessageFigures() {}

    static List<Figure> all(SeriesSource source) {
        SeriesSource.Collection times = source.collection("4.6", ROUND_TRIP);
        SeriesSource.Collection rates = source.collection("outstanding", THROUGHPUT);
        for (Cell cell : CELLS) {
            times.addIfThere(Selection.of(EXPERIMENT, cell, Metric.ROUND_TRIP, Params.BYTES), cell.label());
            rates.addIfThere(Selection.of(EXPERIMENT, cell, Metric.THROUGHPUT, Params.OUTSTANDING), cell.label());
        }
        String where = "All clients are in one process and all servers in another, both on one processor.";
        return List.of(
                new Figure(
                        "fig-4.6",
                        "Figure 4.6: Vistagrams performance",
                        SIZE,
                        ROUND_TRIP,
                        times.series(),
                        with(times.notes(), where)),
                new Figure(
                        "messages-outstanding",
                        "Throughput vs. requests outstanding",
                        OUTSTANDING,
                        THROUGHPUT,
                        rates.series(),
                        with(rates.notes(), "Messages of 64 bytes. " + where)));
    }

    private static List<String> with(List<String> notes, String note) {
        List<String> all = new ArrayList<>(notes);
        all.add(note);
        return all;
    }
}
