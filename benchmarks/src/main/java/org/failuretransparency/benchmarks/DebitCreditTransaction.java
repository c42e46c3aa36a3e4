package org.failuretransparency.benchmarks;

import java.util.concurrent.TimeUnit;
import org.failuretransparency.tpcb.DebitCreditScale;
import org.failuretransparency.tpcb.DebitCreditWorkload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What does a debit-credit transaction cost on each system, in a database in memory of 50 MB, and of 3 MB, which a
/// processor's cache holds? In the large one all systems wait for the same cache misses; the small one shows their own
/// work.
///
/// **Baseline**: `system=NONE`, the same transactions with no recovery.
///
/// **Hypothesis**: on Vista at most 2.5 times as long as on none. RVM includes its truncations.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="DebitCreditTransaction -prof gc"`
///
/// **Verified**: TPC-B's balances agree over branches, tellers, accounts and history, and no transaction is missing.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.NATIVE, Flags.UNSAFE, Flags.HEAP})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DebitCreditTransaction {

    private static final long SEED = 1;

    @Param
    public RecoverySystem system;

    @Param({"52428800", "3145728"})
    public long databaseBytes;

    private WorkloadDatabase<DebitCreditWorkload> database;
    private DebitCreditWorkload workload;
    private long executed;

    @Setup
    public void load() {
        DebitCreditScale scale = DebitCreditScale.forBytes(databaseBytes);
        database =
                new WorkloadDatabase<>(system, databaseBytes, memory -> new DebitCreditWorkload(memory, scale, SEED));
        workload = database.workload();
    }

    @Benchmark
    public void transaction() {
        executed++;
        workload.transaction();
    }

    @TearDown
    public void verify() {
        database.closeAndRequire(DebitCreditWorkload::transactions, executed);
    }
}
