package org.failuretransparency.rvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;

/// Kills without a process to kill: a copy of the files, as they are while their owner still has them open.
final class Crashes {

    private Crashes() {}

    /// A new, empty storage below `parent`.
    static Storage newStorage(Path parent) {
        try {
            return Storage.of(StorageKind.RIO, Files.createTempDirectory(parent, "storage"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a process that is killed now leaves behind, in a new directory below `parent`.
    static Storage afterKill(Storage storage, Path parent) {
        Storage copy = newStorage(parent);
        try (Stream<Path> files = Files.list(storage.directory())) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.copy(file, copy.directory().resolve(storage.directory().relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    /// The whole memory.
    static byte[] bytesOf(RecoverableMemory memory) {
        return memory.segment().toArray(ValueLayout.JAVA_BYTE);
    }
}
