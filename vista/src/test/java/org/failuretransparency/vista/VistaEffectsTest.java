package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.crashlab.FailingRegions;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which regions each operation syncs on a disk, in which order, and when it writes the status word: the failure
/// ordering of [DiskUndoLog], and the system calls that it costs.
class VistaEffectsTest {

    private static final String RECORD = "record";
    private static final String SYNC_LOG = "x.vista sync";
    private static final String SYNC_DATA = "x.data sync";
    private static final String SYNC_HEAP = "x.heap.heap sync";
    private static final String STATUS = "status";

    @TempDir
    private Path directory;

    private FailingRegions regions;
    private Vista vista;
    private VistaMemory data;
    private PersistentHeap heap;

    @BeforeEach
    void create() {
        regions = FailingRegions.never(Storage.of(StorageKind.DISK, directory));
        vista = Vista.create(regions, "x", new VistaOptions(16 << 10));
        data = vista.createSegment("data", 8192);
        heap = vista.createHeap("heap", 8 * HeapLayout.PAGE_BYTES);
    }

    @AfterEach
    void close() {
        vista.close();
    }

    /// The effects of an operation; a record is told by its trailer, which is written last.
    private List<String> effectsOf(Runnable operation) {
        regions.effects().clear();
        operation.run();
        return regions.effects().stream()
                .map(effect -> effect.replaceFirst("x.vista write " + LogLayout.STATUS + "\\+8", STATUS))
                .map(effect -> effect.replaceFirst("x.vista write .*\\+" + LogLayout.TRAILER.byteSize(), RECORD))
                .filter(effect -> !effect.startsWith("x.vista write"))
                .toList();
    }

    private void store(long offset) {
        data.setRange(offset, 100);
        data.storeLong(offset, 1);
    }

    private long allocate() {
        vista.begin();
        long pointer = heap.malloc(16);
        vista.commit();
        return pointer;
    }

    @Test
    void aTransactionOfOneRangeMakesThreeSyncs() {
        assertThat(effectsOf(() -> {
                    vista.begin();
                    store(0);
                    vista.commit();
                }))
                .containsExactly(RECORD, SYNC_LOG, SYNC_DATA, STATUS, SYNC_LOG);
    }

    @Test
    void anAbortLeavesItsStatusToTheNextSync() {
        assertThat(effectsOf(() -> {
                    vista.begin();
                    store(0);
                    vista.abort();
                }))
                .containsExactly(RECORD, SYNC_LOG, SYNC_DATA, STATUS);
    }

    @Test
    void freesAreForcedTogetherBeforeTheyAreCommitted() {
        long first = allocate();
        long second = allocate();
        assertThat(effectsOf(() -> {
                    vista.begin();
                    heap.free(first);
                    heap.free(second);
                    vista.commit();
                }))
                .containsExactly(RECORD, RECORD, SYNC_LOG, STATUS, SYNC_LOG, SYNC_HEAP, STATUS);
    }

    @Test
    void aRangeAfterAFreeForcesBoth() {
        long freed = allocate();
        assertThat(effectsOf(() -> {
                    vista.begin();
                    heap.free(freed);
                    store(0);
                    vista.commit();
                }))
                .containsExactly(RECORD, RECORD, SYNC_LOG, SYNC_DATA, STATUS, SYNC_LOG, SYNC_HEAP, STATUS);
    }

    @Test
    void theRangeAfterFreesForcesTheirStatusToo() {
        long freed = allocate();
        vista.begin();
        heap.free(freed);
        vista.commit();
        assertThat(effectsOf(() -> {
                    vista.begin();
                    store(0);
                    vista.commit();
                }))
                .containsExactly(RECORD, SYNC_LOG, SYNC_DATA, STATUS, SYNC_LOG);
    }

    @Test
    void storesAtTheCommitAreForcedTogetherBeforeIt() {
        assertThat(effectsOf(() -> {
                    vista.begin();
                    data.storeAtCommit(0, 1);
                    data.storeAtCommit(8, 2);
                    vista.commit();
                }))
                .containsExactly(RECORD, RECORD, SYNC_LOG, STATUS, SYNC_LOG, SYNC_DATA, STATUS);
    }

    @Test
    void whatIsFilledIsForcedByTheCommitWithoutARecord() {
        assertThat(effectsOf(() -> {
                    vista.begin();
                    data.fill(4096, 100);
                    data.storeLong(4096, 1);
                    vista.commit();
                }))
                .containsExactly(SYNC_DATA, STATUS, SYNC_LOG);
    }
}
