package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A crash while a checkpoint is made or removed leaves some of its files and no manifest. Whichever they are, they are
/// no checkpoint: a new process starts, and nothing of them is there when it has ended.
final class LeftoversTest {

    @TempDir
    private Path parent;

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void anySetOfFilesWithoutAManifestIsRemoved(StorageKind kind) throws IOException {
        CheckpointSnapshot left = CheckpointSnapshot.of(kind, parent);
        List<Path> files = left.checkpointFiles().stream()
                .filter(file -> !file.equals(left.manifest()))
                .toList();
        assertThat(files).hasSizeGreaterThanOrEqualTo(2);
        for (int set = 0; set < 1 << files.size(); set++) {
            Files.deleteIfExists(left.manifest());
            Files.deleteIfExists(left.directory().resolve("out"));
            for (int file = 0; file < files.size(); file++) {
                Files.deleteIfExists(files.get(file));
                if ((set >>> file & 1) != 0) {
                    left.restore(files.get(file));
                }
            }
            try (DiscountChecking process = left.open()) {
                assertThat(process.recovery()).isEmpty();
                assertThat(process.run()).isEqualTo(7);
            }
            assertThat(Files.readString(left.directory().resolve("out")))
                    .isEqualTo(Counter.output(CheckpointSnapshot.ROUNDS));
            assertThat(files).noneMatch(Files::exists);
            assertThat(left.manifest()).doesNotExist();
        }
    }
}
