package org.failuretransparency.harness.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.SampleRun;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.harness.statistics.Bootstrap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JudgeTest {

    private static final List<String> OF_CHAPTER_3 = List.of(
            "R1", "R3", "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "V11", "V12", "V13", "V14", "V15",
            "V16", "V17", "V18", "V19", "V20");
    private static final List<Long> FITTING = List.of(16L, 64L);

    private final SampleRun run = SampleRun.of(5, 0.01);

    @Test
    void saysOfAnEmptyRunWhatIsMissing() {
        Map<String, Finding> findings = judge(run);
        assertThat(findings.values()).extracting(Finding::verdict).containsOnly(Verdict.NOT_TESTED);
        OF_CHAPTER_3.forEach(id ->
                assertThat(finding(id, run).why()).as(id).isNotEqualTo("its experiment is not part of this version"));
        assertThat(finding("V1", run).why()).isEqualTo("not measured: overhead of vista/rio in synthetic");
        assertThat(finding("V11", run).why())
                .isEqualTo("not measured: throughput of rvm/disk in debit-credit with group=64");
        assertThat(finding("V17", run).why())
                .isEqualTo("no sweep under a memory limit: debit-credit; no sweep under a memory limit: order-entry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"R2", "F1", "F16"})
    void saysThatOtherExperimentsAreNotThereYet(String id) {
        assertThat(finding(id, SampleRun.standard(2)).why()).isEqualTo("its experiment is not part of this version");
    }

    @Test
    void reportsSmallOverheadsOfThisMachine() {
        synthetic(Cell.VISTA, bytes -> 30 + bytes * 0.1);
        synthetic(Cell.RVM_RIO, bytes -> 4_000 + bytes);
        assertThat(finding("V1", run).verdict()).isEqualTo(Verdict.REPORTED);
        assertThat(measured("V1", run)).isBetween(0.029, 0.032);
        assertThat(finding("V1", run).why()).isEqualTo("at 8 B, 5 blocks");
        assertThat(measured("V4", run)).isBetween(3.9, 4.1);
    }

    @ParameterizedTest(name = "{0} ns: {1}")
    @CsvSource({"3000, REPRODUCED", "9000, SHAPE", "20, NOT_REPRODUCED"})
    void judgesRvmRioOverVista(double nanos, Verdict expected) {
        synthetic(Cell.VISTA, bytes -> 30);
        synthetic(Cell.RVM_RIO, bytes -> nanos);
        assertThat(finding("V2", run).verdict()).isEqualTo(expected);
    }

    @Test
    void judgesRvmOnTheModelledDiskAndNamesTheRealOneBeside() {
        synthetic(Cell.VISTA, bytes -> 30);
        synthetic(Cell.RVM_DISK, bytes -> 60_000);
        assertThat(finding("V3", run).verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(finding("V3", run).why()).startsWith("judged on disk at 8 B").contains("on disk-1996: not measured");
        assertThat(finding("V5", run).verdict()).isEqualTo(Verdict.REPORTED);
        synthetic(Cell.RVM_DISK_1996, bytes -> 9e6);
        assertThat(finding("V3", run).verdict()).isEqualTo(Verdict.SHAPE);
        assertThat(finding("V3", run).why()).startsWith("judged on disk-1996").containsPattern("; on disk: [0-9]+ x");
        assertThat(finding("V5", run).verdict()).isEqualTo(Verdict.REPRODUCED);
    }

    @Test
    void saysWhenTheModelledDiskIsFarFromThePublishedTime() {
        synthetic(Cell.RVM_DISK_1996, bytes -> 30e6);
        assertThat(finding("V5", run).verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    }

    @Test
    void fitsTheGrowthOfVistasOverheadAndTheMemoryCopyBesideIt() {
        synthetic(Cell.VISTA, bytes -> 30 + bytes * 0.1);
        Finding growth = finding("V6", run);
        assertThat(growth.verdict()).isEqualTo(Verdict.REPORTED);
        assertThat(growth.measured().orElseThrow().value()).isBetween(0.095, 0.11);
        assertThat(growth.why())
                .startsWith("linear in the bytes: R2 = ")
                .contains("5 sizes from 1 KB")
                .contains("this machine's memory copy: 0.0");
    }

    @Test
    void saysWhenTheGrowthIsNoLine() {
        synthetic(Cell.VISTA, bytes -> bytes * bytes);
        assertThat(finding("V6", run).why()).startsWith("not linear in the bytes: R2 = ");
    }

    @Test
    void needsThreeSizesForALine() {
        SampleRun small = SampleRun.of(3, 0);
        for (Cell cell : List.of(Cell.NONE, Cell.VISTA)) {
            double time = cell.equals(Cell.NONE) ? 1 : 10;
            X size = X.bytes(Params.BYTES, 2048);
            small.add("synthetic", Arm.of(cell, Params.none()), size, Metric.TRANSACTION_TIME, time);
        }
        assertThat(finding("V6", small).why())
                .isEqualTo("too few sizes for a line: overhead of vista/rio from 1 KB on, sizes=1, minimum=3");
        assertThat(finding("V1", small).why()).startsWith("no small transaction: smallest size is 2 KB");
    }

    @Test
    void comparesGroupsAtTheSmallestAndTheLargestTransaction() {
        synthetic(Cell.RVM_DISK, bytes -> 250_000 + bytes);
        Params groups = Params.none().with(Params.GROUP, 64);
        run.synthetic(Cell.RVM_DISK, groups, bytes -> bytes < 1000 ? 25_000 : 240_000 + bytes);
        Arm arm = Arm.of(Cell.RVM_DISK, groups.with(Params.DATABASE_BYTES, SampleRun.DATABASE_BYTES));
        run.add("synthetic", arm, X.bytes(Params.BYTES, 1 << 20), Metric.GROUP_SIZE, 2.5);
        assertThat(finding("V7", run).verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(measured("V7", run)).isBetween(9.0, 11.0);
        assertThat(finding("V8", run).verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(finding("V8", run).why()).contains("at 1 MB").contains("actual group size 2.5");
    }

    @Test
    void saysThatGroupCommitDoesNotHelpWhenItHelpsLargeTransactionsToo() {
        synthetic(Cell.RVM_DISK, bytes -> 250_000 + bytes);
        run.synthetic(Cell.RVM_DISK, Params.none().with(Params.GROUP, 64), bytes -> 25_000 + bytes / 10);
        assertThat(finding("V8", run).verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    }

    @ParameterizedTest(name = "{0}: Vista {1}, RVM-Rio {2}: {3}")
    @CsvSource({
        "V9, 2000000, 50000, REPRODUCED",
        "V9, 2000000, 400000, SHAPE",
        "V9, 2000000, 3000000, NOT_REPRODUCED",
        "V12, 150000, 10000, REPRODUCED"
    })
    void judgesThroughputRatios(String id, double vista, double rvmRio, Verdict expected) {
        String experiment = id.equals("V9") ? "debit-credit" : "order-entry";
        throughput(experiment, Cell.VISTA, vista);
        throughput(experiment, Cell.RVM_RIO, rvmRio);
        assertThat(finding(id, run).verdict()).isEqualTo(expected);
        assertThat(finding(id, run).why()).startsWith("at 64 MB of database, ");
    }

    @Test
    void judgesThroughputOnDisksAndUnderGroupCommit() {
        throughput("debit-credit", Cell.VISTA, 2e6);
        throughput("debit-credit", Cell.RVM_DISK_1996, 4_000);
        Params groups = Params.none().with(Params.GROUP, 64);
        run.throughput("debit-credit", Cell.RVM_DISK_1996, groups, FITTING, size -> 32_000);
        assertThat(finding("V10", run).verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(finding("V11", run).verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(finding("V13", run).verdict()).isEqualTo(Verdict.NOT_TESTED);
        assertThat(finding("V14", run).verdict()).isEqualTo(Verdict.NOT_TESTED);
    }

    @Test
    void ordersTheAdvantagesOfTheThreeWorkloads() {
        synthetic(Cell.VISTA, bytes -> 30);
        synthetic(Cell.RVM_RIO, bytes -> 4_500);
        throughput("debit-credit", Cell.VISTA, 40_000);
        throughput("debit-credit", Cell.RVM_RIO, 1_000);
        assertThat(finding("V15", run).verdict()).isEqualTo(Verdict.NOT_TESTED);
        throughput("order-entry", Cell.VISTA, 14_000);
        throughput("order-entry", Cell.RVM_RIO, 1_000);
        assertThat(finding("V15", run).verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(finding("V15", run).why()).startsWith("Vista over RVM-Rio: synthetic 150 x");
    }

    @Test
    void judgesRioAloneByTheWorkloadThatIsFurthestFromPublished() {
        throughput("debit-credit", Cell.RVM_RIO, 15_000);
        throughput("debit-credit", Cell.RVM_DISK, 1_000);
        assertThat(finding("V16", run).verdict()).isEqualTo(Verdict.REPRODUCED);
        throughput("order-entry", Cell.RVM_RIO, 60_000);
        throughput("order-entry", Cell.RVM_DISK, 1_000);
        assertThat(finding("V16", run).verdict()).isEqualTo(Verdict.SHAPE);
        assertThat(measured("V16", run)).isBetween(55.0, 65.0);
        assertThat(finding("V16", run).why()).contains("debit-credit: 1").contains("synthetic: not measured");
    }

    @Test
    void findsTheKneesUnderAMemoryLimit() {
        sweep(Cell.VISTA, 192);
        sweep(Cell.RVM_RIO, 96);
        Finding knee = finding("V17", run);
        assertThat(knee.verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(knee.measured().orElseThrow().value()).isEqualTo(2);
        assertThat(knee.why())
                .startsWith("debit-credit under 256 MB: knee of Vista 192 MB, of RVM-Rio 96 MB,"
                        + " of RVM on disk not measured");
    }

    @Test
    void saysWhenTheKneesAreTheSameOrNotReached() {
        sweep(Cell.VISTA, 96);
        sweep(Cell.RVM_RIO, 96);
        assertThat(finding("V17", run).verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
        SampleRun flat = SampleRun.of(3, 0);
        Params limit = Params.none().with(Params.MEMORY_LIMIT, 256L << 20);
        flat.throughput("debit-credit", Cell.VISTA, limit, FITTING, size -> 100);
        flat.throughput("debit-credit", Cell.RVM_RIO, limit, FITTING, size -> 50);
        assertThat(finding("V17", flat).why()).startsWith("no knee in the sweep: debit-credit");
    }

    @Test
    void requiresThatSystemCallsDoNotDependOnTheNumberOfTransactions() {
        systemCalls(1_000, 12);
        assertThat(finding("V18", run).verdict()).isEqualTo(Verdict.NOT_TESTED);
        systemCalls(2_000, 12);
        assertThat(finding("V18", run).verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(finding("V18", run).why())
                .endsWith(
                        "the most of 1 case: 12 calls with 1000 transactions, 12 with 2000; bytes copied not measured");
        systemCalls(1_000_000, 14);
        assertThat(finding("V18", run).verdict()).isEqualTo(Verdict.REPRODUCED);
        systemCalls(2_000_000, 2_012);
        assertThat(finding("V18", run).verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    }

    @Test
    void comparesLinesOfCode() {
        lines("vista", "", 400);
        assertThat(finding("V19", run).why()).isEqualTo("not measured: lines_of_code of rvm");
        lines("rvm", "", 1_200);
        assertThat(finding("V19", run).verdict()).isEqualTo(Verdict.SHAPE);
        lines("vista", "recovery", 18);
        assertThat(finding("V19", run).why()).isEqualTo("RVM 1200 lines, Vista 400 lines; Vista's recovery: 18 lines");
    }

    @Test
    void judgesCrashesOnlyWhenSomeLanded() {
        crashes(Cell.NONE, "", Metric.VIOLATIONS, 0);
        assertThat(finding("R1", run).why()).isEqualTo("no crash landed in the middle of an operation");
        crashes(Cell.NONE, "", Metric.CRASHES_LANDED, 40);
        assertThat(finding("R1", run).verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(finding("R1", run).why()).isEqualTo("200 crashes: 200 real kills and 0 enumerated crash points");
        assertThat(finding("V20", run).why()).isEqualTo("no crashes in this run");
        crashes(Cell.VISTA, "recovery", Metric.CASES, 500);
        crashes(Cell.VISTA, "recovery", Metric.VIOLATIONS, 0);
        assertThat(finding("V20", run).verdict()).isEqualTo(Verdict.REPRODUCED);
        crashes(Cell.RVM_DISK, "recovery", Metric.VIOLATIONS, 1);
        assertThat(finding("V20", run).verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
        assertThat(measured("V20", run)).isEqualTo(5);
    }

    @Test
    void takesProtectionWithoutEffectForARatioOfOne() {
        throughput("debit-credit", Cell.RVM_RIO, 50_000);
        assertThat(finding("R3", run).verdict()).isEqualTo(Verdict.NOT_TESTED);
        Params pages = Params.none().with(Params.PROTECTION, "pages");
        run.throughput("debit-credit", Cell.RVM_RIO, pages, FITTING, size -> 40_000);
        assertThat(finding("R3", run).verdict()).isEqualTo(Verdict.REPRODUCED);
        SampleRun slow = SampleRun.of(5, 0.01);
        slow.throughput("debit-credit", Cell.RVM_RIO, Params.none(), FITTING, size -> 50_000);
        slow.throughput("debit-credit", Cell.RVM_RIO, pages, FITTING, size -> 10_000);
        assertThat(finding("R3", slow).verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    }

    @Test
    void givesNoVerdictOnInvalidRows() {
        Arm arm = Arm.of(Cell.VISTA, Params.none());
        X size = X.bytes(Params.DATABASE_BYTES, 64L << 20);
        throughput("debit-credit", Cell.RVM_RIO, 50_000);
        run.add("debit-credit", arm, size, Metric.THROUGHPUT, 0, 2e6, false);
        assertThat(finding("V9", run).why())
                .isEqualTo("only invalid samples: throughput of vista/rio in debit-credit, 1 samples");
        run.add("debit-credit", arm, size, Metric.THROUGHPUT, 1, 2e6, true);
        assertThat(finding("V9", run).verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(finding("V9", run).why()).endsWith("1 block, no interval, 1 invalid samples left out");
    }

    @Test
    void givesNoRatioOfAnOverheadBelowZero() {
        synthetic(Cell.VISTA, bytes -> -1);
        synthetic(Cell.RVM_RIO, bytes -> 4_000);
        assertThat(finding("V2", run).why()).startsWith("no ratio of a value that is not above 0");
    }

    private void synthetic(Cell cell, DoubleUnaryOperator overheadNanos) {
        if (run.samples().stream().noneMatch(sample -> sample.key().cell().equals(Cell.NONE))) {
            SampleRun.SIZES.forEach(bytes -> run.add(
                    "synthetic",
                    Arm.of(Cell.NONE, Params.none().with(Params.DATABASE_BYTES, SampleRun.DATABASE_BYTES)),
                    X.bytes(Params.BYTES, bytes),
                    Metric.TRANSACTION_TIME,
                    0.001 + bytes * 1e-5));
        }
        run.synthetic(cell, Params.none(), bytes -> 0.001 + bytes * 1e-5 + overheadNanos.applyAsDouble(bytes));
    }

    private void throughput(String experiment, Cell cell, double value) {
        run.throughput(experiment, cell, Params.none(), FITTING, size -> value);
    }

    private void sweep(Cell cell, long lastFittingMegabytes) {
        Params limit = Params.none().with(Params.MEMORY_LIMIT, 256L << 20);
        List<Long> sizes = List.of(32L, 64L, 96L, 128L, 192L, 256L, 384L);
        run.throughput("debit-credit", cell, limit, sizes, size -> size <= lastFittingMegabytes ? 1_000 : 10);
    }

    private void systemCalls(long transactions, double calls) {
        Arm arm = Arm.of(Cell.VISTA, Params.none().with(Params.TRANSACTIONS, transactions));
        for (int block = 0; block < 2; block++) {
            run.add("synthetic", arm, X.bytes(Params.BYTES, 8), Metric.SYSTEM_CALLS, block, calls, true);
        }
    }

    private void lines(String system, String process, double lines) {
        Arm arm = new Arm(new Cell(system, ""), "", process, Params.none());
        run.add("synthetic", arm, X.none(), Metric.LINES_OF_CODE, 0, lines, true);
    }

    private void crashes(Cell cell, String process, Metric metric, double value) {
        Arm arm = new Arm(cell, "", process, Params.none());
        for (int block = 0; block < 5; block++) {
            run.add("crash", arm, X.none(), metric, block, value, true);
        }
    }

    private static double measured(String id, SampleRun run) {
        return finding(id, run).measured().orElseThrow().value();
    }

    private static Finding finding(String id, SampleRun run) {
        return Objects.requireNonNull(judge(run).get(id));
    }

    private static Map<String, Finding> judge(SampleRun run) {
        return new Judge()
                .judge(Claim.all(), run.measurements(), new Bootstrap(1, 500)).stream()
                        .collect(Collectors.toMap(
                                (Function<Judgement, String>)
                                        judgement -> judgement.claim().id(),
                                Judgement::finding));
    }
}
