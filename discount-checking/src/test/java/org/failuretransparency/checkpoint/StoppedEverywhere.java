package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Program;
import org.failuretransparency.rio.StorageKind;

/// What holds for a program under recovery wherever it is stopped: it says what it says when it is never stopped.
final class StoppedEverywhere {

    private StoppedEverywhere() {}

    /// Stops the program in front of each of its steps in turn, once a run.
    static void requireEqualOutput(
            Path directory, StorageKind kind, Supplier<Program> programs, Consumer<Descriptors> lender)
            throws IOException {
        StoppedRuns runs = new StoppedRuns(directory, kind, programs, lender);
        StoppedRuns.Run plain = runs.plain();
        assertThat(plain.output()).isNotEmpty();
        int landed = 0;
        for (boolean stopped = true; stopped; ) {
            StoppedRuns.Run run = runs.stoppedBefore(landed);
            stopped = run.stops() == 1;
            assertThat(run.withoutRepeats())
                    .as("output, stopped before step " + landed)
                    .isEqualTo(plain.output());
            assertThat(run.status()).as("status, stopped before step " + landed).isEqualTo(plain.status());
            landed += run.stops();
        }
        assertThat(landed).as("stops").isGreaterThan(10);
    }

    /// Takes a checkpoint after each step and each call, and everything but the checkpoint away after so many steps.
    static void requireNothingForgotten(
            Path directory, StorageKind kind, Supplier<Program> programs, Consumer<Descriptors> lender, int steps)
            throws IOException {
        StoppedRuns runs = new StoppedRuns(directory, kind, programs, lender);
        StoppedRuns.Run plain = runs.plain();
        StoppedRuns.Run forgetful = runs.stoppedAfterEach(steps);
        assertThat(plain.output()).isNotEmpty();
        assertThat(forgetful.output()).as("output with amnesia").isEqualTo(plain.output());
        assertThat(forgetful.status()).as("status with amnesia").isEqualTo(plain.status());
        assertThat(forgetful.stops()).as("stops").isGreaterThanOrEqualTo((int) (forgetful.steps() / steps) - 1);
        assertThat(forgetful.stops()).as("stops").isGreaterThan(2);
    }
}
