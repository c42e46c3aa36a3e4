package org.failuretransparency.benchmarks;

import java.util.concurrent.TimeUnit;
import org.failuretransparency.recoverable.RecoverableMemory;
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

/// What does a transaction of RVM-Rio cost, at a random offset of 50 MB, its part of the truncations included?
///
/// **Baseline**: `system=NONE`, the same range stored with no recovery.
///
/// **Hypothesis**: at most 5 us at 8 bytes and 9 us at 1 KB, what the original RVM in C costs on such a machine.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="RvmTransaction -prof gc"`. A fork says how often
/// it truncated: one truncation takes about 40,000 transactions of 8 bytes, so an iteration must be long enough to hold
/// several.
///
/// **Verified**: the newest writes are in the memory.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.NATIVE, Flags.UNSAFE, Flags.HEAP})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RvmTransaction {

    @Param({"NONE", "RVM"})
    public RecoverySystem system;

    @Param({"8", "1024"})
    public int rangeBytes;

    private RandomWrites writes;
    private byte[] bytes;
    private Workspace workspace;
    private RecoverableMemory memory;
    private long number;

    @Setup
    public void createDatabase() {
        writes = RandomWrites.of(rangeBytes);
        bytes = writes.newBytes();
        workspace = Workspace.inMemory();
        memory = system.create(workspace.storage(), RandomWrites.DATABASE_BYTES);
        memory.segment().fill((byte) 1);
    }

    @Benchmark
    public long transaction() {
        long offset = writes.offset(++number);
        memory.begin();
        memory.setRange(offset, rangeBytes);
        writes.store(memory, offset, bytes, number);
        return memory.commit();
    }

    @TearDown
    public void verify() {
        writes.requireNewest(memory, number);
        WorkloadDatabase.reportTruncations(memory);
        memory.close();
        workspace.close();
    }
}
