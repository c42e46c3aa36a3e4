package org.failuretransparency.harness.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
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

final class CheckpointRulesTest {

    private final SampleRun run = SampleRun.of(5, 0.001);

    private Finding finding(String id) {
        return Judged.finding(run, id);
    }

    private double measured(String id) {
        return finding(id).measured().orElseThrow().value();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C1", "C2", "C3", "C4", "C5", "C6", "C7"})
    void saysWhatAnEmptyRunLacks(String id) {
        assertThat(finding(id).verdict()).isEqualTo(Verdict.NOT_TESTED);
        assertThat(finding(id).why()).startsWith("not measured: ").contains("of dc/rio");
    }

    @Test
    void reportsTheOverheadOfAPageOfAMegabyteAndOfEachFurtherPage() {
        for (long pages : new long[] {1, 4, 16, 64, 256}) {
            run.checkpointSize(Cell.NONE, pages * 4096, 0.1);
            run.checkpointSize(Cell.DC, pages * 4096, 0.3 + 0.2 * pages);
        }
        assertThat(measured("C1")).isCloseTo(0.4, within(0.01));
        assertThat(measured("C3")).isCloseTo(0.2, within(0.01));
        assertThat(finding("C3").why())
                .startsWith("linear in the bytes: R2 = 1")
                .contains("within the cache: 0.2");
        assertThat(measured("C4")).isCloseTo(0.0514, within(0.001));
        assertThat(List.of(finding("C1"), finding("C3"), finding("C4")))
                .extracting(Finding::verdict)
                .containsOnly(Verdict.REPORTED);
    }

    @Test
    void reportsTheSmallestLog() {
        X page = X.bytes(Params.BYTES, 4096);
        run.add("checkpoint-size", Arm.of(Cell.DC, Params.none()), page, Metric.LOG_BYTES, 0, 4320, true);
        assertThat(measured("C2")).isEqualTo(4320);
        assertThat(finding("C2").why()).startsWith("a page of 4096 bytes and 224 for");
    }

    @Test
    void reportsTheGreaterOverheadAtASecondAndBothAtTenMilliseconds() {
        for (String program : List.of("ijpeg", "m88ksim")) {
            double more = "ijpeg".equals(program) ? 0.05 : 0.02;
            run.checkpointInterval(program, 10, 1 + 2 * more, 1e6);
            run.checkpointInterval(program, 1000, 1 + more, 1e6);
        }
        assertThat(measured("C5")).isCloseTo(5, within(0.3));
        assertThat(finding("C5").why())
                .contains("ijpeg 5")
                .contains("m88ksim 2")
                .containsPattern("at 10 ms: ijpeg (10|9\\.9).*, m88ksim (4|3\\.9)");
    }

    @ParameterizedTest(name = "{0} changes, {1} violations: {2}, {3}")
    @CsvSource({
        "2, 0, REPRODUCED, REPRODUCED",
        "5, 0, REPRODUCED, NOT_REPRODUCED",
        "2, 1, NOT_REPRODUCED, NOT_REPRODUCED"
    })
    void judgesKillsAndChanges(double changes, double violations, Verdict kernelState, Verdict sourceChanges) {
        Arm killed = new Arm(Cell.DC, "cpvs", "kernel-state", Params.none());
        Arm launcher = new Arm(Cell.DC, "", "launcher", Params.none());
        run.add("crash", killed, X.none(), Metric.CRASHES_LANDED, 0, 5, true);
        run.add("crash", killed, X.none(), Metric.VIOLATIONS, 0, violations, true);
        run.add("checkpoint-size", launcher, X.none(), Metric.SOURCE_CHANGES, 0, changes, true);
        assertThat(finding("C8").verdict()).isEqualTo(kernelState);
        assertThat(finding("C8").why()).startsWith("5 crashes: 5 real kills");
        assertThat(finding("C9").verdict()).isEqualTo(sourceChanges);
        assertThat(measured("C9")).isEqualTo(changes);
    }

    /// The added times, in hundredths, at 1, 100 and 10,000 ms.
    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "30, 20, 10, REPRODUCED",
        "30, 20, 19.95, SHAPE",
        "30, 35, 10, NOT_REPRODUCED",
        "30, 20, 25, NOT_REPRODUCED"
    })
    void judgesWhetherTheOverheadFallsWithTheInterval(double first, double second, double third, Verdict expected) {
        for (String program : List.of("ijpeg", "m88ksim")) {
            run.checkpointInterval(program, 1, 1 + first / 100, 1e6);
            run.checkpointInterval(program, 100, 1 + second / 100, 1e6);
            run.checkpointInterval(program, 10_000, 1 + third / 100, 1e6);
        }
        assertThat(finding("C6").verdict()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "ijpeg ends with {0} bytes: {1}")
    @CsvSource({"200000, REPRODUCED", "1000000, NOT_REPRODUCED"})
    void judgesWhetherTheLogGrowsAndIjpegsShrinksAgain(double last, Verdict expected) {
        for (double interval : new double[] {1, 100}) {
            run.checkpointInterval("ijpeg", interval, 1.1, 1e6);
            run.checkpointInterval("m88ksim", interval, 1.1, 1e6);
        }
        run.checkpointInterval("ijpeg", 10_000, 1.1, last);
        run.checkpointInterval("m88ksim", 10_000, 1.1, 3e6);
        Finding finding = finding("C7");
        assertThat(finding.why()).contains("average log of ijpeg").contains("of m88ksim");
        if (expected == Verdict.REPRODUCED) {
            assertThat(finding.verdict()).isEqualTo(expected);
        } else {
            assertThat(finding.verdict()).isNotEqualTo(Verdict.REPRODUCED);
        }
    }
}
