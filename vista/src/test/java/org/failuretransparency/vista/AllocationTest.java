package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A warmed-up transaction puts nothing on the Java heap.
class AllocationTest {

    private static final int TRANSACTIONS = 20_000;
    private static final int ROUNDS = 50;
    private static final int[] LENGTHS = {32, 1024, 8192, 100};

    @TempDir
    private Path directory;

    @Test
    void aTransactionAllocatesNothing() {
        try (Vista vista = create()) {
            VistaMemory memory = vista.createSegment("data", 1 << 20);
            PageTracker tracker = new PageTracker(memory);
            PageTracker lines = new PageTracker(memory, 64);
            assertThat(allocatedBytes(i -> transaction(memory, tracker, lines, i)))
                    .isZero();
        }
    }

    @Test
    void theHeapAllocatesNothingOnTheJavaHeap() {
        try (Vista vista = create()) {
            vista.createSegment("first", 8);
            PersistentHeap heap = vista.createHeap("heap", 1 << 20);
            long[] living = new long[100];
            vista.begin();
            Arrays.setAll(living, i -> heap.malloc(LENGTHS[i % LENGTHS.length]));
            vista.commit();
            assertThat(allocatedBytes(i -> replaceBlock(vista, heap, living, i)))
                    .isZero();
        }
    }

    private Vista create() {
        return Vista.create(Storage.of(StorageKind.RIO, directory), "test", VistaOptions.defaults());
    }

    /// Bytes that the transactions of a round put on the Java heap. The first rounds compile; the compiler says by what
    /// comes after whether it could do without objects.
    private static long allocatedBytes(IntConsumer transaction) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && allocated > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TRANSACTIONS; i++) {
                transaction.accept(i);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        return allocated;
    }

    /// Allocates and frees a block, frees two others and allocates others in their place; every third transaction
    /// aborts.
    private static void replaceBlock(Vista vista, PersistentHeap heap, long[] living, int i) {
        int at = i % living.length & -2;
        vista.begin();
        heap.free(heap.malloc(LENGTHS[i % LENGTHS.length]));
        long first = heap.malloc(LENGTHS[i % LENGTHS.length]);
        long second = heap.malloc(LENGTHS[(i + 1) % LENGTHS.length]);
        heap.free(living[at]);
        heap.free(living[at + 1]);
        if (i % 3 == 0) {
            vista.abort();
            return;
        }
        vista.commit();
        living[at] = first;
        living[at + 1] = second;
    }

    private static void transaction(VistaMemory memory, PageTracker tracker, PageTracker lines, int i) {
        long offset = i * 16L;
        memory.begin();
        memory.setRange(offset, 8);
        memory.storeLong(offset, i);
        memory.setRange(offset, 64);
        memory.setRange(offset, 1000);
        memory.storeInt(offset, i);
        memory.putLong(offset + 1, i);
        memory.putInt(offset + 3, i);
        memory.addLong(offset + 5, i);
        tracker.putLong(offset, i);
        lines.putLong(offset + 64, i);
        memory.storeAtCommit(8L * (i & 1023), i);
        memory.storeAtCommit(8L * (i & 1023), i + 1);
        memory.fill(offset, 128);
        memory.vista().forEachDeclared(AllocationTest::requireInside);
        memory.commit();
    }

    private static void requireInside(VistaMemory segment, long offset, long lengthBytes) {
        if (lengthBytes < 1 || offset < 0 || offset + lengthBytes > segment.lengthBytes()) {
            throw new AssertionError("not inside: offset=" + offset + ", lengthBytes=" + lengthBytes);
        }
    }
}
