package org.failuretransparency.benchmarks;

import java.util.concurrent.TimeUnit;
import org.failuretransparency.tpcc.OrderEntryScale;
import org.failuretransparency.tpcc.OrderEntryWorkload;
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

/// What does an order-entry transaction cost on each system, in a 50 MB database in memory? The mix of new-order,
/// payment and delivery is one operation; no order rolls back, since the baseline cannot.
///
/// **Baseline**: `system=NONE`, the same transactions with no recovery.
///
/// **Hypothesis**: a smaller part of the time is Vista's than in debit-credit, since more of a transaction is reading
/// and computing (§3.5.1). RVM includes its truncations.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="OrderEntryTransaction -prof gc"`
///
/// **Verified**: TPC-C's consistency conditions, and that no transaction is missing.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.NATIVE, Flags.UNSAFE, Flags.HEAP})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OrderEntryTransaction {

    private static final long SEED = 1;

    @Param
    public RecoverySystem system;

    private WorkloadDatabase<OrderEntryWorkload> database;
    private OrderEntryWorkload workload;
    private long executed;

    @Setup
    public void load() {
        OrderEntryScale scale = OrderEntryScale.forBytes(RandomWrites.DATABASE_BYTES);
        database = new WorkloadDatabase<>(
                system, RandomWrites.DATABASE_BYTES, memory -> new OrderEntryWorkload(memory, scale, SEED, false));
        workload = database.workload();
    }

    @Benchmark
    public void transaction() {
        executed++;
        workload.transaction();
    }

    @TearDown
    public void verify() {
        database.closeAndRequire(OrderEntryWorkload::transactions, executed);
    }
}
