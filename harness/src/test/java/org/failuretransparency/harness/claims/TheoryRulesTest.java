package org.failuretransparency.harness.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.SampleRun;
import org.failuretransparency.harness.results.X;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TheoryRulesTest {

    private static final List<String> OF_SECTION_2_3_1 = List.of(
            "targon32",
            "hypervisor",
            "sender-based-logging",
            "family-based-logging",
            "manetho",
            "optimistic-logging",
            "coordinated-checkpointing",
            "process-pairs");

    private final SampleRun run = SampleRun.of(1, 0);

    @ParameterizedTest
    @ValueSource(strings = {"T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"})
    void saysThatTheExperimentDidNotRun(String id) {
        assertThat(finding(id)).isEqualTo(Finding.notTested("the experiment theory is not in this run"));
    }

    @ParameterizedTest
    @CsvSource({"T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"})
    void judgesNothingByOtherRowsOfTheExperiment(String id) {
        add(Cell.SIMULATOR, "direct", "", Params.none(), Metric.CASES, 5);
        assertThat(finding(id).verdict()).isEqualTo(Verdict.NOT_TESTED);
    }

    @ParameterizedTest
    @CsvSource({"0, REPRODUCED", "1, NOT_REPRODUCED"})
    void judgesSufficiencyByAcceptedComputationsThatRecoverInconsistently(int badRuns, Verdict expected) {
        for (int processes : List.of(2, 3)) {
            Params set = Params.none().with(Params.PROCESSES, processes);
            add(Cell.EXPLORER, "", "sufficiency", set, Metric.CASES, 1000);
            add(Cell.EXPLORER, "", "sufficiency", set, Metric.VIOLATIONS, processes == 2 ? 0 : badRuns);
        }
        assertThat(finding("T1").verdict()).isEqualTo(expected);
        assertThat(finding("T1").why())
                .isEqualTo("2000 computations that uphold it, each explored with every failure: " + badRuns
                        + " can recover inconsistently (processes=2: 1000, processes=3: 1000)");
    }

    @ParameterizedTest
    @CsvSource({"500, REPRODUCED", "499, NOT_REPRODUCED"})
    void judgesNecessityByViolationsForWhichABadRunWasFound(int caught, Verdict expected) {
        add(Cell.EXPLORER, "", "necessity", Params.none(), Metric.CASES, 500);
        add(Cell.EXPLORER, "", "necessity", Params.none(), Metric.CAUGHT, caught);
        assertThat(finding("T2").verdict()).isEqualTo(expected);
        assertThat(finding("T2").why()).isEqualTo(caught + " of 500 computations that violate it found");
    }

    @ParameterizedTest
    @CsvSource({"0, REPRODUCED", "2, NOT_REPRODUCED"})
    void judgesTheProtocolsOfTheSectionAndNamesThoseThatViolate(int violations, Verdict expected) {
        for (String protocol : OF_SECTION_2_3_1) {
            upheld(protocol, protocol.equals("manetho") ? violations : 0);
        }
        upheld("direct", 7);
        assertThat(finding("T5").verdict()).isEqualTo(expected);
        assertThat(finding("T5").why())
                .startsWith("8 protocols, 800 simulated computations checked, none of a real run")
                .endsWith(violations == 0 ? "run" : "; violated by manetho");
        assertThat(finding("T3").why()).isEqualTo("not simulated: cand, cpvs, cbndvs");
        for (String protocol : List.of("cand", "cpvs", "cbndvs")) {
            upheld(protocol, 0);
        }
        assertThat(finding("T3").verdict()).isEqualTo(Verdict.REPRODUCED);
    }

    @ParameterizedTest
    @CsvSource({"50, REPRODUCED", "40, REPRODUCED", "51, NOT_REPRODUCED"})
    void judgesThatCbndvsNeverCommitsMoreAndCountsTheSameAsRight(int commits, Verdict expected) {
        commits("editor", 60, 50, commits);
        commits("dsm", 10, 20, 9);
        assertThat(finding("T4").verdict()).isEqualTo(expected);
        assertThat(finding("T4").why()).contains("2 workloads and 0 random scripts");
    }

    @Test
    void callsItAShapeIfOnlyTheMeansAreInOrder() {
        for (int block = 0; block < 2; block++) {
            Params script = Params.none().with(Params.SCRIPT, "editor");
            for (String protocol : List.of("cand", "cpvs", "cbndvs")) {
                Arm arm = new Arm(Cell.SIMULATOR, protocol, "", script);
                double commits = protocol.equals("cbndvs") ? (block == 0 ? 11 : 2) : 10;
                run.add("theory", arm, X.none(), Metric.COMMITS, block, commits, true);
            }
        }
        assertThat(finding("T4").verdict()).isEqualTo(Verdict.SHAPE);
        assertThat(finding("T4").why()).endsWith("2 workloads and 0 random scripts, more in editor in block 0");
    }

    @Test
    void judgesTheFewestCommitsByRandomScriptsToo() {
        commits("editor", 60, 50, 50);
        add(Cell.SIMULATOR, "cbndvs", "fewest-commits", Params.none(), Metric.CASES, 100);
        add(Cell.SIMULATOR, "cbndvs", "fewest-commits", Params.none(), Metric.VIOLATIONS, 1);
        assertThat(finding("T4").verdict()).isEqualTo(Verdict.SHAPE);
        assertThat(finding("T4").why()).endsWith("100 random scripts, more in 1 random scripts");
    }

    @Test
    void wantsVisibleNonDeterminismAcceptedWhereItIsAtomicWithACommit() {
        add(Cell.SIMULATOR, "", "corollary-1", Params.none(), Metric.CASES, 10);
        add(Cell.SIMULATOR, "", "corollary-1", Params.none(), Metric.CAUGHT, 10);
        add(Cell.SIMULATOR, "", "corollary-1", Params.none(), Metric.VIOLATIONS, 1);
        assertThat(finding("T9").verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    }

    @Test
    void callsDeferringAShapeWithoutIntervals() {
        failStop(run, 1, 0.8);
        assertThat(finding("T8").verdict()).isEqualTo(Verdict.SHAPE);
    }

    @ParameterizedTest
    @CsvSource({"T6, 100, REPRODUCED", "T6, 99, NOT_REPRODUCED", "T9, 100, REPRODUCED", "T9, 99, NOT_REPRODUCED"})
    void judgesByWhatTheCheckerCaught(String id, int caught, Verdict expected) {
        String protocol = id.equals("T6") ? "checkpoint-after-send" : "";
        String process = id.equals("T6") ? "" : "corollary-1";
        add(Cell.SIMULATOR, protocol, process, Params.none(), Metric.CASES, 100);
        add(Cell.SIMULATOR, protocol, process, Params.none(), Metric.CAUGHT, caught);
        assertThat(finding(id).verdict()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 60, REPRODUCED",
        "1, 0, 60, NOT_REPRODUCED",
        "0, 1, 60, NOT_REPRODUCED",
        "0, 0, 0, NOT_REPRODUCED"
    })
    void judgesTheDominoEffectByBothSides(int deterministic, int hidden, int dominoes, Verdict expected) {
        domino("theory", "deterministic", deterministic, 0);
        domino("theory", "hidden", hidden, 0);
        domino("theory", "exposed", 90, dominoes);
        domino("classic", "deterministic", 90, 60);
        assertThat(finding("T7").verdict()).isEqualTo(expected);
        assertThat(finding("T7").why()).contains("in 300 cases").contains("the classic rule cascades in 90");
    }

    @ParameterizedTest
    @CsvSource({"1, 0.8, REPRODUCED", "0.99, 0.8, NOT_REPRODUCED", "1, 1, NOT_REPRODUCED"})
    void judgesFailStopByEagerAndDeferringProtocols(double eager, double deferring, Verdict expected) {
        SampleRun blocks = SampleRun.of(5, 0);
        failStop(blocks, eager, deferring);
        assertThat(Judged.finding(blocks, "T8").verdict()).isEqualTo(expected);
    }

    private void failStop(SampleRun to, double eager, double deferring) {
        for (int delay : List.of(1, 10, 100)) {
            X x = new X("delay", delay, "events");
            for (String protocol : List.of("cand", "cand-log", "targon32")) {
                to.add("theory", new Arm(Cell.SIMULATOR, protocol, "", Params.none()), x, Metric.BUGGY_COMMITS, eager);
            }
            for (String protocol : List.of("cpvs", "cbndvs", "lazy-logging", "coordinated-checkpointing")) {
                to.add(
                        "theory",
                        new Arm(Cell.SIMULATOR, protocol, "", Params.none()),
                        x,
                        Metric.BUGGY_COMMITS,
                        deferring);
            }
        }
    }

    private void upheld(String protocol, int violations) {
        add(Cell.SIMULATOR, protocol, "", Params.none(), Metric.CASES, 100);
        add(Cell.SIMULATOR, protocol, "", Params.none(), Metric.VIOLATIONS, violations);
    }

    private void commits(String script, int cand, int cpvs, int cbndvs) {
        Map.of("cand", cand, "cpvs", cpvs, "cbndvs", cbndvs)
                .forEach((protocol, commits) -> add(
                        Cell.SIMULATOR,
                        protocol,
                        "",
                        Params.none().with(Params.SCRIPT, script),
                        Metric.COMMITS,
                        commits));
    }

    private void domino(String rule, String choices, int cascades, int dominoes) {
        Params params = Params.none().with(Params.RULE, rule).with(Params.CHOICES, choices);
        add(Cell.SIMULATOR, "uncoordinated-checkpointing", "", params, Metric.CASES, 100);
        add(Cell.SIMULATOR, "uncoordinated-checkpointing", "", params, Metric.CASCADES, cascades);
        add(Cell.SIMULATOR, "uncoordinated-checkpointing", "", params, Metric.DOMINOES, dominoes);
    }

    private void add(Cell cell, String protocol, String process, Params params, Metric metric, double value) {
        run.add("theory", new Arm(cell, protocol, process, params), X.none(), metric, value);
    }

    private Finding finding(String id) {
        return Judged.finding(run, id);
    }
}
