package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.theory.protocol.Protocols;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checkpoints put nothing on the Java heap.
final class AllocationTest {

    private static final int ROUNDS = 1000;
    /// A compiler that is busy elsewhere may leave code interpreted for a while, which allocates.
    private static final int MAX_TRIES = 40;
    /// What counting itself may put there, in a whole round.
    private static final long NOISE_BYTES = ROUNDS / 2;

    @TempDir
    private Path directory;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long startedAt;
    private long least = Long.MAX_VALUE;
    private int calls;

    @ParameterizedTest
    @CsvSource({"RIO,", "DISK,", "RIO,cpvs", "RIO,cbndvs", "DISK,cpvs"})
    void aCheckpointAllocatesNothing(StorageKind kind, @Nullable String protocol) {
        Program program = new Program(
                "touch",
                1,
                new AddressSpace(8L * AddressSpace.PAGE_BYTES, 1 << 16, 1 << 16),
                List.of(new Program.Entry("main", 2, this::step)),
                0);
        CheckpointOptions options = CheckpointOptions.defaults()
                .withStorage(kind)
                .withBeforeCheckpoint(memory -> look())
                .withCheckpoints(
                        protocol == null ? new Checkpoints.Manually() : new Checkpoints.By(Protocols.named(protocol)));
        try (DiscountChecking process =
                DiscountChecking.open(program, directory.resolve("touch.dc"), options, new Descriptors())) {
            assertThat(process.run()).isZero();
        }
        assertThat(least).as("bytes in %d checkpoints", ROUNDS).isLessThan(NOISE_BYTES);
    }

    private void look() {
        if (calls++ % ROUNDS == 0) {
            long now = threads.getCurrentThreadAllocatedBytes();
            least = calls == 1 ? least : Math.min(least, now - startedAt);
            startedAt = threads.getCurrentThreadAllocatedBytes();
        }
    }

    private void step(Guest g) {
        if (least < NOISE_BYTES || calls > ROUNDS * MAX_TRIES) {
            g.exit(0);
            return;
        }
        for (long page = 0; page < 8; page++) {
            g.memory().putLong(page * AddressSpace.PAGE_BYTES, g.local(0));
        }
        g.local(0, g.local(0) + 1);
        g.request(SystemCalls.CHECKPOINT, 0, 0, 0, 0);
    }
}
