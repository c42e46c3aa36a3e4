package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failuretransparency.crashlab.CrashPoint.inRecovery;
import static org.failuretransparency.crashlab.CrashPoint.inWork;

import java.nio.file.Path;
import org.failuretransparency.crashlab.Campaign;
import org.failuretransparency.crashlab.StepKind;
import org.failuretransparency.crashlab.Victim;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Child JVMs killed by `SIGKILL` on real files, generation after generation, in transactions and in recovery.
class VistaKillTest {

    private static final int LONG_GENERATIONS = 100;

    @TempDir
    private Path directory;

    private Campaign campaign(Class<? extends Victim> victim, StorageKind kind) {
        return Campaign.of(victim, kind, directory, 1);
    }

    /// A transfer stores, for each of its three words, three words of a record, which it publishes and fences, and then
    /// the word; it commits by a publish and a fence.
    private Campaign transfersOnRio() {
        return campaign(VistaTransferVictim.class, StorageKind.RIO)
                .killAt(inWork(StepKind.STORE, 9))
                .killAt(inRecovery(StepKind.STORE, 1))
                .killAt(inRecovery(StepKind.PUBLISH, 1))
                .killAt(inWork(StepKind.PUBLISH, 3))
                .killAt(inWork(StepKind.PUBLISH, 400))
                .killAt(inRecovery(StepKind.STORE, 2))
                .killAt(inWork(StepKind.FENCE, 404));
    }

    /// A record takes three writes and a sync; a commit a sync of the data, a write and a sync of the status word.
    private Campaign transfersOnDisk() {
        return campaign(VistaTransferVictim.class, StorageKind.DISK)
                .killAt(inWork(StepKind.STORE, 3))
                .killAt(inRecovery(StepKind.SYNC, 1))
                .killAt(inRecovery(StepKind.STORE, 2))
                .killAt(inRecovery(StepKind.WRITE, 1))
                .killAt(inWork(StepKind.WRITE, 5))
                .killAt(inWork(StepKind.SYNC, 4))
                .killAt(inWork(StepKind.SYNC, 5));
    }

    private Campaign queue(StorageKind kind) {
        return campaign(HeapVictim.class, kind)
                .killAt(inWork(StepKind.STORE, 2000))
                .killAt(inRecovery(StepKind.STORE, 1))
                .killAt(inWork(StepKind.STORE, 1011))
                .killAt(inRecovery(StepKind.STORE, 2));
    }

    @Test
    void transfersOnRioSurviveKills() {
        Campaign.Outcome outcome = transfersOnRio().run(10);
        assertThat(outcome.kills()).isEqualTo(10);
        assertThat(outcome.atPoint()).isGreaterThanOrEqualTo(7);
        assertThat(outcome.inOperation()).isGreaterThanOrEqualTo(4);
        assertThat(outcome.inRecovery()).isGreaterThanOrEqualTo(2);
        assertThat(outcome.operations()).isGreaterThan(200);
    }

    @Test
    void transfersOnDiskSurviveKills() {
        Campaign.Outcome outcome = transfersOnDisk().run(10);
        assertThat(outcome.kills()).isEqualTo(10);
        assertThat(outcome.atPoint()).isGreaterThanOrEqualTo(7);
        assertThat(outcome.inOperation()).isGreaterThanOrEqualTo(4);
        assertThat(outcome.inRecovery()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void theHeapSurvivesKills() {
        Campaign.Outcome outcome = queue(StorageKind.RIO).run(10);
        assertThat(outcome.kills()).isEqualTo(10);
        assertThat(outcome.inOperation() + outcome.inRecovery()).isGreaterThanOrEqualTo(6);
        assertThat(outcome.operations()).isGreaterThan(50);
    }

    @Test
    @Tag("long")
    void transfersOnRioSurviveManyKills() {
        assertThat(transfersOnRio().run(LONG_GENERATIONS).inOperation()).isGreaterThan(LONG_GENERATIONS / 3);
    }

    @Test
    @Tag("long")
    void transfersOnDiskSurviveManyKills() {
        assertThat(transfersOnDisk().run(LONG_GENERATIONS).inOperation()).isGreaterThan(LONG_GENERATIONS / 3);
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageKind.class,
            names = {"RIO", "DISK"})
    @Tag("long")
    void theHeapSurvivesManyKills(StorageKind kind) {
        assertThat(queue(kind).run(LONG_GENERATIONS).inOperation()).isGreaterThan(LONG_GENERATIONS / 3);
    }
}
