package org.failuretransparency.benchmarks;

import java.util.concurrent.TimeUnit;
import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.UnprotectedMemory;
import org.failuretransparency.rio.RegionType;
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

/// What does a Vista transaction of 1 MB at a random offset of 50 MB cost?
///
/// **Baselines**: [#bareCopy], one copy of 1 MB into the database; [#unprotectedTransaction], the whole transaction on
/// memory that is mapped and nothing else.
///
/// **Hypothesis**: the overhead, [#vistaTransaction] less [#unprotectedTransaction], is at most 0.7 of one [#bareCopy]:
/// it is a copy too, but its target, the log, stays in the processor's cache.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="LargeTransaction -prof gc"`
///
/// **Verified**: the newest writes are in each memory that was written to.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.NATIVE, Flags.UNSAFE, Flags.HEAP})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LargeTransaction {

    private static final int RANGE_BYTES = 1 << 20;

    /// The bytes that are written, and where.
    abstract static class Source {
        final RandomWrites writes = RandomWrites.of(RANGE_BYTES);
        final byte[] bytes = writes.newBytes();
        long number;

        final long next() {
            return writes.offset(++number);
        }

        final void store(RecoverableMemory memory, long offset) {
            writes.store(memory, offset, bytes, number);
        }
    }

    /// Memory without atomicity.
    @State(Scope.Thread)
    public static class Unprotected extends Source {

        private Workspace workspace;
        private UnprotectedMemory memory;

        @Setup
        public void create() {
            workspace = Workspace.inMemory();
            memory = new UnprotectedMemory(
                    workspace.storage().create("bare", RegionType.database("BARE"), RandomWrites.DATABASE_BYTES));
            memory.segment().fill((byte) 1);
        }

        @TearDown
        public void verify() {
            writes.requireNewest(memory, number);
            memory.close();
            workspace.close();
        }
    }

    /// A segment of a Vista.
    @State(Scope.Thread)
    public static class Protected extends Source {

        private VistaDatabase database;
        private VistaMemory memory;

        @Setup
        public void create() {
            database = new VistaDatabase();
            memory = database.memory();
        }

        @TearDown
        public void verify() {
            database.closeAndRequire(writes, number);
        }
    }

    @Benchmark
    public void bareCopy(Unprotected state) {
        state.store(state.memory, state.next());
    }

    @Benchmark
    public long unprotectedTransaction(Unprotected state) {
        long offset = state.next();
        state.memory.begin();
        state.memory.setRange(offset, RANGE_BYTES);
        state.store(state.memory, offset);
        return state.memory.commit();
    }

    @Benchmark
    public long vistaTransaction(Protected state) {
        long offset = state.next();
        state.memory.begin();
        state.memory.setRange(offset, RANGE_BYTES);
        state.store(state.memory, offset);
        return state.memory.commit();
    }
}
