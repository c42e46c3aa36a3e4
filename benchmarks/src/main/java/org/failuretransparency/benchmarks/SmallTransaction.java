package org.failuretransparency.benchmarks;

import java.util.concurrent.TimeUnit;
import org.failuretransparency.vista.PageTracker;
import org.failuretransparency.vista.VistaMemory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What does a Vista transaction of 8 bytes at a random offset of 50 MB cost?
///
/// **Baseline**: [#bareStore], the same store to the same place without a transaction. The overhead is the difference.
///
/// **Hypothesis**: the overhead is at most that of the same algorithm in C through the typed accessor, and at most 1.5
/// times that through `setRange` and a store ([Yardstick] measures both in turns, which is what decides); nothing is
/// allocated. A page tracker copies 4096 bytes where these copy 8, and costs about a bare copy of a page more.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="SmallTransaction -prof gc"`
///
/// **Verified**: the newest writes are in the memory after the Vista was closed and opened again, and its log is idle.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.NATIVE, Flags.UNSAFE, Flags.HEAP})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SmallTransaction {

    private final RandomWrites writes = RandomWrites.of(Long.BYTES);
    private VistaDatabase database;
    private VistaMemory memory;
    private PageTracker tracker;
    private long number;

    @Setup
    public void createDatabase() {
        database = new VistaDatabase();
        memory = database.memory();
        tracker = new PageTracker(memory);
    }

    @Benchmark
    public void bareStore() {
        memory.storeLong(writes.offset(++number), number);
    }

    @Benchmark
    public long typedPut() {
        memory.begin();
        memory.putLong(writes.offset(++number), number);
        return memory.commit();
    }

    @Benchmark
    public long setRangeThenStore() {
        long offset = writes.offset(++number);
        memory.begin();
        memory.setRange(offset, Long.BYTES);
        memory.storeLong(offset, number);
        return memory.commit();
    }

    @Benchmark
    public long pageTracker() {
        memory.begin();
        tracker.putLong(writes.offset(++number), number);
        return memory.commit();
    }

    @TearDown
    public void verify() {
        database.closeAndRequire(writes, number);
    }
}
