package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blocks that the transaction which allocated them frees: at once, to be given out again.
class HeapReuseTest {

    private static final int PAGE_BYTES = HeapLayout.PAGE_BYTES;
    private static final int PAGES = 32;

    @TempDir
    private Path directory;

    private Vista vista;
    private PersistentHeap heap;

    @BeforeEach
    void createHeap() {
        vista = Vista.create(Storage.of(StorageKind.RIO, directory), "test", new VistaOptions(64 << 10));
        heap = vista.createHeap("heap", PAGES * PAGE_BYTES);
    }

    @AfterEach
    void close() {
        vista.close();
    }

    private long allocate(long lengthBytes) {
        vista.begin();
        long pointer = heap.malloc(lengthBytes);
        vista.commit();
        return pointer;
    }

    @Test
    void givesOutAgainWhatTheSameTransactionAllocatedAndFreed() {
        long kept = allocate(16);
        vista.begin();
        long slot = heap.malloc(16);
        heap.free(slot);
        assertThat(heap.malloc(16)).isEqualTo(slot);
        heap.free(slot);
        long run = heap.malloc((PAGES - 2) * PAGE_BYTES);
        assertThatThrownBy(() -> heap.malloc(PAGE_BYTES)).isInstanceOf(VistaException.HeapFull.class);
        for (int lengthBytes : new int[] {640, PAGE_BYTES, 2048, 3 * PAGE_BYTES}) {
            heap.free(run);
            List<Long> pointers = new ArrayList<>();
            for (int i = 0; i < (PAGES - 2) * PAGE_BYTES / Math.max(lengthBytes, 1000); i++) {
                pointers.add(heap.malloc(lengthBytes));
            }
            pointers.forEach(heap::free);
            run = heap.malloc((PAGES - 2) * PAGE_BYTES);
        }
        heap.free(run);
        long last = heap.malloc(2 * PAGE_BYTES);
        vista.commit();
        assertThat(heap.allocatedBytes()).isEqualTo(16 + 2 * PAGE_BYTES);
        assertThat(allocate((PAGES - 4) * PAGE_BYTES)).isEqualTo(last + 2 * PAGE_BYTES);
        assertThat(heap.lengthOf(kept)).isEqualTo(16);
    }

    @Test
    void abortUndoesWhatWasFreedAtOnceAndGivenOutAgain() {
        long kept = allocate(100);
        vista.begin();
        for (int i = 0; i < 10; i++) {
            heap.free(heap.malloc(100));
            heap.free(heap.malloc((PAGES - 2) * PAGE_BYTES));
            heap.free(heap.malloc(500));
        }
        heap.malloc(3 * PAGE_BYTES);
        heap.malloc(100);
        vista.abort();
        assertThat(heap.allocatedBytes()).isEqualTo(112);
        assertThat(heap.lengthOf(kept)).isEqualTo(112);
        assertThat(allocate((PAGES - 2) * PAGE_BYTES)).isEqualTo(2 * PAGE_BYTES);
    }

    @Test
    void keepsOldBlocksInThePagesOfThoseFreedAtOnce() {
        vista.begin();
        long[] old = new long[200];
        Arrays.setAll(old, i -> heap.malloc(16));
        vista.commit();
        vista.begin();
        long fresh = heap.malloc(16);
        assertThat(fresh / PAGE_BYTES).isEqualTo(old[0] / PAGE_BYTES);
        for (long pointer : old) {
            heap.free(pointer);
        }
        assertThat(heap.malloc(16)).isEqualTo(fresh + 16);
        heap.free(fresh);
        assertThatThrownBy(() -> heap.free(fresh)).isInstanceOf(VistaException.DoubleFree.class);
        assertThat(heap.malloc(16)).isEqualTo(fresh);
        for (long pointer : old) {
            assertThat(heap.lengthOf(pointer)).isEqualTo(16);
            assertThatThrownBy(() -> heap.free(pointer)).isInstanceOf(VistaException.DoubleFree.class);
        }
        vista.commit();
        assertThat(heap.allocatedBytes()).isEqualTo(32);
        assertThat(allocate(16)).isEqualTo(old[0]);
    }

    @Test
    void refusesToFreeABlockTwiceThatWasFreedAtOnce() {
        allocate(16);
        vista.begin();
        long slot = heap.malloc(16);
        long run = heap.malloc(5000);
        heap.free(slot);
        heap.free(run);
        assertThatThrownBy(() -> heap.free(slot)).isInstanceOf(VistaException.DoubleFree.class);
        assertThatThrownBy(() -> heap.free(run)).isInstanceOf(VistaException.NotAllocated.class);
        vista.commit();
        assertThat(heap.allocatedBytes()).isEqualTo(16);
    }

    @Test
    void logsNoMoreForManyCallsThanForAllPagesAndTheOldBlocksFreed() {
        vista.begin();
        long[] old = new long[100];
        Arrays.setAll(old, i -> heap.malloc(16 + i));
        vista.commit();
        vista.begin();
        for (long pointer : old) {
            heap.free(pointer);
        }
        for (int i = 0; i < 100_000; i++) {
            long block = heap.malloc(1 + i % (2 * PAGE_BYTES));
            heap.root(block);
            heap.free(block);
        }
        heap.root(0);
        assertThat(vista.loggedBytes())
                .isLessThanOrEqualTo((PAGES + 1) * LogLayout.recordBytes(64) + old.length * LogLayout.recordBytes(0));
        vista.commit();
        assertThat(heap.allocatedBytes()).isZero();
        assertThat(allocate((PAGES - 1) * PAGE_BYTES)).isEqualTo(PAGE_BYTES);
    }
}
