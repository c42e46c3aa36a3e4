package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.failuretransparency.guest.Tally;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Processes whose checkpoints the first release of format version 1 wrote still go on. [GoldenCheckpoints] wrote them.
final class GoldenCheckpointsTest {

    @TempDir
    private Path directory;

    private void unpack(StorageKind kind) throws IOException {
        try (InputStream archive =
                        Objects.requireNonNull(getClass().getResourceAsStream("/format/v1/" + kind.label() + ".zip"));
                ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.copy(zip, directory.resolve(entry.getName()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void goesOnFromItsSecondCheckpoint(StorageKind kind) throws IOException {
        unpack(kind);
        try (DiscountChecking process = DiscountChecking.open(
                Tally.program(),
                directory.resolve(GoldenCheckpoints.NAME),
                CheckpointOptions.defaults().withStorage(kind),
                GoldenCheckpoints.descriptors(directory))) {
            ProcessRecovery recovery = process.recovery().orElseThrow();
            assertThat(recovery.logBytes()).isPositive();
            assertThat(process.run()).isZero();
        }
        assertThat(Files.readAllLines(directory.resolve("output"))).isEqualTo(GoldenCheckpoints.SHOWN);
        assertThat(directory.resolve(GoldenCheckpoints.NAME)).doesNotExist();
    }
}
