package org.failuretransparency.harness.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

final class MessageRulesTest {

    private final SampleRun run = SampleRun.of(5, 0.001);

    private Finding finding(String id) {
        return Judged.finding(run, id);
    }

    private double measured(String id) {
        return finding(id).measured().orElseThrow().value();
    }

    @ParameterizedTest
    @ValueSource(strings = {"G1", "G2", "G3", "G4", "G5"})
    void saysWhatAnEmptyRunLacks(String id) {
        assertThat(finding(id).verdict()).isEqualTo(Verdict.NOT_TESTED);
        assertThat(finding(id).why()).isNotEmpty();
    }

    @Test
    void reportsTheMeanDifferenceAndJudgesTheGreatestRatio() {
        run.roundTrip(Cell.BASELINE, 8, 10).roundTrip(Cell.VISTAGRAMS, 8, 11);
        run.roundTrip(Cell.BASELINE, 60_000, 100).roundTrip(Cell.VISTAGRAMS, 60_000, 103);
        assertThat(measured("G1")).isCloseTo(2, within(0.2));
        assertThat(finding("G1").verdict()).isEqualTo(Verdict.REPORTED);
        assertThat(finding("G1").why()).startsWith("the mean over all sizes; ").contains("at 8 B");
        assertThat(measured("G2")).isCloseTo(1.1, within(0.01));
        assertThat(finding("G2").verdict()).isEqualTo(Verdict.REPRODUCED);
    }

    @Test
    void aRatioPastTheBandIsNotReproduced() {
        run.roundTrip(Cell.BASELINE, 8, 10).roundTrip(Cell.VISTAGRAMS, 8, 25);
        assertThat(finding("G2").verdict()).isEqualTo(Verdict.SHAPE);
    }

    @ParameterizedTest(name = "{0} messages: {1}")
    @CsvSource({"2, REPRODUCED", "2.0004, REPRODUCED", "2.1, NOT_REPRODUCED"})
    void judgesTheMessagesOfACycle(double messages, Verdict expected) {
        Arm arm = Arm.of(Cell.VISTAGRAMS, Params.none());
        X x = X.bytes(Params.BYTES, 1024);
        run.add("vistagrams", arm, x, Metric.MESSAGES, 0, messages, true);
        run.add("vistagrams", arm, x, Metric.BYTES_COPIED, 0, 2048, true);
        assertThat(finding("G3").verdict()).isEqualTo(expected);
        assertThat(finding("G3").why()).contains("copied 1 times each way");
    }

    @ParameterizedTest(name = "{0} violations: {1}")
    @CsvSource({"0, REPRODUCED", "1, NOT_REPRODUCED"})
    void judgesKillsOfTheBank(double violations, Verdict expected) {
        for (String process : new String[] {"bank", "bank-together", "bank-recovering", "bank-in-transaction"}) {
            Arm arm = new Arm(Cell.VISTAGRAMS, "", process, Params.none());
            run.add("crash", arm, X.none(), Metric.CRASHES_LANDED, 0, 7, true);
            run.add("crash", arm, X.none(), Metric.VIOLATIONS, 0, violations, true);
        }
        assertThat(finding("G4").verdict()).isEqualTo(expected);
        assertThat(finding("G4").why()).contains("; 7 left a transaction open, 0 a commit under way");
        assertThat(finding("G5").verdict()).isEqualTo(expected);
        assertThat(finding("G5").why()).contains("every branch at once, 7 crashes");
    }
}
