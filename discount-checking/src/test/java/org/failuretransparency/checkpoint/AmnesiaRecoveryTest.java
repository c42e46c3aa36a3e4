package org.failuretransparency.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.failuretransparency.guest.Tally;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Programs of which nothing is left but the checkpoint, after every step or every few of them, say what they always
/// say.
@Timeout(120)
final class AmnesiaRecoveryTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"RIO,1", "DISK,1", "RIO,17", "DISK,17"})
    void theCounterForgetsNothing(StorageKind kind, int steps) throws IOException {
        StoppedEverywhere.requireNothingForgotten(directory, kind, () -> Counter.program(2), _ -> {}, steps);
    }

    @ParameterizedTest
    @CsvSource({"RIO,1", "DISK,1", "RIO,4"})
    void theTutorialsProgramForgetsNothing(StorageKind kind, int steps) throws IOException {
        Files.writeString(directory.resolve("in"), "to be or\nnot to be\n");
        StoppedEverywhere.requireNothingForgotten(directory, kind, Tally::program, _ -> {}, steps);
    }
}
