package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failuretransparency.crashlab.CrashPoint.inRecovery;
import static org.failuretransparency.crashlab.CrashPoint.inWork;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.crashlab.StepKind;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.theory.checker.Verdict;
import org.failuretransparency.theory.equivalence.Equivalence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Child JVMs killed by `SIGKILL`, life after life of one process, in intervals, in commits and in recovery, until it
/// ends. What it has shown is what a failure-free run shows, but for repetitions (Definition 2), and its events, with
/// all crashes, satisfy the commit invariant.
class KillTest {

    private static final int ROUNDS = 6000;
    private static final int TIMED_ROUNDS = 60_000;
    private static final int MANY = 28;

    @TempDir
    private Path directory;

    /// A first store to a page publishes an undo record; a commit publishes once.
    private ProcessCampaign onRio(String checkpoints, String program) {
        return new ProcessCampaign(directory, StorageKind.RIO, checkpoints, program, 1)
                .killAt(inWork(StepKind.PUBLISH, 701))
                .killAt(inRecovery(StepKind.STORE, 2))
                .killAt(inWork(StepKind.STORE, 1502))
                .killAt(inWork(StepKind.FENCE, 400))
                .killAt(inRecovery(StepKind.PUBLISH, 1));
    }

    /// A commit is a write and a sync of the log; recovery empties the log into the image.
    private ProcessCampaign onDisk(String checkpoints, String program) {
        return new ProcessCampaign(directory, StorageKind.DISK, checkpoints, program, 1)
                .killAt(inWork(StepKind.WRITE, 60))
                .killAt(inRecovery(StepKind.WRITE, 1))
                .killAt(inWork(StepKind.SYNC, 41))
                .killAt(inRecovery(StepKind.SYNC, 1))
                .killAt(inRecovery(StepKind.SYNC, 2));
    }

    private ProcessCampaign on(StorageKind kind, String checkpoints, String program) {
        return kind == StorageKind.RIO ? onRio(checkpoints, program) : onDisk(checkpoints, program);
    }

    private static void requireFailureFree(ProcessCampaign campaign) throws IOException {
        assertThat(Lottery.isConsistent(campaign.shown(), ROUNDS))
                .as(campaign.toString())
                .isTrue();
        Verdict verdict = campaign.verdict();
        assertThat(verdict.holds()).as(verdict.words()).isTrue();
        assertThat(verdict.visibleEvents()).isGreaterThanOrEqualTo(ROUNDS);
        // A kill between a commit and its record leaves a trace without it.
        assertThat(verdict.commitEvents()).isGreaterThanOrEqualTo(ROUNDS - MANY);
    }

    private static void requireLanded(ProcessCampaign campaign, int inIntervals, int inRecovery) {
        assertThat(campaign.landedIn(Stage.INTERVAL) + campaign.landedIn(Stage.COMMITTING))
                .as(campaign.toString())
                .isGreaterThanOrEqualTo(inIntervals);
        assertThat(campaign.landedIn(Stage.RECOVERING)).as(campaign.toString()).isGreaterThanOrEqualTo(inRecovery);
    }

    @ParameterizedTest
    @CsvSource({"RIO, cpvs, 8", "DISK, cpvs, 7", "RIO, cand, 3", "DISK, cbndvs, 3", "RIO, cpv-2pc, 2"})
    void aNonDeterministicProgramSurvivesKills(StorageKind kind, String protocol, int kills) throws IOException {
        ProcessCampaign campaign = on(kind, protocol, "lottery:" + ROUNDS);
        assertThat(campaign.run(kills)).isEqualTo(Lottery.DONE);
        requireFailureFree(campaign);
        requireLanded(campaign, 1, kills / 4);
    }

    @ParameterizedTest
    @CsvSource({"RIO, every:2, 4", "DISK, every:5, 4"})
    void aDeterministicProgramSurvivesKillsWithTimedCheckpoints(StorageKind kind, String checkpoints, int kills)
            throws IOException {
        ProcessCampaign campaign = new ProcessCampaign(directory, kind, checkpoints, "counter:" + TIMED_ROUNDS, 1)
                .killAt(inRecovery(StepKind.STORE, 1));
        assertThat(campaign.run(kills)).isEqualTo(7);
        List<String> expected = Counter.output(TIMED_ROUNDS).lines().toList();
        assertThat(campaign.shown()).matches(shown -> Equivalence.DUPLICATE_EARLIER.equivalent(shown, expected));
        requireLanded(campaign, 1, 1);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "RIO, cpvs", "RIO, cand", "RIO, cbndvs", "RIO, cpv-2pc",
        "DISK, cpvs", "DISK, cand", "DISK, cbndvs", "DISK, cpv-2pc"
    })
    void aNonDeterministicProgramSurvivesManyKills(StorageKind kind, String protocol) throws IOException {
        ProcessCampaign campaign = on(kind, protocol, "lottery:" + ROUNDS);
        assertThat(campaign.run(MANY)).isEqualTo(Lottery.DONE);
        requireFailureFree(campaign);
        requireLanded(campaign, MANY / 4, MANY / 4);
    }
}
