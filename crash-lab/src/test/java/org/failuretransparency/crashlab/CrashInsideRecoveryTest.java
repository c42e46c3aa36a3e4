package org.failuretransparency.crashlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;

/// A recovery that works when it is left alone, and one that works when it crashes too, are told apart.
class CrashInsideRecoveryTest {

    private static final Effort EFFORT = Effort.seeded(1);

    private static Trace updates() {
        try (Recording recording = Recording.on(StorageKind.RIO);
                ToyUndo undo = ToyUndo.openOrCreate(recording)) {
            recording.start();
            recording.operation(1, () -> undo.update(1));
            recording.operation(2, () -> undo.update(2));
            return recording.trace();
        }
    }

    private static Consumer<Recording> recovery(boolean flawed) {
        return regions -> {
            try (ToyUndo undo = ToyUndo.open(regions)) {
                undo.recover(flawed);
            }
        };
    }

    private static Oracle wholeUpdates(boolean flawed) {
        return image -> {
            Recording regions = image.regions();
            recovery(flawed).accept(regions);
            try (ToyUndo undo = ToyUndo.open(regions)) {
                assertThat(undo.number()).isBetween(image.completed(), image.started());
            }
        };
    }

    private static Oracle crashingInside(boolean flawed) {
        return wholeUpdates(flawed).alsoInside(recovery(flawed), trace -> CrashImages.afterKill(trace, EFFORT));
    }

    @Test
    void acceptsTheRecoveryThatCanBeRepeated() {
        CrashImages.Statistics statistics =
                CrashImages.afterKill(updates(), EFFORT).check(crashingInside(false));
        assertThat(statistics.inOperation()).isGreaterThan(10);
    }

    @Test
    void findsTheRecoveryThatCannotBeRepeatedOnlyByCrashingInsideOfIt() {
        CrashImages images = CrashImages.afterKill(updates(), EFFORT);
        images.check(wholeUpdates(true));
        assertThatThrownBy(() -> images.check(crashingInside(true)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("then in recovery")
                .hasMessageContaining("words differ");
    }

    @Test
    void catchesEveryMutantOfTheUpdates() {
        Mutants.Verdict verdict =
                Mutants.of(updates()).judge(trace -> CrashImages.afterKill(trace, EFFORT), wholeUpdates(false));
        assertThat(verdict.survivors()).isEmpty();
        assertThat(verdict.caught()).isGreaterThan(15);
    }

    /// The process is killed, and then the power fails while the next one recovers.
    private static void killThenLosePower(boolean flawed) {
        Consumer<Recording> recovery = regions -> {
            try (ToyRedo redo = flawed ? ToyRedo.openFlawed(regions) : ToyRedo.open(regions)) {
                redo.recover();
            }
        };
        // Recovers once, and never less than what an earlier recovery may have shown.
        Oracle oracle = image -> {
            Recording regions = image.regions();
            long before = shown(regions);
            recovery.accept(regions);
            try (ToyRedo redo = ToyRedo.open(regions)) {
                assertThat(redo.number()).isBetween(Math.max(before, image.completed()), image.started());
            }
        };
        try (Recording recording = Recording.on(StorageKind.DISK);
                ToyRedo redo = ToyRedo.create(recording)) {
            recording.start();
            recording.operation(1, () -> redo.update(1));
            recording.operation(2, () -> redo.update(2));
            CrashImages.afterKill(recording.trace(), EFFORT)
                    .check(oracle.alsoInside(recovery, trace -> CrashImages.afterPowerLoss(trace, EFFORT)));
        }
    }

    /// The largest number that a recovery has written to the data.
    private static long shown(Recording regions) {
        try (ToyRedo redo = ToyRedo.open(regions)) {
            return redo.largest();
        }
    }

    @Test
    void acceptsTheRecoveryThatForcesWhatItReplays() {
        killThenLosePower(false);
    }

    @Test
    void findsTheRecoveryThatReplaysWhatIsOnlyInThePageCache() {
        assertThatThrownBy(() -> killThenLosePower(true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("power lost");
    }
}
