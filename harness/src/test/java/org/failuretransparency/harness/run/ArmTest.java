package org.failuretransparency.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.failuretransparency.harness.results.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real resident processes on small databases.
final class ArmTest {

    private static final TrialLength SHORT = new TrialLength(5, 20);

    @TempDir
    private Path folder;

    private ArmSetup setup(String workload, String system, String storage) {
        return new ArmSetup(
                workload, system, storage, folder.resolve("arm").toString(), 6 << 20, 64, 1, false, false, 7);
    }

    @ParameterizedTest
    @CsvSource({"synthetic,none,rio", "synthetic,vista,rio", "debit-credit,rvm,disk-1996", "order-entry,vista,rio"})
    void measuresChecksAndRemovesItsDatabase(String workload, String system, String storage) {
        ArmSetup setup = setup(workload, system, storage);
        try (ArmProcess arm = ArmProcess.start("test", Optional.empty())) {
            assertThat(arm.ask(ArmRequest.of(ArmRequest.Call.OPEN, setup)).violations())
                    .isEmpty();
            arm.ask(ArmRequest.of(ArmRequest.Call.WARM_UP, SHORT));
            ArmReply trial = arm.ask(ArmRequest.of(ArmRequest.Call.TRIAL, SHORT));
            assertThat(trial.violations()).isEmpty();
            Metric measured = "synthetic".equals(workload) ? Metric.TRANSACTION_TIME : Metric.THROUGHPUT;
            assertThat(trial.values().get(measured.id())).isPositive();
            assertThat(trial.timeline()).isNotEmpty();
            assertThat(arm.ask(ArmRequest.of(ArmRequest.Call.LATENCY, 10)).latencies())
                    .isNotEmpty();
            arm.ask(ArmRequest.of(ArmRequest.Call.CLOSE));
            assertThat(folder.resolve("arm")).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @CsvSource({"vista,rio", "rvm,disk"})
    void recoversWhatAKilledProcessLeft(String system, String storage) {
        ArmSetup setup = setup("debit-credit", system, storage);
        ArmProcess killed = ArmProcess.start("killed", Optional.empty());
        killed.ask(ArmRequest.of(ArmRequest.Call.OPEN, setup));
        killed.ask(ArmRequest.of(ArmRequest.Call.ENDLESS));
        killed.kill();
        try (ArmProcess arm = ArmProcess.start("recovering", Optional.empty())) {
            ArmReply recovered = arm.ask(ArmRequest.of(ArmRequest.Call.RECOVER, setup));
            assertThat(recovered.violations()).isEmpty();
            assertThat(recovered.values().get(Metric.RECOVERY_TIME.id())).isPositive();
        }
    }

    @Test
    void saysWhatWentWrongInTheProcess() {
        try (ArmProcess arm = ArmProcess.start("wrong", Optional.empty())) {
            assertThatThrownBy(() -> arm.ask(ArmRequest.of(ArmRequest.Call.OPEN, setup("synthetic", "tape", "rio"))))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining("arm=wrong, call=OPEN")
                    .hasMessageContaining("no such system: name=tape");
            assertThat(Files.isDirectory(folder)).isTrue();
        }
    }
}
