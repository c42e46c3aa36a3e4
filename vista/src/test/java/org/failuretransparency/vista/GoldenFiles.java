package org.failuretransparency.vista;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;

/// Writes the golden files of the current format version, once, when the version is released: `format/v1` was written
/// by it and is never written again. Each folder holds the regions of a Vista named `golden` that was killed.
///
/// Argument: the folder to write to.
final class GoldenFiles {

    static final long PATTERN = 0x0123_4567_89AB_CDEFL;

    private GoldenFiles() {}

    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[0]);
        for (StorageKind kind : List.of(StorageKind.RIO, StorageKind.DISK)) {
            Storage storage = Storage.of(kind, Files.createTempDirectory("golden"));
            try (Vista vista = Vista.create(storage, "golden", new VistaOptions(4096))) {
                fill(vista);
                change(vista);
                copy(storage, target.resolve(kind.label() + "-active"));
                // Up to the commit point and no further, so that recovery has intents to carry out.
                vista.segment("data").log().setStatus(LogLayout.STATE_COMMITTED);
                copy(storage, target.resolve(kind.label() + "-committed"));
            }
        }
    }

    /// Commits what recovery from the active state has to come back to.
    private static void fill(Vista vista) {
        VistaMemory data = vista.createSegment("data", 300);
        VistaMemory kept = vista.createSegmentWithoutUndo("kept", 16);
        PersistentHeap heap = vista.createHeap("heap", 3 * HeapLayout.PAGE_BYTES);
        vista.begin();
        for (long offset = 0; offset + Long.BYTES <= data.lengthBytes(); offset += Long.BYTES) {
            data.putLong(offset, PATTERN + offset);
        }
        kept.putLong(0, 1);
        heap.root(heap.malloc(100));
        heap.memory().putLong(heap.root(), PATTERN);
        vista.commit();
    }

    /// Changes everything without committing it.
    private static void change(Vista vista) {
        PersistentHeap heap = vista.heap("heap");
        vista.begin();
        vista.segment("data").putLong(8, -1);
        vista.segment("data").put(101, new byte[77]);
        vista.segment("kept").putLong(0, 2);
        long old = heap.root();
        heap.root(heap.malloc(50));
        heap.free(old);
    }

    private static void copy(Storage storage, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(storage.directory())) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(storage.directory().relativize(file)));
            }
        }
    }
}
