package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failuretransparency.crashlab.CrashPoint.inRecovery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.failuretransparency.crashlab.StepKind;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.theory.checker.Verdict;
import org.failuretransparency.theory.equivalence.Equivalence;
import org.failuretransparency.workloads.kernel.DatagramEcho;
import org.failuretransparency.workloads.kernel.Everything;
import org.failuretransparency.workloads.kernel.PseudoTerminal;
import org.failuretransparency.workloads.kernel.TcpPeer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A program with state of every kind in the kernel, crashed around each of its system calls and inside of the recovery
/// after that, and killed at named points and at random: it shows what a failure-free run shows, and leaves the same
/// files.
final class EverythingTest {

    private static final int STOPPED_ROUNDS = 2;
    private static final int ROUNDS = 150;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"RIO, 7", "DISK, 29"})
    void survivesCrashesAroundSystemCalls(StorageKind kind, int every) throws IOException {
        crashEverywhere(kind, every);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void survivesCrashesAroundEverySystemCall(StorageKind kind) throws IOException {
        crashEverywhere(kind, 1);
    }

    private void crashEverywhere(StorageKind kind, int every) throws IOException {
        try (DatagramEcho peer = new DatagramEcho();
                TcpPeer tcpPeer = new TcpPeer();
                PseudoTerminal terminal = new PseudoTerminal()) {
            CrashedEverywhere.requireEquivalentOutput(
                    directory,
                    kind,
                    () -> Everything.program(directory, peer.port(), tcpPeer.address(), STOPPED_ROUNDS),
                    descriptors -> {
                        terminal.reset();
                        descriptors.lend(2, terminal.descriptor());
                    },
                    every);
        }
        assertThat(Everything.violations(directory, STOPPED_ROUNDS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"RIO, cpvs", "DISK, cpvs"})
    void survivesKills(StorageKind kind, String protocol) throws IOException {
        kill(kind, protocol, 6);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"RIO, cpvs", "DISK, cpvs", "RIO, cand", "DISK, cand", "RIO, cbndvs", "DISK, cbndvs"})
    void survivesManyKills(StorageKind kind, String protocol) throws IOException {
        kill(kind, protocol, 24);
    }

    private void kill(StorageKind kind, String protocol, int kills) throws IOException {
        int rounds = ROUNDS + 30 * kills;
        try (DatagramEcho peer = new DatagramEcho();
                TcpPeer tcpPeer = new TcpPeer()) {
            ProcessCampaign campaign = new ProcessCampaign(
                            directory,
                            kind,
                            protocol,
                            "everything:" + rounds + ":" + peer.port() + ":" + tcpPeer.address(),
                            1)
                    .killAtStop(200)
                    .killAt(inRecovery(StepKind.STORE, 2))
                    .killAtStop(5)
                    .killAtStop(77);
            assertThat(campaign.run(kills)).isEqualTo(Everything.DONE);
            List<String> failureFree =
                    LongStream.rangeClosed(1, rounds).mapToObj(Everything::line).toList();
            assertThat(campaign.shown()).matches(shown -> Equivalence.DUPLICATE_EARLIER.equivalent(shown, failureFree));
            Verdict verdict = campaign.verdict();
            assertThat(verdict.holds()).as(verdict.words()).isTrue();
            assertThat(campaign.landedIn(Stage.INTERVAL) + campaign.landedIn(Stage.COMMITTING))
                    .as(campaign.toString())
                    .isGreaterThanOrEqualTo(kills / 3);
            assertThat(campaign.landedIn(Stage.RECOVERING))
                    .as(campaign.toString())
                    .isGreaterThanOrEqualTo(kills / 4);
        }
        assertThat(Everything.violations(directory, rounds)).isEmpty();
    }
}
