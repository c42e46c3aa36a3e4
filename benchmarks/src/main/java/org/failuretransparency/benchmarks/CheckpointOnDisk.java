package org.failuretransparency.benchmarks;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.failuretransparency.checkpoint.CheckpointOptions;
import org.failuretransparency.checkpoint.Checkpoints;
import org.failuretransparency.checkpoint.DiscountChecking;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Program;
import org.failuretransparency.os.OpenFile;
import org.failuretransparency.recoverable.RedoLogLayout;
import org.failuretransparency.rio.StorageKind;

/// What does a checkpoint on a disk cost beyond the append and sync that it cannot do without, for a process that
/// touched one page?
///
/// **Baseline**: a bare loop that appends as many bytes as the checkpoint's record has to a preallocated file full of
/// zeros, and calls `fdatasync`.
///
/// **Hypothesis**: a checkpoint is within 15% of the loop, truncations of its log included. A disk drifts by more than
/// that, so the two take turns (loop, process, loop, …): the process runs on, and where it has taken its
/// checkpoints of a round, the function that is called before the next one runs the loop. Medians over the rounds are
/// compared.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="20 500"
/// -Dbench.main=org.failuretransparency.benchmarks.CheckpointOnDisk` (rounds, checkpoints a round). Lines without `#`
/// are CSV, in microseconds a checkpoint.
///
/// **Verified**: the program has counted all its checkpoints.
public final class CheckpointOnDisk implements AutoCloseable {

    private static final long RECORD_BYTES = RedoLogLayout.RECORD_HEADER_BYTES
            + RedoLogLayout.rangeBytes(AddressSpace.PAGE_BYTES)
            + 2 * RedoLogLayout.rangeBytes(64);
    private static final long LOOP_FILE_BYTES = 5 << 20;
    private static final double TARGET = 1.15;
    private static final int WARM_UP_ROUNDS = 2;
    private static final int COUNTED_ALL = 17;

    private final Workspace workspace = Workspace.onDisk();
    private final Arena arena = Arena.ofShared();
    private final long record =
            arena.allocate(RECORD_BYTES, Long.BYTES).fill((byte) 1).address();
    private final OpenFile loopFile = OpenFile.create(workspace.folder().resolve("loop"));
    private final int rounds;
    private final int checkpoints;
    private final double[] loop;
    private final double[] process;
    private long appendedBytes;
    private long called;
    private long roundStartedNanos;

    private CheckpointOnDisk(int rounds, int checkpoints) {
        this.rounds = rounds;
        this.checkpoints = checkpoints;
        this.loop = new double[WARM_UP_ROUNDS + rounds];
        this.process = new double[WARM_UP_ROUNDS + rounds];
        loopFile.allocate(0, LOOP_FILE_BYTES);
        loopFile.write(0, arena.allocate(LOOP_FILE_BYTES, Long.BYTES).address(), LOOP_FILE_BYTES);
        loopFile.syncData();
    }

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int checkpoints = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
        try (CheckpointOnDisk comparison = new CheckpointOnDisk(rounds, checkpoints)) {
            comparison.run();
        }
    }

    private void run() {
        long total = (long) (WARM_UP_ROUNDS + rounds) * checkpoints + 1;
        Program program = new Program(
                "count",
                1,
                new AddressSpace(AddressSpace.PAGE_BYTES, 0, 1 << 16),
                List.of(new Program.Entry("main", 2, guest -> step(guest, total))),
                0);
        CheckpointOptions options = CheckpointOptions.defaults()
                .withStorage(StorageKind.DISK)
                .withCheckpoints(new Checkpoints.Manually())
                .withBeforeCheckpoint(memory -> turn());
        try (DiscountChecking counting =
                DiscountChecking.open(program, workspace.folder().resolve("count.dc"), options, new Descriptors())) {
            called = 0; // the first checkpoint made the process
            if (counting.run() != COUNTED_ALL) {
                throw new IllegalStateException("the program did not count its checkpoints: expected=" + total);
            }
        }
        System.out.println("round,loop_us,process_us");
        for (int round = WARM_UP_ROUNDS; round < loop.length; round++) {
            System.out.printf(Locale.ROOT, "%d,%.2f,%.2f%n", round - WARM_UP_ROUNDS, loop[round], process[round]);
        }
        report(measured(loop), measured(process));
    }

    private static void step(Guest g, long total) {
        if (g.local(0) == total) {
            g.exit(COUNTED_ALL);
        } else {
            g.local(0, g.local(0) + 1);
            g.checkpoint();
        }
    }

    /// Called before each checkpoint. Between two rounds of checkpoints it runs a round of the loop.
    private void turn() {
        long round = called / checkpoints;
        if (called % checkpoints == 0) {
            long now = System.nanoTime();
            if (round > 0 && round <= process.length) {
                process[(int) round - 1] = (now - roundStartedNanos) / 1e3 / checkpoints;
            }
            if (round < loop.length) {
                loop[(int) round] = loopMicros();
            }
            roundStartedNanos = System.nanoTime();
        }
        called++;
    }

    private double loopMicros() {
        long started = System.nanoTime();
        for (int i = 0; i < checkpoints; i++) {
            if (appendedBytes + RECORD_BYTES > LOOP_FILE_BYTES) {
                appendedBytes = 0;
            }
            loopFile.write(appendedBytes, record, RECORD_BYTES);
            loopFile.syncData();
            appendedBytes += RECORD_BYTES;
        }
        return (System.nanoTime() - started) / 1e3 / checkpoints;
    }

    private static double measured(double[] all) {
        return Medians.of(Arrays.copyOfRange(all, WARM_UP_ROUNDS, all.length));
    }

    private static void report(double loopMicros, double processMicros) {
        double ratio = processMicros / loopMicros;
        System.out.printf(
                Locale.ROOT,
                "# medians: loop %.1f us, checkpoint %.1f us, ratio %.3f; target %.2f: %s%n",
                loopMicros,
                processMicros,
                ratio,
                TARGET,
                ratio <= TARGET ? "met" : "not met");
    }

    @Override
    public void close() {
        loopFile.close();
        arena.close();
        workspace.close();
    }
}
