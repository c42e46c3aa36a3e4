package org.failuretransparency.benchmarks;

import java.lang.foreign.Arena;
import java.util.Locale;
import org.failuretransparency.os.OpenFile;
import org.failuretransparency.recoverable.RedoLogLayout;
import org.failuretransparency.rvm.CommitMode;
import org.failuretransparency.rvm.RvmMemory;
import org.failuretransparency.rvm.RvmOptions;

/// What does a small transaction of RVM on a disk cost beyond the append and sync that it cannot do without?
///
/// **Baseline**: a bare loop that appends as many bytes as RVM's record has to a preallocated file full of zeros, and
/// calls `fdatasync`.
///
/// **Hypothesis**: RVM is within 10% of the loop. A disk drifts by more than that, so the two take turns (loop RVM, RVM
/// loop, …) and medians over the rounds are compared. Truncation comes once in tens of thousands of
/// transactions and is told apart: the log is filled to one at the end, and what that costs a transaction is said
/// beside the ratio.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="20 500"
/// -Dbench.main=org.failuretransparency.benchmarks.RvmOnDisk` (rounds, transactions a round). Lines without `#` are
/// CSV, in microseconds a transaction.
///
/// **Verified**: the writes are in the database after it was closed and opened again.
public final class RvmOnDisk implements AutoCloseable {

    private static final int RANGE_BYTES = 8;
    private static final long RECORD_BYTES = RedoLogLayout.RECORD_HEADER_BYTES + RedoLogLayout.rangeBytes(RANGE_BYTES);
    private static final long LOOP_FILE_BYTES = 5 << 20;
    private static final double TARGET = 1.1;
    private static final int WARM_UP_ROUNDS = 2;
    private static final String NAME = "benchmark";

    private final Workspace workspace = Workspace.onDisk();
    private final RandomWrites writes = RandomWrites.of(RANGE_BYTES);
    private final RvmMemory rvm =
            RvmMemory.create(workspace.storage(), NAME, RandomWrites.DATABASE_BYTES, RvmOptions.defaults());
    private final Arena arena = Arena.ofShared();
    private final long record =
            arena.allocate(RECORD_BYTES, Long.BYTES).fill((byte) 1).address();
    private final OpenFile loopFile = OpenFile.create(workspace.folder().resolve("loop"));
    private final int transactions;
    private long number;
    private long appendedBytes;

    private RvmOnDisk(int transactions) {
        this.transactions = transactions;
        loopFile.allocate(0, LOOP_FILE_BYTES);
        loopFile.write(0, arena.allocate(LOOP_FILE_BYTES, Long.BYTES).address(), LOOP_FILE_BYTES);
        loopFile.syncData();
    }

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int transactions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
        try (RvmOnDisk comparison = new RvmOnDisk(transactions)) {
            comparison.run(rounds);
        }
    }

    private void run(int rounds) {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            loopMicros();
            rvmMicros();
        }
        double[] loop = new double[rounds];
        double[] transaction = new double[rounds];
        System.out.println("round,loop_us,rvm_us");
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                loop[round] = loopMicros();
                transaction[round] = rvmMicros();
            } else {
                transaction[round] = rvmMicros();
                loop[round] = loopMicros();
            }
            System.out.printf(Locale.ROOT, "%d,%.2f,%.2f%n", round, loop[round], transaction[round]);
        }
        report(Medians.of(loop), Medians.of(transaction));
        reportTruncation();
        verify();
    }

    /// Microseconds of an append and sync.
    private double loopMicros() {
        long started = System.nanoTime();
        for (int i = 0; i < transactions; i++) {
            if (appendedBytes + RECORD_BYTES > LOOP_FILE_BYTES) {
                appendedBytes = 0;
            }
            loopFile.write(appendedBytes, record, RECORD_BYTES);
            loopFile.syncData();
            appendedBytes += RECORD_BYTES;
        }
        return microsSince(started);
    }

    /// Microseconds of a transaction.
    private double rvmMicros() {
        long started = System.nanoTime();
        for (int i = 0; i < transactions; i++) {
            rvm.begin();
            rvm.putLong(writes.offset(++number), number);
            rvm.commit();
        }
        return microsSince(started);
    }

    private double microsSince(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1e3 / transactions;
    }

    private void report(double loopMicros, double rvmMicros) {
        double ratio = rvmMicros / loopMicros;
        System.out.printf(
                Locale.ROOT,
                "# medians: loop %.1f us, rvm %.1f us, ratio %.3f; target %.1f: %s%n",
                loopMicros,
                rvmMicros,
                ratio,
                TARGET,
                ratio <= TARGET ? "met" : "not met");
    }

    /// Fills the log until it is truncated, by transactions that wait for no sync, and says what that costs each
    /// transaction.
    private void reportTruncation() {
        long truncations = rvm.statistics().truncations();
        while (rvm.statistics().truncations() == truncations) {
            rvm.begin();
            rvm.putLong(writes.offset(++number), number);
            rvm.commit(CommitMode.NO_FLUSH);
        }
        double micros = rvm.statistics().truncationNanos().getMean() / 1e3;
        double transactionsEach = (double) number / (truncations + 1);
        System.out.printf(
                Locale.ROOT,
                "# truncations: %d before and 1 now, each after %.0f transactions, %.0f us: %.2f us a transaction%n",
                truncations,
                transactionsEach,
                micros,
                micros / transactionsEach);
    }

    private void verify() {
        rvm.close();
        try (RvmMemory reopened = RvmMemory.open(workspace.storage(), NAME, RvmOptions.defaults())) {
            writes.requireNewest(reopened, number);
        }
    }

    @Override
    public void close() {
        rvm.close();
        loopFile.close();
        arena.close();
        workspace.close();
    }
}
