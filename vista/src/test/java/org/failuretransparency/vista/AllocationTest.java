package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A warmed-up transaction puts nothing on the Java heap.
class AllocationTest {

    private static final int TRANSACTIONS = 20_000;
    private static final int ROUNDS = 50;

    @TempDir
    private Path directory;

    @Test
    void aTransactionAllocatesNothing() {
        try (Vista vista = Vista.create(Storage.of(StorageKind.RIO, directory), "test", VistaOptions.defaults())) {
            VistaMemory memory = vista.createSegment("data", 1 << 20);
            PageTracker tracker = new PageTracker(memory);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long allocated = Long.MAX_VALUE;
            // The first rounds compile; the compiler says by what comes after whether it could do without objects.
            for (int round = 0; round < ROUNDS && allocated > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < TRANSACTIONS; i++) {
                    transaction(memory, tracker, i);
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertThat(allocated).isZero();
        }
    }

    private static void transaction(VistaMemory memory, PageTracker tracker, int i) {
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
        memory.commit();
    }
}
