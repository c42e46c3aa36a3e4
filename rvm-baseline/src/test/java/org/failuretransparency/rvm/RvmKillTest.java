package org.failuretransparency.rvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failuretransparency.crashlab.CrashPoint.inRecovery;
import static org.failuretransparency.crashlab.CrashPoint.inWork;

import java.nio.file.Path;
import org.failuretransparency.crashlab.Campaign;
import org.failuretransparency.crashlab.StepKind;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Child JVMs killed by `SIGKILL` on real files, generation after generation: in commits, truncations and recovery.
class RvmKillTest {

    private static final int LONG_GENERATIONS = 100;

    @TempDir
    private Path directory;

    /// A transfer is a write and a sync. From the 256th on, which fills half of the log, a truncation follows: pages
    /// are written to the database and synced, then the log's status twice.
    private Campaign transfers(StorageKind kind) {
        return Campaign.of(RvmTransferVictim.class, kind, directory, 1)
                .killAt(inWork(StepKind.WRITE, 3))
                .killAt(inWork(StepKind.SYNC, 3))
                .killAt(inRecovery(StepKind.SYNC, 1))
                .killAt(inRecovery(StepKind.WRITE, 1))
                .killAt(inWork(StepKind.WRITE, 257))
                .killAt(inRecovery(StepKind.SYNC, 2))
                .killAt(inWork(StepKind.SYNC, 257))
                .killAt(inRecovery(StepKind.WRITE, 2))
                .killAt(inWork(StepKind.SYNC, 258))
                .killAt(inWork(StepKind.WRITE, 259));
    }

    private Campaign groups(StorageKind kind) {
        return Campaign.of(RvmTransferVictim.class, kind, directory, 2)
                .flag("-Dgroup=8")
                .killAt(inWork(StepKind.WRITE, 5))
                .killAt(inWork(StepKind.SYNC, 5))
                .killAt(inRecovery(StepKind.SYNC, 2));
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageKind.class,
            names = {"RIO", "DISK"})
    void transfersSurviveKills(StorageKind kind) {
        Campaign.Outcome outcome = transfers(kind).run(11);
        assertThat(outcome.kills()).isEqualTo(11);
        assertThat(outcome.atPoint()).isGreaterThanOrEqualTo(9);
        assertThat(outcome.inOperation()).isGreaterThanOrEqualTo(6);
        assertThat(outcome.inRecovery()).isGreaterThanOrEqualTo(3);
        assertThat(outcome.operations()).isGreaterThan(1000);
    }

    @Test
    void groupsSurviveKillsUpToWhatWasDurable() {
        Campaign.Outcome outcome = groups(StorageKind.RIO).run(8);
        assertThat(outcome.kills()).isEqualTo(8);
        assertThat(outcome.inOperation()).isGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageKind.class,
            names = {"RIO", "DISK"})
    @Tag("long")
    void transfersSurviveManyKills(StorageKind kind) {
        assertThat(transfers(kind).run(LONG_GENERATIONS).inOperation()).isGreaterThan(LONG_GENERATIONS / 3);
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageKind.class,
            names = {"RIO", "DISK"})
    @Tag("long")
    void groupsSurviveManyKills(StorageKind kind) {
        assertThat(groups(kind).run(LONG_GENERATIONS).inOperation()).isGreaterThan(LONG_GENERATIONS / 3);
    }
}
