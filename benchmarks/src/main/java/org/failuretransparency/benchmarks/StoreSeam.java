package org.failuretransparency.benchmarks;

import static org.failuretransparency.rio.Stores.STORES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Does it cost anything that every store which recovery depends on goes through [org.failuretransparency.rio.Stores]?
///
/// **Baselines**: [#bareStore], [#barePublish] and [#bareCopy], the same stores on a constant segment over all memory,
/// as one would write them where they are needed.
///
/// **Hypothesis**: equal in pairs, since the seam is a constant of a class without other loaded subclasses: the
/// compiler leaves the bare store.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench=StoreSeam`
///
/// **Verified**: the bytes that each round of stores must have left.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(StoreSeam.STORES_A_ROUND)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.NATIVE, Flags.UNSAFE, Flags.HEAP})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StoreSeam {

    static final int STORES_A_ROUND = 256;

    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    /// A step through the slots that visits each once a round and that no vector instruction follows.
    private static final int STEP = 37;
    private static final int COPY_BYTES = 128;

    private final Arena arena = Arena.ofShared();
    private long target;
    private long source;
    private long round;
    private boolean copies;

    @Setup
    public void allocate() {
        target = arena.allocate((long) STORES_A_ROUND * COPY_BYTES, Long.BYTES).address();
        source = arena.allocate(COPY_BYTES, Long.BYTES).address();
    }

    @Benchmark
    public void bareStore() {
        round++;
        for (int i = 0; i < STORES_A_ROUND; i++) {
            ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, slot(i), round + i);
        }
    }

    @Benchmark
    public void seamStore() {
        round++;
        for (int i = 0; i < STORES_A_ROUND; i++) {
            STORES.putLong(slot(i), round + i);
        }
    }

    @Benchmark
    public void barePublish() {
        round++;
        for (int i = 0; i < STORES_A_ROUND; i++) {
            VarHandle.releaseFence();
            ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, slot(i), round + i);
            VarHandle.storeStoreFence();
        }
    }

    @Benchmark
    public void seamPublish() {
        round++;
        for (int i = 0; i < STORES_A_ROUND; i++) {
            STORES.publish(slot(i), round + i);
            STORES.fence();
        }
    }

    @Benchmark
    public void bareCopy() {
        copies = true;
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, source, ++round);
        for (int i = 0; i < STORES_A_ROUND; i++) {
            MemorySegment.copy(ALL, source, ALL, target + (long) i * COPY_BYTES, COPY_BYTES);
        }
    }

    @Benchmark
    public void seamCopy() {
        copies = true;
        STORES.putLong(source, ++round);
        for (int i = 0; i < STORES_A_ROUND; i++) {
            STORES.copy(source, target + (long) i * COPY_BYTES, COPY_BYTES);
        }
    }

    private long slot(int i) {
        return target + (long) (i * STEP % STORES_A_ROUND) * Long.BYTES;
    }

    @TearDown
    public void verify() {
        for (int i = 0; i < STORES_A_ROUND; i++) {
            long address = copies ? target + (long) i * COPY_BYTES : slot(i);
            long expected = copies ? round : round + i;
            long found = ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
            if (found != expected) {
                throw new IllegalStateException(
                        "store is not there: index=" + i + ", expected=" + expected + ", found=" + found);
            }
        }
        arena.close();
    }
}
