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
                workload, system, storage, folder.resolve("arm").toString(), 6 << 20, 64, 1, false, false, 7, 0, null);
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

    private ArmSetup messages(String system, String storage, int outstanding, String name) {
        return new ArmSetup(
                "vistagrams",
                system,
                storage,
                folder.resolve(name).toString(),
                0,
                64,
                1,
                false,
                false,
                7,
                outstanding,
                null);
    }

    @ParameterizedTest
    @CsvSource({"udp,'',0", "udp,'',8", "baseline,'',0", "vistagrams,rio,0", "vistagrams,rio,8", "vistagrams,disk,8"})
    void exchangesMessagesWithAServerOfItsOwn(String system, String storage, int outstanding) {
        ArmSetup setup = messages(system, storage, outstanding, "arm");
        try (ArmProcess arm = ArmProcess.start("test", Optional.empty())) {
            arm.ask(ArmRequest.of(ArmRequest.Call.OPEN, setup));
            ArmReply trial = arm.ask(ArmRequest.of(ArmRequest.Call.TRIAL, SHORT));
            assertThat(trial.violations()).isEmpty();
            assertThat(trial.values().get(Metric.THROUGHPUT.id())).isPositive();
            assertThat(trial.values().get(Metric.MESSAGES.id())).isGreaterThanOrEqualTo(2);
            assertThat(trial.values().containsKey(Metric.ROUND_TRIP.id())).isEqualTo(outstanding == 0);
            arm.ask(ArmRequest.of(ArmRequest.Call.CLOSE));
            assertThat(folder.resolve("arm")).isEmptyDirectory();
        }
    }

    @Test
    void armsThatShareAProcessHaveTheirOwnStateAndServers() {
        ArmSetup[] setups = {messages("baseline", "", 0, "without"), messages("vistagrams", "rio", 0, "with")};
        try (ArmProcess process = ArmProcess.start("both", Optional.empty())) {
            for (int round = 0; round < 2; round++) {
                for (int arm = 0; arm < setups.length; arm++) {
                    process.ask(ArmRequest.of(ArmRequest.Call.OPEN, setups[arm]).forArm(arm));
                }
                for (int turn = 0; turn < 2 * setups.length; turn++) {
                    ArmRequest trial = ArmRequest.of(ArmRequest.Call.TRIAL, SHORT);
                    assertThat(process.ask(trial.forArm(turn % setups.length)).violations())
                            .isEmpty();
                }
            }
            process.ask(ArmRequest.of(ArmRequest.Call.CLOSE).forArm(1));
            assertThat(folder.resolve("with")).isEmptyDirectory();
            assertThat(process.ask(ArmRequest.of(ArmRequest.Call.TRIAL, SHORT)).violations())
                    .isEmpty();
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

    private ArmSetup guest(String workload, String system, String storage, String program) {
        return guest(workload, system, storage, program, 20);
    }

    private ArmSetup guest(String workload, String system, String storage, String program, double intervalMillis) {
        return new ArmSetup(
                workload,
                system,
                storage,
                folder.resolve("arm").toString(),
                0,
                64 << 10,
                1,
                false,
                false,
                7,
                0,
                new ArmSetup.Guest(program, intervalMillis, 200));
    }

    @ParameterizedTest
    @CsvSource({"none,rio", "dc,rio", "dc,disk"})
    void timesCheckpointsOfWhatIsTouched(String system, String storage) {
        ArmSetup setup = guest("checkpoint-size", system, storage, "");
        try (ArmProcess arm = ArmProcess.start("test", Optional.empty())) {
            arm.ask(ArmRequest.of(ArmRequest.Call.OPEN, setup));
            arm.ask(ArmRequest.of(ArmRequest.Call.WARM_UP, SHORT));
            ArmReply trial = arm.ask(ArmRequest.of(ArmRequest.Call.TRIAL, SHORT));
            assertThat(trial.violations()).isEmpty();
            assertThat(trial.values().get(Metric.CHECKPOINT_TIME.id())).isPositive();
            if ("dc".equals(system)) {
                assertThat(trial.values().get(Metric.LOG_BYTES.id())).isBetween(64.0 * 1024, 70.0 * 1024);
                assertThat(trial.values().get(Metric.LARGEST_LOG_BYTES.id()))
                        .isGreaterThanOrEqualTo(trial.values().get(Metric.LOG_BYTES.id()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"rio,65536", "disk,65536"})
    void goesOnWithAProcessThatWasKilledWithAFullLog(String storage, double touchedBytes) {
        ArmSetup setup = guest("checkpoint-size", "dc", storage, "");
        killInTheMiddle(setup);
        try (ArmProcess arm = ArmProcess.start("recovering", Optional.empty())) {
            ArmReply recovered = arm.ask(ArmRequest.of(ArmRequest.Call.RECOVER, setup));
            assertThat(recovered.values().get(Metric.RECOVERY_TIME.id())).isPositive();
            assertThat(recovered.values().get(Metric.LOG_BYTES.id())).isGreaterThanOrEqualTo(touchedBytes);
        }
    }

    private static void killInTheMiddle(ArmSetup setup) {
        ArmProcess killed = ArmProcess.start("killed", Optional.empty());
        killed.ask(ArmRequest.of(ArmRequest.Call.OPEN, setup));
        killed.ask(ArmRequest.of(ArmRequest.Call.ENDLESS));
        killed.kill();
    }

    @Test
    void aProgramShowsTheSamePlainAndWithCheckpointsAndAfterAKill() {
        Double plain;
        ArmSetup without = guest("checkpoint-interval", "none", "rio", GuestPrograms.M88KSIM);
        try (ArmProcess arm = ArmProcess.start("plain", Optional.empty())) {
            arm.ask(ArmRequest.of(ArmRequest.Call.OPEN, without));
            plain = arm.ask(ArmRequest.of(ArmRequest.Call.TRIAL, SHORT))
                    .values()
                    .get(ArmReply.SHOWN);
        }
        ArmSetup setup = guest("checkpoint-interval", "dc", "rio", GuestPrograms.M88KSIM);
        try (ArmProcess arm = ArmProcess.start("recoverable", Optional.empty())) {
            arm.ask(ArmRequest.of(ArmRequest.Call.OPEN, setup));
            ArmReply trial = arm.ask(ArmRequest.of(ArmRequest.Call.TRIAL, SHORT));
            assertThat(trial.violations()).isEmpty();
            assertThat(trial.values()).containsEntry(ArmReply.SHOWN, plain).containsKey(Metric.RUN_TIME.id());
            assertThat(trial.values().get(Metric.COMMITS.id())).isGreaterThan(2);
        }
        killInTheMiddle(setup);
        try (ArmProcess arm = ArmProcess.start("recovering", Optional.empty())) {
            ArmReply recovered = arm.ask(ArmRequest.of(ArmRequest.Call.RECOVER, setup));
            assertThat(recovered.values()).containsEntry(ArmReply.SHOWN, plain);
        }
    }

    @Test
    void aTrialThatTookNoCheckpointIsNotValid() {
        ArmSetup setup = guest("checkpoint-interval", "dc", "rio", GuestPrograms.M88KSIM, 3_600_000);
        try (ArmProcess arm = ArmProcess.start("too-short", Optional.empty())) {
            arm.ask(ArmRequest.of(ArmRequest.Call.OPEN, setup));
            assertThat(arm.ask(ArmRequest.of(ArmRequest.Call.TRIAL, SHORT)).violations())
                    .singleElement()
                    .asString()
                    .startsWith("ended before its first timed checkpoint");
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
