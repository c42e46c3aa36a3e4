package org.failuretransparency.harness.environment;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file system that a storage's files were on. The path is left out: it says nothing about a result.
///
/// @param storage `rio`, `disk`, …
/// @param fileSystem its type, e.g. `tmpfs`, `ext4`
/// @param device what it is mounted from, e.g. `/dev/vda`
public record StoragePlace(String storage, String fileSystem, String device, long totalBytes) {

    static StoragePlace of(String storage, Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return new StoragePlace(storage, store.type(), store.name(), store.getTotalSpace());
        } catch (IOException e) {
            return new StoragePlace(storage, "unknown", "not accessible", 0);
        }
    }
}
