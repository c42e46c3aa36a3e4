package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.failuretransparency.crashlab.CrashImages;
import org.failuretransparency.crashlab.Effort;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.recoverable.CrashContract;
import org.failuretransparency.recoverable.CrashModel;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Every crash point of checkpoints: their making, intervals, commits, frees, the emptying of the redo log, recovery,
/// their removal.
class CheckpointCrashTest extends CrashContract {

    private static final Effort FEW = new Effort(8, 2, 1);
    private static final int LEAST_IN_OPERATION = 10;

    CheckpointCrashTest() {
        super(4, CheckpointScenario.values());
    }

    @Test
    void theRedoLogOfTheTruncationScenarioIsEmptied() {
        try (StoreProgram program = CheckpointScenario.TRUNCATION.on(StorageKind.DISK)) {
            assertThat(program.replayedBytes())
                    .isLessThan(CheckpointScenario.TRUNCATED_PAGES * AddressSpace.PAGE_BYTES);
        }
    }

    /// A crash leaves the first checkpoint or the second or none: without a manifest whatever is there counts as none,
    /// and a new process can be made in its place.
    @ParameterizedTest
    @EnumSource
    void aCheckpointIsMadeAndRemovedAsAWhole(CrashModel model) {
        try (LifeProgram program = new LifeProgram(model.kind())) {
            assertThat(model.images(program.trace(), FEW)
                            .check(program.oracle())
                            .inOperation())
                    .isGreaterThanOrEqualTo(LEAST_IN_OPERATION);
        }
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void aCheckpointIsMadeAndRemovedAsAWholeWithCrashesInsideOfRecoveriesToo(CrashModel model) {
        try (LifeProgram program = new LifeProgram(model.kind())) {
            CrashImages images = model.images(program.trace(), FEW);
            assertThat(images.check(program.oracle().insideOfTheRecoveryToo(model, FEW))
                            .inOperation())
                    .isGreaterThanOrEqualTo(LEAST_IN_OPERATION);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RIO_KILL, PAGE_NOT_SAVED", "DISK_POWER_LOSS, PAGE_NOT_SAVED",
        "RIO_KILL, CONTEXT_NOT_DECLARED", "DISK_POWER_LOSS, CONTEXT_NOT_DECLARED"
    })
    void catchesSeededFaults(CrashModel model, RecordedProcess.Mutant mutant) {
        try (StoreProgram program = CheckpointScenario.COMMIT.on(model.kind(), mutant)) {
            CrashImages images = model.images(program.trace(), FEW);
            assertThatThrownBy(() -> images.check(program.oracle()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("crash image rejected");
        }
    }
}
