package org.failuretransparency.rvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.failuretransparency.crashlab.Mutants;
import org.failuretransparency.recoverable.CrashModel;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whether the crash tests of RVM can fail: stores, writes and syncs left out and exchanged, which they have to catch.
class RvmMutantsCrashTest {

    /// Images of a window, for each mutant.
    private static final int IMAGES = 64;

    @ParameterizedTest
    @EnumSource
    void catchesEveryMutantOfCommits(CrashModel model) {
        try (RvmCrashProgram program = RvmCrashScenario.COMMIT.on(model.kind())) {
            Mutants.Verdict verdict = model.judgeMutants(program, IMAGES);
            assertThat(verdict.survivors()).isEmpty();
            assertThat(verdict.caught()).isGreaterThan(10);
        }
    }

    /// A truncation writes the log's status twice, and syncs it although the next flush would. Either write, the sync,
    /// and an exchange of the writes may be left out as long as nothing else is damaged; every other mutant has to be
    /// caught.
    @Test
    void catchesTheMutantsOfTruncationsButForTheirRedundantSteps() {
        try (RvmCrashProgram program = RvmCrashScenario.WRAP_AND_TRUNCATION.on(StorageKind.DISK)) {
            Mutants.Verdict verdict = CrashModel.DISK_POWER_LOSS.judgeMutants(program, IMAGES);
            assertThat(verdict.survivors()).hasSizeLessThanOrEqualTo(4 * (int) program.truncations());
            assertThat(verdict.caught()).isGreaterThan(40);
        }
    }
}
