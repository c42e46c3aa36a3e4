package org.failuretransparency.benchmarks;

import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.failuretransparency.vista.PersistentHeap;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaOptions;
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

/// What does it cost to allocate and to free a persistent block?
///
/// **Baselines**: [#emptyTransaction], begin and commit alone; [#volatileBlock], native memory allocated and freed by
/// Java's own means, which does not survive anything.
///
/// **Hypothesis**: to replace a block (allocate one, free another, commit both or neither) costs a few small ranges: a
/// fraction of a microsecond, less than ten times an allocation that survives nothing. None of them puts anything on
/// the Java heap.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="HeapOperations -prof gc"`
///
/// **Verified**: at the end the heap holds the blocks that were not freed and no other.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.NATIVE, Flags.UNSAFE, Flags.HEAP})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeapOperations {

    /// Blocks that live at a time; each replacement frees the oldest.
    private static final int LIVING = 1024;

    @Param({"32", "1024", "8192"})
    public int blockBytes;

    private final long[] living = new long[LIVING];
    private Workspace workspace;
    private Vista vista;
    private PersistentHeap heap;
    private long blockRoomBytes;
    private int oldest;

    @Setup
    public void fillHeap() {
        workspace = Workspace.inMemory();
        vista = Vista.create(workspace.storage(), "benchmark", VistaOptions.defaults());
        heap = vista.createHeap("heap", RandomWrites.DATABASE_BYTES);
        vista.begin();
        for (int i = 0; i < LIVING; i++) {
            living[i] = heap.malloc(blockBytes);
        }
        vista.commit();
        blockRoomBytes = heap.lengthOf(living[0]);
    }

    @Benchmark
    public long emptyTransaction() {
        vista.begin();
        return vista.commit();
    }

    @Benchmark
    public long volatileBlock() {
        try (Arena arena = Arena.ofConfined()) {
            return arena.allocate(blockBytes, 16).address();
        }
    }

    /// Allocates a block and frees the oldest one, in one transaction.
    @Benchmark
    public long replaceBlock() {
        vista.begin();
        long block = heap.malloc(blockBytes);
        heap.free(living[oldest]);
        living[oldest] = block;
        oldest = (oldest + 1) % LIVING;
        return vista.commit();
    }

    /// Allocates a block and gives it back by abort.
    @Benchmark
    public long mallocThenAbort() {
        vista.begin();
        long block = heap.malloc(blockBytes);
        vista.abort();
        return block;
    }

    @TearDown
    public void verify() {
        vista.close();
        try (Vista reopened = Vista.open(workspace.storage(), "benchmark")) {
            long expected = LIVING * blockRoomBytes;
            long found = reopened.heap("heap").allocatedBytes();
            if (found != expected) {
                throw new IllegalStateException("allocated bytes: expected=" + expected + ", found=" + found);
            }
        } finally {
            workspace.close();
        }
    }
}
