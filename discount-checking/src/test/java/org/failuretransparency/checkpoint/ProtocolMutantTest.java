package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Verdict;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.Protocols;
import org.failuretransparency.theory.trace.Traces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What judges the runs that are killed can tell a wrong protocol from a right one: by what was shown, and by the
/// events alone.
final class ProtocolMutantTest {

    private static final int ROUNDS = 20;

    @TempDir
    private Path directory;

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void aProtocolThatCommitsBeforeVisibleEventsIsAccepted() throws IOException {
        assertThat(runStopped(Protocols.named("cpvs"))).isGreaterThan(ROUNDS / 4);
        assertThat(Lottery.isConsistent(shown(), ROUNDS)).isTrue();
        assertThat(verdict().holds()).isTrue();
    }

    @Test
    void oneThatCommitsBehindThemIsCaughtByItsOutputAndByItsEvents() throws IOException {
        assertThat(runStopped(new CommitsLate())).isGreaterThan(ROUNDS / 4);
        assertThat(Lottery.isConsistent(shown(), ROUNDS)).isFalse();
        Verdict verdict = verdict();
        assertThat(verdict.safety()).as(verdict.words()).isGreaterThanOrEqualTo(ROUNDS);
    }

    /// Runs a process to its end, each time stopped before the third checkpoint; returns how often.
    private int runStopped(Protocol protocol) {
        int stops = 0;
        for (int status = -1; status < 0; ) {
            int[] left = {3};
            CheckpointOptions options = CheckpointOptions.defaults()
                    .withCheckpoints(new Checkpoints.By(protocol))
                    .withTrace(directory.resolve("trace"))
                    .withBeforeCheckpoint(_ -> {
                        if (--left[0] == 0) {
                            throw new Stopped();
                        }
                    });
            Descriptors descriptors = new Descriptors();
            descriptors.give(1, HostFiles.toAppend(directory.resolve("out")), false);
            try (DiscountChecking process = DiscountChecking.open(
                    Lottery.program(ROUNDS), directory.resolve("lottery.dc"), options, descriptors)) {
                status = process.run();
            } catch (Stopped _) {
                stops++;
            }
        }
        return stops;
    }

    private List<String> shown() throws IOException {
        return Files.readAllLines(directory.resolve("out"));
    }

    private Verdict verdict() throws IOException {
        return CommitInvariant.check(Traces.read(List.of(directory.resolve("trace"))), Failures.SEVERAL);
    }
}
