package org.failuretransparency.harness.claims;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.Selection;

/// The rules for what transactions of one size cost: V1 to V8, Figure 3.4.
final class OverheadRules {

    private static final double MICROS_PER_NANO = 1e-3;
    private static final double KIB = 1024;

    private OverheadRules() {}

    static Map<String, Rule> all() {
        return Map.of(
                "V1", (claim, evidence) -> smallest(claim, evidence, Cell.VISTA),
                "V2", (claim, evidence) -> vistaOverRvmRio(claim, evidence),
                "V3", (claim, evidence) -> vistaOverRvm(claim, evidence),
                "V4", (claim, evidence) -> smallest(claim, evidence, Cell.RVM_RIO),
                "V5", (claim, evidence) -> smallestOnDisk(claim, evidence),
                "V6", (claim, evidence) -> growth(claim, evidence),
                "V7", (claim, evidence) -> groupCommit(claim, evidence, Readings::smallOverheads),
                "V8", (claim, evidence) -> groupCommit(claim, evidence, Readings::largeOverheads));
    }

    /// A ratio of two selections at a place that it chooses.
    private interface RatioReading {
        Reading of(Evidence evidence, Selection numerator, Selection denominator);
    }

    private static Finding smallest(Claim claim, Evidence evidence, Cell cell) {
        Reading reading = smallestOf(evidence, cell);
        Verdict verdict = Verdicts.absolute(claim, reading.measured(), cell.isModelled());
        return Finding.of(verdict, reading.measured(), reading.where());
    }

    private static Finding smallestOnDisk(Claim claim, Evidence evidence) {
        Readings.OnDisks disks = Readings.onDisks(evidence, "us", OverheadRules::smallestOf);
        Measured measured = disks.judged().measured();
        return Finding.of(Verdicts.absolute(claim, measured, disks.modelled()), measured, disks.why());
    }

    private static Reading smallestOf(Evidence evidence, Cell cell) {
        Selection overhead = Readings.overhead(cell);
        double bytes = Readings.smallestSize(evidence, List.of(overhead));
        Measured measured = evidence.mean(evidence.at(overhead, bytes), MICROS_PER_NANO);
        return new Reading(
                measured,
                bytes,
                "at " + Words.bytes(bytes) + ", " + Words.blocks(measured.blocks())
                        + Readings.leftOut(evidence, List.of(overhead)));
    }

    /// V2, and the synthetic part of V15.
    static Reading rvmRioOverVista(Evidence evidence) {
        return Readings.smallOverheads(evidence, Readings.overhead(Cell.RVM_RIO), Readings.overhead(Cell.VISTA));
    }

    private static Finding vistaOverRvmRio(Claim claim, Evidence evidence) {
        Reading reading = rvmRioOverVista(evidence);
        return Finding.of(Verdicts.ratio(claim, reading.measured()), reading.measured(), reading.where());
    }

    private static Finding vistaOverRvm(Claim claim, Evidence evidence) {
        Readings.OnDisks disks = Readings.onDisks(
                evidence,
                "x",
                (run, disk) -> Readings.smallOverheads(run, Readings.overhead(disk), Readings.overhead(Cell.VISTA)));
        Measured measured = disks.judged().measured();
        return Finding.of(Verdicts.ratio(claim, measured), measured, disks.why());
    }

    private static Finding groupCommit(Claim claim, Evidence evidence, RatioReading ratio) {
        Readings.OnDisks disks = Readings.onDisks(evidence, "x", (run, disk) -> {
            Selection single = Readings.overhead(disk);
            Selection grouped = single.with(Params.GROUP, Readings.LARGE_GROUP);
            return Readings.withGroupSize(run, ratio.of(run, single, grouped), grouped);
        });
        Measured measured = disks.judged().measured();
        return Finding.of(Verdicts.ratio(claim, measured), measured, disks.why());
    }

    private static Finding growth(Claim claim, Evidence evidence) {
        Selection overhead = Readings.overhead(Cell.VISTA);
        NavigableMap<Double, BlockValues> sizes = evidence.find(overhead).tailMap(KIB, true);
        Line line = Line.fit(evidence, sizes, KIB, "overhead of vista/rio from 1 KB on");
        String why = line.straightness() + " over " + sizes.size() + " sizes from 1 KB, "
                + Words.blocks(line.slope().blocks()) + "; " + copyInWords(evidence)
                + Readings.leftOut(evidence, List.of(overhead));
        Verdict verdict = Verdicts.absolute(claim, line.slope(), Cell.VISTA.isModelled());
        return Finding.of(verdict, line.slope(), why);
    }

    /// The transaction without recovery writes the bytes once: its slope is this machine's memory copy.
    private static String copyInWords(Evidence evidence) {
        Selection none = Selection.of(Readings.SYNTHETIC, Cell.NONE, Metric.TRANSACTION_TIME, Params.BYTES);
        try {
            Line copy =
                    Line.fit(evidence, evidence.find(none).tailMap(KIB, true), KIB, "time of none/rio from 1 KB on");
            return "this machine's memory copy: " + Words.value(copy.slope(), "us/KB");
        } catch (NotTestedException e) {
            return "this machine's memory copy: " + e.why();
        }
    }
}
