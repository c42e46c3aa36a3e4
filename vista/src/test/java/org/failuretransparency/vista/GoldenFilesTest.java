package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that the first release of format version 1 wrote still recover to the same bytes. [GoldenFiles] wrote them.
class GoldenFilesTest {

    @TempDir
    private Path directory;

    private Vista open(String folder) throws IOException, URISyntaxException {
        URL golden = Objects.requireNonNull(getClass().getResource("/format/v1/" + folder));
        try (Stream<Path> files = Files.list(Path.of(golden.toURI()))) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(Objects.requireNonNull(file.getFileName())));
            }
        }
        StorageKind kind = StorageKind.of(folder.substring(0, folder.indexOf('-')));
        return Vista.open(Storage.of(kind, directory), "golden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rio-active", "disk-active"})
    void rollsBackTheActiveTransaction(String folder) throws IOException, URISyntaxException {
        try (Vista vista = open(folder)) {
            assertThat(vista.recovery().state()).isEqualTo(Recovery.State.ACTIVE);
            assertThat(vista.recovery().afterCrash()).isTrue();
            assertThat(vista.recovery().records()).isEqualTo(5);
            VistaMemory data = vista.segment("data");
            assertThat(data.lengthBytes()).isEqualTo(300);
            for (long offset = 0; offset + Long.BYTES <= data.lengthBytes(); offset += Long.BYTES) {
                assertThat(data.getLong(offset)).isEqualTo(GoldenFiles.PATTERN + offset);
            }
            assertThat(vista.segment("kept").getLong(0)).isEqualTo(2);
            PersistentHeap heap = vista.heap("heap");
            assertThat(heap.root()).isEqualTo(4096);
            assertThat(heap.memory().getLong(4096)).isEqualTo(GoldenFiles.PATTERN);
            assertThat(heap.allocatedBytes()).isEqualTo(112);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rio-committed", "disk-committed"})
    void carriesOutTheIntentsOfTheCommittedTransaction(String folder) throws IOException, URISyntaxException {
        try (Vista vista = open(folder)) {
            assertThat(vista.recovery().state()).isEqualTo(Recovery.State.COMMITTED);
            assertThat(vista.recovery().records()).isEqualTo(1);
            VistaMemory data = vista.segment("data");
            assertThat(data.getLong(0)).isEqualTo(GoldenFiles.PATTERN);
            assertThat(data.getLong(8)).isEqualTo(-1);
            for (int offset = 101; offset < 101 + 77; offset++) {
                assertThat(data.getByte(offset)).isZero();
            }
            assertThat(data.getLong(184)).isEqualTo(GoldenFiles.PATTERN + 184);
            PersistentHeap heap = vista.heap("heap");
            assertThat(heap.root()).isNotEqualTo(4096).isPositive();
            assertThat(heap.lengthOf(heap.root())).isEqualTo(64);
            assertThat(heap.allocatedBytes()).isEqualTo(64);
        }
    }
}
