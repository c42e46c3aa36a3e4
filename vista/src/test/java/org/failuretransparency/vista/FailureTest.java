package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.failuretransparency.crashlab.FailingRegions;
import org.failuretransparency.recoverable.Misuse;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fails in the middle of a transaction: the Vista says so, does nothing more, and what it left recovers.
class FailureTest {

    private static final long FIRST = 111;
    private static final long SECOND = 222;

    @TempDir
    private Path parent;

    @Test
    void aFailedCallPoisonsTheVistaAndOpeningAgainRecovers() throws IOException {
        int failures = 0;
        boolean failed = true;
        for (long effects = 0; failed; effects++) {
            Storage storage = Storage.of(StorageKind.DISK, Files.createTempDirectory(parent, "disk"));
            create(storage);
            failed = failIn(storage, effects);
            failures += failed ? 1 : 0;
            try (Vista recovered = Vista.open(storage, "test")) {
                VistaMemory data = recovered.segment("data");
                assertThat(data.getLong(0)).isIn(FIRST, SECOND);
                assertThat(data.getLong(4096)).isEqualTo(data.getLong(0));
                assertThat(recovered.heap("heap").allocatedBytes()).isEqualTo(data.getLong(0) == FIRST ? 16 : 32);
            }
        }
        assertThat(failures).isGreaterThan(15);
    }

    private static void create(Storage storage) {
        try (Vista vista = Vista.create(storage, "test", new VistaOptions(16 << 10))) {
            VistaMemory data = vista.createSegment("data", 8192);
            PersistentHeap heap = vista.createHeap("heap", 4 * HeapLayout.PAGE_BYTES);
            vista.begin();
            data.putLong(0, FIRST);
            data.putLong(4096, FIRST);
            heap.root(heap.malloc(16));
            vista.commit();
        }
    }

    /// Executes a transaction on a disk that fails after so many effects; returns whether it did.
    private static boolean failIn(Storage storage, long effects) {
        FailingRegions disk = new FailingRegions(storage, effects, false);
        Vista vista;
        try {
            vista = Vista.open(disk, "test");
        } catch (RegionException.Io e) {
            return true;
        }
        try (vista) {
            PageTracker tracker = new PageTracker(vista.segment("data"));
            PersistentHeap heap = vista.heap("heap");
            try {
                vista.begin();
                tracker.putLong(0, SECOND);
                tracker.putLong(4096, SECOND);
                long old = heap.root();
                heap.root(heap.malloc(32));
                heap.free(old);
                vista.commit();
            } catch (RegionException.Io e) {
                assertPoisoned(vista, tracker, heap);
            }
        }
        return disk.hasFailed();
    }

    private static void assertPoisoned(Vista vista, PageTracker tracker, PersistentHeap heap) {
        VistaMemory data = vista.segment("data");
        assertThat(data.inTransaction()).isFalse();
        assertFailed(vista::begin, "begin");
        assertFailed(vista::commit, "commit");
        assertFailed(vista::abort, "abort");
        assertFailed(() -> data.setRange(0, 8), "setRange");
        assertFailed(() -> data.putLong(0, 1), "setRange");
        assertFailed(() -> tracker.putLong(0, 1), "touch");
        assertFailed(() -> heap.malloc(1), "malloc");
        assertFailed(() -> vista.createSegment("more", 8), "createSegment");
    }

    private static void assertFailed(Runnable call, String name) {
        assertThatThrownBy(call::run)
                .isInstanceOf(Misuse.Failed.class)
                .hasMessage("memory failed before: call=" + name + ", expected=close() and open again, which recovers")
                .hasCauseInstanceOf(RegionException.Io.class);
    }
}
