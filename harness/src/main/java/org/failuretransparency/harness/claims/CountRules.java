package org.failuretransparency.harness.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Key;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;

/// The rules for what is counted rather than timed: V18 (system calls), V19 (lines of code), C9 (changes of a
/// launcher), V20, R1, C8, G4 and G5 (crashes).
///
/// Crashes are recorded by the experiment `crash`: the system is what was crashed (`none` is a bare region), and the
/// process is what it was doing (`recovery` where the crash struck inside recovery).
final class CountRules {

    static final String CRASH = "crash";
    static final String RECOVERY = "recovery";
    private static final String KERNEL_STATE = "kernel-state";
    private static final String BANK = "bank";
    private static final String TOGETHER = "bank-together";
    private static final String WHILE_RECOVERING = "bank-recovering";
    private static final String IN_TRANSACTION = "bank-in-transaction";
    private static final String COMMITTING = "bank-committing";

    private static final double CALLS_OF_THE_JVM = 1e-4;

    private CountRules() {}

    static Map<String, Rule> all() {
        return Map.of(
                "V18", (claim, evidence) -> systemCalls(evidence),
                "V19", (claim, evidence) -> linesOfCode(claim, evidence),
                "V20", (claim, evidence) -> violations(evidence, key -> isRecovery(key)),
                "C8", (claim, evidence) -> kernelState(evidence),
                "C9", (claim, evidence) -> sourceChanges(claim, evidence),
                "G4", (claim, evidence) -> exactlyOnce(evidence),
                "G5", (claim, evidence) -> togetherAndRecovering(evidence),
                "R1",
                        (claim, evidence) ->
                                violations(evidence, key -> key.cell().equals(Cell.NONE)));
    }

    private static boolean isRecovery(Key key) {
        return key.arm().process().equals(RECOVERY) && !key.cell().equals(Cell.NONE);
    }

    /// The calls of N transactions must not depend on N. Cases are the pairs of runs that differ in N alone. A
    /// transaction that calls does so at least once; what comes less often than once in 10,000 transactions is the
    /// JVM's housekeeping in the same thread, such as a safepoint.
    private static Finding systemCalls(Evidence evidence) {
        Map<String, SortedMap<Double, BlockValues>> byRest = new TreeMap<>();
        evidence.measurements().values().forEach((key, values) -> {
            if (key.metric() == Metric.SYSTEM_CALLS
                    && key.cell().equals(Cell.VISTA)
                    && key.number(Params.TRANSACTIONS).isPresent()) {
                String rest = key.experiment() + " " + key.params().without(Params.TRANSACTIONS)
                        + (key.x().name().equals(Params.TRANSACTIONS) ? "" : " " + key.x());
                byRest.computeIfAbsent(rest, r -> new TreeMap<>())
                        .put(key.number(Params.TRANSACTIONS).orElseThrow(), values);
            }
        });
        byRest.values().removeIf(counts -> counts.size() < 2);
        if (byRest.isEmpty()) {
            throw new NotTestedException(
                    "not measured: system_calls of vista/rio for two different numbers of transactions");
        }
        int cases = 0;
        double mostPerTransaction = 0;
        List<String> counted = new ArrayList<>();
        for (SortedMap<Double, BlockValues> counts : byRest.values()) {
            double few = counts.firstKey();
            double many = counts.lastKey();
            double fewCalls = counts.sequencedValues().getFirst().mean();
            double manyCalls = counts.sequencedValues().getLast().mean();
            mostPerTransaction = Math.max(mostPerTransaction, (manyCalls - fewCalls) / (many - few));
            counted.add(Words.number(fewCalls) + " calls with " + Words.number(few) + " transactions, "
                    + Words.number(manyCalls) + " with " + Words.number(many));
            cases += counts.size() - 1;
        }
        return Finding.of(
                Verdicts.property(mostPerTransaction < CALLS_OF_THE_JVM),
                Measured.exact(mostPerTransaction),
                "system calls that one more transaction adds, the most of " + cases
                        + (cases == 1 ? " case: " : " cases: ") + String.join("; ", counted) + copies(evidence));
    }

    private static String copies(Evidence evidence) {
        return evidence.measurements().values().entrySet().stream()
                .filter(entry -> entry.getKey().metric() == Metric.BYTES_COPIED
                        && entry.getKey().cell().equals(Cell.VISTA)
                        && entry.getKey().number(Params.BYTES).isPresent())
                .findFirst()
                .map(entry -> "; bytes copied for a transaction of "
                        + Words.bytes(entry.getKey().number(Params.BYTES).orElseThrow()) + ": "
                        + Words.number(entry.getValue().mean()))
                .orElse("; bytes copied not measured");
    }

    private static Finding linesOfCode(Claim claim, Evidence evidence) {
        double vista = lines(evidence, "vista", "");
        double rvm = lines(evidence, "rvm", "");
        Measured ratio = Measured.exact(rvm / vista);
        String recovery;
        try {
            recovery = "Vista's recovery: " + Words.number(lines(evidence, "vista", RECOVERY)) + " lines";
        } catch (NotTestedException e) {
            recovery = "Vista's recovery: " + e.why();
        }
        return Finding.of(
                Verdicts.ratio(claim, ratio),
                ratio,
                "RVM " + Words.number(rvm) + " lines, Vista " + Words.number(vista) + " lines; " + recovery);
    }

    /// Every kill of the process with state of every kind. In each of its rounds it uses all of them and checks what it
    /// finds, so that one kind that is not restored shows.
    private static Finding kernelState(Evidence evidence) {
        Finding finding = violations(evidence, key -> key.arm().process().equals(KERNEL_STATE));
        return new Finding(
                finding.verdict(),
                finding.measured(),
                finding.why()
                        + " of one process with open, extended, overwritten, truncated, unlinked and renamed files,"
                        + " a bound and connected socket, TCP, handlers, masks, a timer, protections and a terminal");
    }

    /// Every kill of a branch of the bank. What is counted as violations is found at the end, from each branch's own
    /// counts of how often each transfer was executed and confirmed.
    private static Finding exactlyOnce(Evidence evidence) {
        Finding finding = violations(evidence, key -> key.arm().process().equals(BANK));
        return new Finding(
                finding.verdict(),
                finding.measured(),
                finding.why()
                        + " of three branches of a bank, one, some or all at a time, while 20% of all datagrams are"
                        + " lost, 15% duplicated and 15% late; " + left(evidence, IN_TRANSACTION)
                        + " left a transaction open, " + left(evidence, COMMITTING) + " a commit under way");
    }

    private static String left(Evidence evidence, String process) {
        return Words.number(total(
                evidence, Metric.CRASHES_LANDED, key -> key.arm().process().equals(process)));
    }

    private static Finding togetherAndRecovering(Evidence evidence) {
        Finding together = violations(evidence, key -> key.arm().process().equals(TOGETHER));
        Finding recovering = violations(evidence, key -> key.arm().process().equals(WHILE_RECOVERING));
        boolean both = together.verdict() == Verdict.REPRODUCED && recovering.verdict() == Verdict.REPRODUCED;
        return new Finding(
                Verdicts.property(both),
                together.measured(),
                "every branch at once, " + together.why() + "; branches that were recovering, " + recovering.why());
    }

    private static Finding sourceChanges(Claim claim, Evidence evidence) {
        double changes = evidence.measurements().select("checkpoint-size", Metric.SOURCE_CHANGES).values().stream()
                .mapToDouble(BlockValues::mean)
                .findFirst()
                .orElseThrow(() -> new NotTestedException("not measured: source_changes of a launcher"));
        Finding recoveries = violations(evidence, key -> key.cell().system().equals("dc"));
        boolean asPublished = changes <= claim.publishedNumber().orElseThrow();
        return Finding.of(
                Verdicts.property(asPublished && recoveries.verdict() == Verdict.REPRODUCED),
                Measured.exact(changes),
                "the imports and the line that runs the program; recovery by the same call after " + recoveries.why());
    }

    private static double lines(Evidence evidence, String system, String process) {
        return evidence.measurements().values().entrySet().stream()
                .filter(entry -> entry.getKey().metric() == Metric.LINES_OF_CODE
                        && entry.getKey().cell().system().equals(system)
                        && entry.getKey().arm().process().equals(process))
                .map(entry -> entry.getValue().mean())
                .findFirst()
                .orElseThrow(() -> new NotTestedException(
                        "not measured: lines_of_code of " + system + (process.isEmpty() ? "" : " " + process)));
    }

    private static Finding violations(Evidence evidence, Predicate<Key> concerned) {
        double cases = total(evidence, Metric.CRASHES_LANDED, concerned) + total(evidence, Metric.CASES, concerned);
        boolean counted = evidence.measurements().select(CRASH, Metric.VIOLATIONS).keySet().stream()
                .anyMatch(concerned);
        if (!counted || cases == 0) {
            throw new NotTestedException(
                    counted ? "no crash landed in the middle of an operation" : "no crashes in this run");
        }
        double violations = total(evidence, Metric.VIOLATIONS, concerned);
        return Finding.of(
                Verdicts.property(violations == 0),
                Measured.exact(violations),
                Words.number(cases) + " crashes: " + Words.number(total(evidence, Metric.CRASHES_LANDED, concerned))
                        + " real kills and " + Words.number(total(evidence, Metric.CASES, concerned))
                        + " enumerated crash points");
    }

    /// The sum over all blocks and arms that are concerned.
    private static double total(Evidence evidence, Metric metric, Predicate<Key> concerned) {
        return evidence.measurements().select(CRASH, metric).entrySet().stream()
                .filter(entry -> concerned.test(entry.getKey()))
                .mapToDouble(entry -> entry.getValue().mean() * entry.getValue().blocks())
                .sum();
    }
}
