package org.failuretransparency.benchmarks;

import java.util.concurrent.TimeUnit;
import org.failuretransparency.vista.VistaMemory;
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

/// What does a Vista transaction of one range of 16 bytes to 4 KB cost, at a random offset of 50 MB?
///
/// **Baseline**: [#bareStore], the same bytes stored to the same place without a transaction.
///
/// **Hypothesis**: the overhead grows in steps, at 32 bytes (more words in a row) and beyond 64 (a general copy), and
/// from there on like a bare copy; nothing is allocated at any length.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="RangeTransaction -prof gc"`
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
public class RangeTransaction {

    @Param({"16", "32", "64", "128", "256", "1024", "4096"})
    public int rangeBytes;

    private RandomWrites writes;
    private byte[] bytes;
    private VistaDatabase database;
    private VistaMemory memory;
    private long number;

    @Setup
    public void createDatabase() {
        writes = RandomWrites.of(rangeBytes);
        bytes = writes.newBytes();
        database = new VistaDatabase();
        memory = database.memory();
    }

    @Benchmark
    public void bareStore() {
        writes.store(memory, writes.offset(++number), bytes, number);
    }

    @Benchmark
    public long setRangeThenStore() {
        long offset = writes.offset(++number);
        memory.begin();
        memory.setRange(offset, rangeBytes);
        writes.store(memory, offset, bytes, number);
        return memory.commit();
    }

    @TearDown
    public void verify() {
        database.closeAndRequire(writes, number);
    }
}
