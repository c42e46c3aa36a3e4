package org.failuretransparency.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.failuretransparency.os.FileSystems;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;

/// A new folder for the regions of one measurement, in memory or on a disk, which is removed at its end.
///
/// **Throws**: `IllegalArgumentException` for a place of the wrong sort: a time that was measured there would not be
/// what it is called.
final class Workspace implements AutoCloseable {

    /// Environment variable: a folder in memory (default: /dev/shm).
    private static final String MEMORY_PLACE = "BENCH_MEMORY";
    /// Environment variable: a folder on a disk (default: the working directory).
    private static final String DISK_PLACE = "BENCH_DISK";

    private final Path folder;
    private final StorageKind kind;

    private Workspace(Path place, StorageKind kind) {
        try {
            this.folder = Files.createTempDirectory(place, "benchmark-");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder can be made here: path=" + place, e);
        }
        this.kind = kind;
    }

    static Workspace of(StorageKind kind) {
        String variable = kind.forces() ? DISK_PLACE : MEMORY_PLACE;
        Path place = Path.of(System.getenv().getOrDefault(variable, kind.forces() ? "" : "/dev/shm"))
                .toAbsolutePath();
        if (FileSystems.isMemory(place) == kind.forces()) {
            throw new IllegalArgumentException("not a place for this storage: path=" + place + ", storage="
                    + kind.label() + ", chosen by variable=" + variable);
        }
        return new Workspace(place, kind);
    }

    static Workspace inMemory() {
        return of(StorageKind.RIO);
    }

    static Workspace onDisk() {
        return of(StorageKind.DISK);
    }

    Path folder() {
        return folder;
    }

    Storage storage() {
        return Storage.of(kind, folder);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("folder not removed: path=" + folder, e);
        }
    }
}
