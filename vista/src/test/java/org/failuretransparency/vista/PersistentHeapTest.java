package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.failuretransparency.recoverable.LogFullException;
import org.failuretransparency.recoverable.Misuse;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentHeapTest {

    private static final int PAGE_BYTES = HeapLayout.PAGE_BYTES;
    private static final int PAGES = 32;

    @TempDir
    private Path directory;

    private Vista vista;
    private PersistentHeap heap;

    @BeforeEach
    void createHeap() {
        vista = Vista.create(
                Storage.of(StorageKind.RIO, directory),
                "test",
                VistaOptions.defaults().withLogBytes(1 << 20));
        heap = vista.createHeap("heap", PAGES * PAGE_BYTES);
    }

    @AfterEach
    void close() {
        vista.close();
    }

    private void reopen() {
        vista.close();
        vista = Vista.open(Storage.of(StorageKind.RIO, directory), "test");
        heap = vista.heap("heap");
    }

    private long allocate(long lengthBytes) {
        vista.begin();
        long pointer = heap.malloc(lengthBytes);
        vista.commit();
        return pointer;
    }

    private void free(long pointer) {
        vista.begin();
        heap.free(pointer);
        vista.commit();
    }

    private static void assertRefused(Class<? extends Exception> type, Runnable call, String message) {
        assertThatThrownBy(call::run).isInstanceOf(type).hasMessage(message);
    }

    @Test
    void startsEmpty() {
        assertThat(heap.root()).isZero();
        assertThat(heap.allocatedBytes()).isZero();
        assertThat(heap.memory()).isSameAs(vista.segment("heap"));
        assertThat(vista.segmentNames()).containsExactly("heap", "heap.heap");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 16",
        "16, 16",
        "17, 32",
        "100, 112",
        "128, 128",
        "129, 160",
        "700, 768",
        "1024, 1024",
        "1025, 1360",
        "1360, 1360",
        "1361, 2048",
        "2048, 2048",
        "2049, 4096",
        "4096, 4096",
        "4097, 8192",
        "50000, 53248"
    })
    void givesBlocksThatAreLongEnoughAndAligned(long asked, long given) {
        long pointer = allocate(asked);
        assertThat(pointer).isGreaterThanOrEqualTo(PAGE_BYTES);
        assertThat(pointer % 16).isZero();
        assertThat(heap.lengthOf(pointer)).isEqualTo(given);
        assertThat(heap.allocatedBytes()).isEqualTo(given);
        free(pointer);
        assertThat(heap.allocatedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                16, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 1024, 1360, 2048,
                4096, 12_288
            })
    void fillsUpWithBlocksOfOneLengthThatDoNotOverlap(int lengthBytes) {
        int perPage = Math.max(1, PAGE_BYTES / lengthBytes);
        int pagesEach = Math.max(1, lengthBytes / PAGE_BYTES);
        int expected = (PAGES - 1) / pagesEach * perPage;
        Set<Long> granules = new HashSet<>();
        List<Long> pointers = new ArrayList<>();
        vista.begin();
        for (int i = 0; i < expected; i++) {
            long pointer = heap.malloc(lengthBytes);
            for (long granule = pointer; granule < pointer + lengthBytes; granule += 16) {
                assertThat(granules.add(granule)).isTrue();
            }
            assertThat(pointer + lengthBytes).isLessThanOrEqualTo((long) PAGES * PAGE_BYTES);
            pointers.add(pointer);
        }
        assertThatThrownBy(() -> heap.malloc(lengthBytes)).isInstanceOf(VistaException.HeapFull.class);
        vista.commit();
        vista.begin();
        pointers.forEach(heap::free);
        vista.commit();
        assertThat(heap.allocatedBytes()).isZero();
        assertThat(allocate((long) (PAGES - 1) * PAGE_BYTES)).isEqualTo(PAGE_BYTES);
    }

    @Test
    void saysHowMuchIsFreeWhenFull() {
        allocate(20 * PAGE_BYTES);
        vista.begin();
        assertRefused(
                VistaException.HeapFull.class,
                () -> heap.malloc(12 * PAGE_BYTES),
                "heap is full: heap=heap, requested bytes=49152, largest free=45056");
        assertRefused(
                VistaException.HeapFull.class,
                () -> heap.malloc(Long.MAX_VALUE),
                "heap is full: heap=heap, requested bytes=9223372036854775807, largest free=45056");
        heap.malloc(11 * PAGE_BYTES);
        assertRefused(
                VistaException.HeapFull.class,
                () -> heap.malloc(1),
                "heap is full: heap=heap, requested bytes=16, largest free=0");
        vista.commit();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void refusesBlocksOfNoBytes(long lengthBytes) {
        vista.begin();
        assertThatThrownBy(() -> heap.malloc(lengthBytes)).isInstanceOf(Misuse.BadLength.class);
        vista.abort();
    }

    @Test
    void refusesToWorkOutsideOfATransaction() {
        long pointer = allocate(16);
        assertThatThrownBy(() -> heap.malloc(16)).isInstanceOf(Misuse.NoTransaction.class);
        assertThatThrownBy(() -> heap.free(pointer)).isInstanceOf(Misuse.NoTransaction.class);
        assertThatThrownBy(() -> heap.root(pointer)).isInstanceOf(Misuse.NoTransaction.class);
        vista.close();
        assertThatThrownBy(() -> heap.malloc(16)).isInstanceOf(Misuse.Closed.class);
        assertThatThrownBy(() -> heap.free(pointer)).isInstanceOf(Misuse.Closed.class);
        assertThatThrownBy(() -> heap.root()).isInstanceOf(Misuse.Closed.class);
    }

    @Test
    void keepsTheRoot() {
        long pointer = allocate(16);
        vista.begin();
        heap.root(pointer);
        vista.abort();
        assertThat(heap.root()).isZero();
        vista.begin();
        heap.root(pointer);
        vista.commit();
        reopen();
        assertThat(heap.root()).isEqualTo(pointer);
    }

    @Test
    void abortUndoesAllocations() {
        long kept = allocate(100);
        vista.begin();
        long slot = heap.malloc(100);
        long slab = heap.malloc(33);
        long run = heap.malloc(3 * PAGE_BYTES);
        vista.abort();
        assertThat(heap.allocatedBytes()).isEqualTo(112);
        vista.begin();
        assertThat(heap.malloc(100)).isEqualTo(slot);
        assertThat(heap.malloc(33)).isEqualTo(slab);
        assertThat(heap.malloc(3 * PAGE_BYTES)).isEqualTo(run);
        vista.commit();
        assertThat(heap.lengthOf(kept)).isEqualTo(112);
    }

    @Test
    void abortUndoesFrees() {
        long slot = allocate(100);
        long run = allocate(2 * PAGE_BYTES);
        vista.begin();
        heap.free(slot);
        heap.free(run);
        vista.abort();
        assertThat(heap.lengthOf(slot)).isEqualTo(112);
        assertThat(heap.lengthOf(run)).isEqualTo(2 * PAGE_BYTES);
        free(slot);
        free(run);
        assertThat(heap.allocatedBytes()).isZero();
    }

    @Test
    void doesNotGiveOutWhatThisTransactionFreed() {
        long run = allocate((PAGES - 1) * PAGE_BYTES);
        vista.begin();
        heap.memory().putLong(run, 77);
        heap.free(run);
        assertThatThrownBy(() -> heap.malloc(16)).isInstanceOf(VistaException.HeapFull.class);
        assertThat(heap.memory().getLong(run)).isEqualTo(77);
        vista.commit();
        assertThat(allocate((PAGES - 1) * PAGE_BYTES)).isEqualTo(run);
    }

    /// The bytes of a segment.
    private static byte[] bytesOf(VistaMemory segment) {
        byte[] bytes = new byte[(int) segment.lengthBytes()];
        segment.get(0, bytes);
        return bytes;
    }

    @Test
    void whatItDeclaresIsAllThatACommitChanges() {
        long slot = allocate(100);
        long kept = allocate(100);
        long run = allocate(3 * PAGE_BYTES);
        VistaMemory metadata = vista.segment("heap.heap");
        byte[] copy = bytesOf(metadata);
        vista.begin();
        heap.free(slot);
        heap.root(heap.malloc(700));
        heap.free(run);
        heap.malloc(5000);
        List<Long> declared = new ArrayList<>();
        vista.forEachDeclared((segment, offset, lengthBytes) -> {
            assertThat(segment).isSameAs(metadata);
            for (long at = offset; at < offset + lengthBytes; at++) {
                declared.add(at);
            }
        });
        vista.commit();
        byte[] committed = bytesOf(metadata);
        declared.forEach(at -> copy[Math.toIntExact(at)] = committed[Math.toIntExact(at)]);
        assertThat(copy).isEqualTo(committed);
        assertThat(heap.lengthOf(kept)).isEqualTo(112);
    }

    @Test
    void knowsEachOfManyBlocksThatATransactionFreed() {
        vista.begin();
        long[] pointers = new long[1000];
        Arrays.setAll(pointers, i -> heap.malloc(16));
        vista.commit();
        for (int round = 0; round < 2; round++) {
            vista.begin();
            for (long pointer : pointers) {
                heap.free(pointer);
            }
            for (long pointer : pointers) {
                assertThatThrownBy(() -> heap.free(pointer)).isInstanceOf(VistaException.DoubleFree.class);
            }
            vista.abort();
        }
        assertThat(heap.allocatedBytes()).isEqualTo(16_000);
    }

    @Test
    void freesWhatTheSameTransactionAllocated() {
        vista.begin();
        long slot = heap.malloc(16);
        long run = heap.malloc(5000);
        heap.free(slot);
        heap.free(run);
        vista.commit();
        assertThat(heap.allocatedBytes()).isZero();
        vista.begin();
        long again = heap.malloc(16);
        heap.free(again);
        vista.abort();
        assertThat(heap.allocatedBytes()).isZero();
        assertThat(allocate((PAGES - 1) * PAGE_BYTES)).isEqualTo(PAGE_BYTES);
    }

    @Test
    void refusesToFreeABlockTwiceInOneTransaction() {
        long slot = allocate(16);
        long run = allocate(PAGE_BYTES);
        vista.begin();
        heap.free(slot);
        heap.free(run);
        assertRefused(
                VistaException.DoubleFree.class,
                () -> heap.free(slot),
                "block is free already: heap=heap, pointer=" + slot);
        assertThatThrownBy(() -> heap.free(run)).isInstanceOf(VistaException.DoubleFree.class);
        vista.commit();
        assertThat(heap.allocatedBytes()).isZero();
    }

    @Test
    void refusesToFreeAFreeSlot() {
        long kept = allocate(16);
        long freed = allocate(16);
        free(freed);
        vista.begin();
        assertThatThrownBy(() -> heap.free(freed)).isInstanceOf(VistaException.DoubleFree.class);
        assertThatThrownBy(() -> heap.free(freed + 16)).isInstanceOf(VistaException.DoubleFree.class);
        vista.commit();
        assertThat(heap.lengthOf(kept)).isEqualTo(16);
    }

    @Test
    void refusesPointersThatAreNoBlocks() {
        long slot = allocate(48);
        long run = allocate(3 * PAGE_BYTES);
        long slotsEnd = slot / PAGE_BYTES * PAGE_BYTES + 85 * 48;
        vista.begin();
        for (long pointer : new long[] {
            0,
            16,
            -16,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            slot + 1,
            slot + 16,
            slotsEnd,
            run + 16,
            run + PAGE_BYTES,
            run + 3 * PAGE_BYTES,
            (long) PAGES * PAGE_BYTES
        }) {
            assertRefused(
                    VistaException.NotAllocated.class,
                    () -> heap.free(pointer),
                    "pointer was never allocated: heap=heap, pointer=" + pointer);
            assertThatThrownBy(() -> heap.lengthOf(pointer)).isInstanceOf(VistaException.NotAllocated.class);
        }
        vista.commit();
        assertThat(heap.allocatedBytes()).isEqualTo(48 + 3 * PAGE_BYTES);
    }

    @Test
    void givesAnEmptyPageToBlocksOfAnotherLength() {
        for (int lengthBytes : new int[] {16, 2048, 4096, 640}) {
            List<Long> all = new ArrayList<>();
            vista.begin();
            for (int i = 0; i < (PAGES - 1) * Math.max(1, PAGE_BYTES / lengthBytes); i++) {
                all.add(heap.malloc(lengthBytes));
            }
            vista.commit();
            vista.begin();
            all.forEach(heap::free);
            vista.commit();
        }
        assertThat(heap.allocatedBytes()).isZero();
    }

    @Test
    void isTheSameWhenReopened() {
        long slot = allocate(100);
        long freed = allocate(100);
        long run = allocate(3 * PAGE_BYTES);
        free(freed);
        reopen();
        assertThat(heap.allocatedBytes()).isEqualTo(112 + 3 * PAGE_BYTES);
        assertThat(heap.lengthOf(slot)).isEqualTo(112);
        assertThat(heap.lengthOf(run)).isEqualTo(3 * PAGE_BYTES);
        assertThat(allocate(100)).isEqualTo(freed);
        assertThat(allocate(PAGE_BYTES)).isEqualTo(run + 3 * PAGE_BYTES);
    }

    @Test
    void aTransactionThatOutgrowsTheLogStaysRefusedAfterAFree() {
        try (Vista small = Vista.create(Storage.of(StorageKind.RIO, directory), "small", new VistaOptions(4096))) {
            PersistentHeap blocks = small.createHeap("heap", PAGES * PAGE_BYTES);
            small.begin();
            long pointer = blocks.malloc(16);
            small.commit();
            small.begin();
            assertThatThrownBy(() -> blocks.memory().setRange(PAGE_BYTES, 8192)).isInstanceOf(LogFullException.class);
            assertThatThrownBy(() -> blocks.free(pointer)).isInstanceOf(LogFullException.class);
            assertThatThrownBy(small::commit).isInstanceOf(IllegalStateException.class);
            small.abort();
            assertThat(blocks.lengthOf(pointer)).isEqualTo(16);
        }
    }

    @Test
    void neverUsesPagesBeyondTheLastWholeOne() {
        PersistentHeap odd = vista.createHeap("odd", 3 * PAGE_BYTES - 1);
        vista.begin();
        assertThat(odd.malloc(16)).isEqualTo(PAGE_BYTES);
        assertThatThrownBy(() -> odd.malloc(PAGE_BYTES)).isInstanceOf(VistaException.HeapFull.class);
        vista.commit();
    }

    @Test
    void refusesHeapsThatCannotBeMadeBeforeAnythingIsMade() {
        List<String> before = vista.segmentNames();
        assertThatThrownBy(() -> vista.createHeap("a-name-of-28-bytes-is-too-long", 8192))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> vista.createHeap("empty", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> vista.createHeap("heap", PAGES * PAGE_BYTES))
                .isInstanceOf(VistaException.BadSegment.class)
                .hasMessageContaining("segment exists already");
        vista.createSegment("plain", 8192);
        assertThatThrownBy(() -> vista.createHeap("plain", 8193))
                .isInstanceOf(VistaException.BadSegment.class)
                .hasMessageContaining("segment exists already with lengthBytes=8192");
        assertThatThrownBy(() -> vista.heap("plain"))
                .isInstanceOf(VistaException.BadSegment.class)
                .hasMessageContaining("segment holds no heap: path=");
        assertThatThrownBy(() -> vista.heap("none")).isInstanceOf(VistaException.BadSegment.class);
        assertThat(vista.segmentNames()).hasSize(before.size() + 1);
    }

    @Test
    void isOneObjectHoweverOftenItIsAskedFor() {
        assertThat(vista.heap("heap")).isSameAs(heap);
        reopen();
        assertThat(vista.heap("heap")).isSameAs(heap);
    }

    @Test
    void finishesAHeapWhoseMakingACrashInterrupted() {
        vista.createSegment("half", 8192);
        reopen();
        PersistentHeap made = vista.createHeap("half", 8192);
        vista.begin();
        assertThat(made.malloc(16)).isEqualTo(PAGE_BYTES);
        vista.commit();
    }
}
