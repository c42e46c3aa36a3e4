package org.failuretransparency.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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

/// What does a small durable transaction cost here, and what in the stores that a Java program would otherwise use? It
/// adds 1 to the balance of a random one of 500,000 records of 100 bytes (50 MB).
///
/// **Baseline**: `peer=NONE`, the same on mapped memory without atomicity.
///
/// **Hypothesis**: Vista is at least ten times as fast as the others that survive a killed process; on a disk the syncs
/// decide: Vista makes three a transaction, RVM one.
///
/// The comparison is of what a program of fixed-size records needs, and unfair to the others in that they are
/// key-value stores: they search a tree, write the whole record, and can do more. They run as they come, but for what
/// [LmdbStore] and [H2Store] say. Compare only peers of one sort: `…_UNSYNCED` with `…_RIO`, `…_SYNCED` with `…_DISK`.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="Peers -prof gc"`
///
/// **Verified**: the sum of all balances is the number of transactions.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {
            Flags.NATIVE,
            Flags.UNSAFE,
            // LMDB's buffers point into its mapping, which lmdbjava does by reflection.
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "-Xmx1g"
        })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Peers {

    private static final long SEED = 1;

    @Param
    public Peer peer;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private Workspace workspace;
    private PeerStore store;
    private long executed;

    @Setup
    public void load() {
        workspace = peer.newWorkspace();
        store = peer.create(workspace);
    }

    @Benchmark
    public void transaction() {
        executed++;
        store.increment(random.nextInt(PeerStore.RECORDS));
    }

    @TearDown
    public void verify() {
        long total = store.total();
        store.close();
        workspace.close();
        if (total != executed) {
            throw new IllegalStateException("transactions are lost: expected=" + executed + ", found=" + total);
        }
    }
}
