package org.failuretransparency.harness.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.failuretransparency.rio.StorageKind;

/// Where a run keeps its databases: `rio` in memory, the disk kinds on a disk. They are removed when the run ends.
///
/// @param rio a folder of this run's own on a file system in memory
/// @param disk a folder of this run's own on a disk
record Places(Path rio, Path disk) implements AutoCloseable {

    /// Makes a run's folders in two places, so that a place that cannot be written to is found before the run.
    static Places make(Path rioPlace, Path diskPlace) {
        return new Places(folder(rioPlace), folder(diskPlace));
    }

    private static Path folder(Path place) {
        try {
            Files.createDirectories(place);
            return Files.createTempDirectory(place, "failure-transparency-");
        } catch (IOException e) {
            throw new RunException("no databases can be kept here: path=" + place, e);
        }
    }

    Path of(StorageKind kind) {
        return kind.forces() ? disk : rio;
    }

    /// By the storages' names, for the record of a run's environment.
    SequencedMap<String, Path> byStorage(Set<StorageKind> kinds) {
        SequencedMap<String, Path> places = new LinkedHashMap<>();
        kinds.forEach(kind -> places.put(kind.label(), of(kind)));
        return places;
    }

    /// Removes the folders; a second close does nothing.
    @Override
    public void close() {
        remove(rio);
        remove(disk);
    }

    private static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new RunException("databases not removed: path=" + folder, e);
        }
    }
}
