package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A program that is stopped before each of its checkpoints in turn ends as one that never stopped.
final class DiscountCheckingTest {

    private static final int ROUNDS = 30;

    @TempDir
    private Path directory;

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private DiscountChecking open(CheckpointOptions options) {
        Descriptors descriptors = new Descriptors();
        descriptors.give(1, HostFiles.toAppend(directory.resolve("out")), false);
        return DiscountChecking.open(Counter.program(ROUNDS), directory.resolve("counter.dc"), options, descriptors);
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void runsToItsEndAndRemovesItsCheckpoint(StorageKind kind) throws IOException {
        try (DiscountChecking process = open(CheckpointOptions.defaults().withStorage(kind))) {
            assertThat(process.recovery()).isEmpty();
            assertThat(process.run()).isEqualTo(7);
            assertThat(process.statistics().checkpoints()).isEqualTo(ROUNDS + 2);
        }
        assertThat(Files.readString(directory.resolve("out"))).isEqualTo(Counter.output(ROUNDS));
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(file -> !file.startsWith(".")))
                    .containsExactly("out");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void goesOnAfterBeingStoppedBeforeEachCheckpoint(StorageKind kind) throws IOException {
        int stops = 0;
        int status = -1;
        while (status < 0) {
            int[] left = {3};
            CheckpointOptions options = CheckpointOptions.defaults()
                    .withStorage(kind)
                    .withBeforeCheckpoint(memory -> {
                        if (--left[0] == 0) {
                            throw new Stopped();
                        }
                    });
            try (DiscountChecking process = open(options)) {
                status = process.run();
            } catch (Stopped _) {
                stops++;
            }
        }
        assertThat(status).isEqualTo(7);
        assertThat(stops).isGreaterThan(ROUNDS / 3);
        List<String> lines = Files.readAllLines(directory.resolve("out"));
        // A line may come twice, where the process was stopped behind it and before the next checkpoint.
        assertThat(String.join("\n", lines.stream().distinct().toList()) + "\n").isEqualTo(Counter.output(ROUNDS));
    }
}
