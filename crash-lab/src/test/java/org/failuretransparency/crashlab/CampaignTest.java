package org.failuretransparency.crashlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Child JVMs killed in mid-operation on real regions, and what the campaign says of it.
class CampaignTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            value = StorageKind.class,
            names = {"RIO", "DISK"})
    void killsChildrenAtNamedPointsAndAtRandomMoments(StorageKind kind) {
        Campaign.Outcome outcome = Campaign.of(WordsVictim.class, kind, directory, 1)
                .killAt(CrashPoint.inWork(StepKind.STORE, 4))
                .killAt(CrashPoint.inWork(StepKind.PUBLISH, 3))
                .run(3);
        assertThat(outcome.kills()).isEqualTo(3);
        assertThat(outcome.atPoint()).isEqualTo(2);
        assertThat(outcome.inOperation()).isGreaterThanOrEqualTo(2);
        // The first completed one update before it died, the second two.
        assertThat(outcome.operations()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void killsChildrenBeforeAWriteAndBeforeASync() {
        Campaign.Outcome outcome = Campaign.of(LogVictim.class, StorageKind.DISK, directory, 1)
                .killAt(CrashPoint.inWork(StepKind.WRITE, 3))
                .killAt(CrashPoint.inWork(StepKind.SYNC, 2))
                .run(2);
        assertThat(outcome.atPoint()).isEqualTo(2);
        assertThat(outcome.inOperation()).isEqualTo(2);
        // Two records, then two more, the last of them not forced when the process was killed: the kernel has it.
        assertThat(outcome.operations()).isEqualTo(4);
    }

    @Test
    void killsChildrenInTheMiddleOfTheirRecovery() {
        Campaign.Outcome outcome = Campaign.of(UndoVictim.class, StorageKind.RIO, directory, 1)
                .killAt(CrashPoint.inWork(StepKind.STORE, 8))
                .killAt(CrashPoint.inRecovery(StepKind.STORE, 2))
                .killAt(CrashPoint.inRecovery(StepKind.PUBLISH, 1))
                .run(3);
        assertThat(outcome.atPoint()).isEqualTo(3);
        assertThat(outcome.inOperation()).isEqualTo(1);
        assertThat(outcome.inRecovery()).isEqualTo(2);
        assertThat(outcome.operations()).isEqualTo(1);
    }

    @Test
    void killsAGenerationThatDoesNotReachItsPointAtARandomMoment() {
        // The recovery of the log stores nothing. Nearly all of the time it is in the middle of an append.
        Campaign.Outcome outcome = Campaign.of(LogVictim.class, StorageKind.DISK, directory, 1)
                .killAt(CrashPoint.inRecovery(StepKind.STORE, 1))
                .run(3);
        assertThat(outcome.kills()).isEqualTo(3);
        assertThat(outcome.atPoint()).isZero();
        assertThat(outcome.inOperation()).isPositive();
    }

    @Test
    void failsWhenAPromiseIsBroken() {
        Campaign campaign = Campaign.of(ForgetfulVictim.class, StorageKind.RIO, directory, 1);
        assertThatThrownBy(() -> campaign.run(2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("broken promise: recovered=0, promised=")
                .hasMessageContaining("seed=1");
    }

    @Test
    void failsWhenAGenerationEndsByItself() {
        Campaign campaign =
                Campaign.of(WordsVictim.class, StorageKind.RIO, directory, 1).flag("-Dflaw=NO_SUCH_FLAW");
        assertThatThrownBy(() -> campaign.run(1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("generation failed: generation=0")
                .hasMessageContaining("No enum constant");
    }

    @Test
    void failsWhenNoKillLandsInAnOperation() {
        Campaign.Outcome missed = new Campaign.Outcome(5, 0, 0, 0, 100);
        assertThatThrownBy(missed::requireLanded)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no kill landed in an operation or a recovery: Outcome[kills=5");
    }

    @Test
    @Tag("long")
    void survivesManyGenerations() {
        Campaign.Outcome outcome = Campaign.of(WordsVictim.class, StorageKind.RIO, directory, 2)
                .killAt(CrashPoint.inWork(StepKind.STORE, 1))
                .killAt(CrashPoint.inWork(StepKind.STORE, 2))
                .killAt(CrashPoint.inWork(StepKind.PUBLISH, 1000))
                .killAt(CrashPoint.inWork(StepKind.FENCE, 1000))
                .run(40);
        assertThat(outcome.atPoint()).isEqualTo(32);
    }
}
