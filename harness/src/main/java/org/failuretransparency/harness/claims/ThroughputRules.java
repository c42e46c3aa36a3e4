package org.failuretransparency.harness.claims;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.Selection;

/// The rules for debit-credit and order-entry: V9 to V16 (Figures 3.5 and 3.6) and R3.
final class ThroughputRules {

    private ThroughputRules() {}

    static Map<String, Rule> all() {
        return Map.of(
                "V9", (claim, evidence) -> judge(claim, vistaOverRvmRio(evidence, Readings.DEBIT_CREDIT)),
                "V10", (claim, evidence) -> vistaOverRvm(claim, evidence, Readings.DEBIT_CREDIT),
                "V11", (claim, evidence) -> groupCommit(claim, evidence, Readings.DEBIT_CREDIT),
                "V12", (claim, evidence) -> judge(claim, vistaOverRvmRio(evidence, Readings.ORDER_ENTRY)),
                "V13", (claim, evidence) -> vistaOverRvm(claim, evidence, Readings.ORDER_ENTRY),
                "V14", (claim, evidence) -> groupCommit(claim, evidence, Readings.ORDER_ENTRY),
                "V15", (claim, evidence) -> shrinkingAdvantage(evidence),
                "V16", (claim, evidence) -> rioAlone(claim, evidence),
                "R3", (claim, evidence) -> protection(claim, evidence));
    }

    private static Finding judge(Claim claim, Reading reading) {
        return Finding.of(Verdicts.ratio(claim, reading.measured()), reading.measured(), reading.where());
    }

    private static Reading vistaOverRvmRio(Evidence evidence, String experiment) {
        return Readings.throughputs(
                evidence, Readings.throughput(experiment, Cell.VISTA), Readings.throughput(experiment, Cell.RVM_RIO));
    }

    private static Finding vistaOverRvm(Claim claim, Evidence evidence, String experiment) {
        Selection vista = Readings.throughput(experiment, Cell.VISTA);
        return judgeOnDisks(
                claim,
                Readings.onDisks(
                        evidence,
                        "x",
                        (run, disk) -> Readings.throughputs(run, vista, Readings.throughput(experiment, disk))));
    }

    private static Finding groupCommit(Claim claim, Evidence evidence, String experiment) {
        return judgeOnDisks(claim, Readings.onDisks(evidence, "x", (run, disk) -> {
            Selection single = Readings.throughput(experiment, disk);
            Selection grouped = single.with(Params.GROUP, Readings.LARGE_GROUP);
            return Readings.withGroupSize(run, Readings.throughputs(run, grouped, single), grouped);
        }));
    }

    private static Finding judgeOnDisks(Claim claim, Readings.OnDisks disks) {
        Measured measured = disks.judged().measured();
        return Finding.of(Verdicts.ratio(claim, measured), measured, disks.why());
    }

    private static Finding shrinkingAdvantage(Evidence evidence) {
        Measured synthetic = OverheadRules.rvmRioOverVista(evidence).measured();
        Measured debitCredit = vistaOverRvmRio(evidence, Readings.DEBIT_CREDIT).measured();
        Measured orderEntry = vistaOverRvmRio(evidence, Readings.ORDER_ENTRY).measured();
        return Finding.of(
                Verdicts.ordering(List.of(synthetic, debitCredit, orderEntry)),
                debitCredit,
                "Vista over RVM-Rio: synthetic " + Words.value(synthetic, "x") + ", debit-credit "
                        + Words.value(debitCredit, "x") + ", order-entry " + Words.value(orderEntry, "x") + ", "
                        + Words.blocks(debitCredit.blocks()));
    }

    /// Judged on every workload that was run; the row shows the one with the weakest verdict, and of those the one
    /// furthest from the published range.
    private static Finding rioAlone(Claim claim, Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (String workload : List.of(Readings.SYNTHETIC, Readings.DEBIT_CREDIT, Readings.ORDER_ENTRY)) {
            try {
                Readings.OnDisks disks =
                        Readings.onDisks(evidence, "x", (run, disk) -> rioOverDisk(run, workload, disk));
                findings.add(judgeOnDisks(claim, disks));
                words.add(workload + ": " + Words.value(disks.judged().measured(), "x") + " " + disks.why());
            } catch (NotTestedException e) {
                words.add(workload + ": " + e.why());
            }
        }
        Finding weakest = findings.stream()
                .max(Comparator.comparing(Finding::verdict).thenComparingDouble(finding -> distance(claim, finding)))
                .orElseThrow(() -> new NotTestedException(String.join("; ", words)));
        return new Finding(weakest.verdict(), weakest.measured(), String.join("; ", words));
    }

    private static Reading rioOverDisk(Evidence evidence, String workload, Cell disk) {
        if (workload.equals(Readings.SYNTHETIC)) {
            return Readings.smallOverheads(evidence, Readings.overhead(disk), Readings.overhead(Cell.RVM_RIO));
        }
        return Readings.throughputs(
                evidence, Readings.throughput(workload, Cell.RVM_RIO), Readings.throughput(workload, disk));
    }

    private static double distance(Claim claim, Finding finding) {
        double value = finding.measured().map(Measured::value).orElse(1.0);
        double low = Verdicts.ratioBand(claim).low();
        double high = Verdicts.ratioBand(claim).high();
        return value < low ? Math.log(low / value) : Math.max(0, Math.log(value / high));
    }

    /// The cost of protection through the writing interface: the published statement is "no significant effect", a
    /// ratio of 1.
    private static Finding protection(Claim claim, Evidence evidence) {
        Selection open = Readings.throughput(Readings.DEBIT_CREDIT, Cell.RVM_RIO);
        Reading reading = Readings.throughputs(evidence, open, open.with(Params.PROTECTION, "pages"));
        boolean same =
                reading.measured().blocks() > 1 && reading.measured().interval().contains(1);
        return Finding.of(
                Verdicts.ratio(claim, reading.measured()),
                reading.measured(),
                "debit-credit on RVM-Rio, throughput without protection over with " + reading.where()
                        + (same ? "; the interval holds 1" : ""));
    }
}
