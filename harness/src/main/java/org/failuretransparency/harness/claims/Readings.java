package org.failuretransparency.harness.claims;

import java.util.List;
import java.util.SortedSet;
import java.util.function.BiFunction;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.Selection;

/// The quantities of §3.5.3 that several claims are about, taken from the evidence at a fixed place.
final class Readings {

    static final String SYNTHETIC = "synthetic";
    static final String DEBIT_CREDIT = "debit-credit";
    static final String ORDER_ENTRY = "order-entry";
    static final String LARGE_GROUP = "64";

    private static final double LARGEST_SMALL_BYTES = 64;
    private static final double LARGEST_BYTES = 1 << 20;
    /// The dissertation's synthetic database, chosen there "to fit in main memory on all three systems".
    private static final double FITTING_DATABASE_BYTES = 50.0 * (1 << 20);

    private Readings() {}

    /// The overhead of a cell's transactions over their size.
    static Selection overhead(Cell cell) {
        return Selection.of(SYNTHETIC, cell, Metric.OVERHEAD, Params.BYTES);
    }

    /// The throughput of a cell over the size of the database.
    static Selection throughput(String experiment, Cell cell) {
        return Selection.of(experiment, cell, Metric.THROUGHPUT, Params.DATABASE_BYTES);
    }

    /// The ratio of two overheads at the smallest size that both have.
    static Reading smallOverheads(Evidence evidence, Selection numerator, Selection denominator) {
        double bytes = smallestSize(evidence, List.of(numerator, denominator));
        return ratio(evidence, numerator, denominator, bytes, "");
    }

    /// The ratio of two overheads at 1 MB.
    static Reading largeOverheads(Evidence evidence, Selection numerator, Selection denominator) {
        return ratio(evidence, numerator, denominator, LARGEST_BYTES, "");
    }

    /// The ratio of two throughputs at the size nearest to 50 MB that both have, without a memory limit.
    static Reading throughputs(Evidence evidence, Selection numerator, Selection denominator) {
        double place = fittingDatabase(evidence, List.of(numerator, denominator));
        return ratio(evidence, numerator, denominator, place, " of database");
    }

    /// The smallest transaction that all selections have, which has to be a small one.
    static double smallestSize(Evidence evidence, List<Selection> selections) {
        double bytes = evidence.commonPlaces(selections).first();
        if (bytes > LARGEST_SMALL_BYTES) {
            throw new NotTestedException(
                    "no small transaction: smallest size is " + Words.bytes(bytes) + ", " + selections);
        }
        return bytes;
    }

    private static double fittingDatabase(Evidence evidence, List<Selection> selections) {
        SortedSet<Double> places = evidence.commonPlaces(selections);
        double nearest = places.first();
        for (double place : places) {
            if (distance(place) < distance(nearest)) {
                nearest = place;
            }
        }
        return nearest;
    }

    private static double distance(double databaseBytes) {
        return Math.abs(Math.log(databaseBytes / FITTING_DATABASE_BYTES));
    }

    private static Reading ratio(
            Evidence evidence, Selection numerator, Selection denominator, double place, String of) {
        BlockValues above = evidence.at(numerator, place);
        BlockValues below = evidence.at(denominator, place);
        Measured ratio = evidence.ratio(above, below, numerator + " over " + denominator);
        String size = Words.bytes(place) + of;
        return new Reading(
                ratio,
                place,
                "at " + size + ", " + Words.number(above.mean()) + " / " + Words.number(below.mean()) + " "
                        + numerator.metric().unit() + ", " + Words.blocks(ratio.blocks())
                        + leftOut(evidence, List.of(numerator, denominator)));
    }

    /// A remark about invalid samples that were left out; empty where there are none.
    static String leftOut(Evidence evidence, List<Selection> selections) {
        long invalid = selections.stream()
                .mapToLong(selection -> evidence.measurements().invalidSamples(selection))
                .sum();
        return invalid == 0 ? "" : ", " + invalid + " invalid samples left out";
    }

    /// The same reading with the actual number of transactions in a group beside it, where the run recorded it.
    static Reading withGroupSize(Evidence evidence, Reading reading, Selection grouped) {
        Selection sizes = grouped.with(Metric.GROUP_SIZE);
        BlockValues size = evidence.measurements().select(sizes).get(reading.place());
        String words = size == null ? "not measured" : Words.number(size.mean());
        return new Reading(reading.measured(), reading.place(), reading.where() + ", actual group size " + words);
    }

    /// A quantity of RVM on a disk, on the modelled one of 1996 and on this machine's. The first that was measured is
    /// `judged`, and `beside` says in words what the other one gave.
    static OnDisks onDisks(Evidence evidence, String unit, BiFunction<Evidence, Cell, Reading> quantity) {
        try {
            Reading modelled = quantity.apply(evidence, Cell.RVM_DISK_1996);
            return new OnDisks(
                    modelled,
                    true,
                    "judged on disk-1996 (modelled disk) " + modelled.where() + "; on disk: "
                            + inWords(evidence, unit, quantity));
        } catch (NotTestedException e) {
            Reading real = quantity.apply(evidence, Cell.RVM_DISK);
            return new OnDisks(real, false, "judged on disk " + real.where() + "; on disk-1996: " + e.why());
        }
    }

    private static String inWords(Evidence evidence, String unit, BiFunction<Evidence, Cell, Reading> quantity) {
        try {
            Reading real = quantity.apply(evidence, Cell.RVM_DISK);
            return Words.value(real.measured(), unit) + " " + real.where();
        } catch (NotTestedException e) {
            return e.why();
        }
    }

    /// A quantity that was taken on one or two disks.
    ///
    /// @param judged the reading that the verdict is of
    /// @param modelled whether that was on a modelled disk
    /// @param why where it was taken, and what the other disk gave
    record OnDisks(Reading judged, boolean modelled, String why) {}
}
