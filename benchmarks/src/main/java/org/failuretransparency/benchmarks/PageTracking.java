package org.failuretransparency.benchmarks;

import static org.failuretransparency.rio.Stores.STORES;

import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import org.failuretransparency.vista.PageTracker;
import org.failuretransparency.vista.VistaMemory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What do automatic ranges cost: the check before each store, and the before-image of each page?
///
/// **Baselines**: [#bareStore], a store without the check; [#barePageCopies], as many copies of 4096 bytes from the
/// same pages.
///
/// **Hypothesis**: a check costs less than the store that it precedes; a transaction that touches some pages costs what
/// as many bare copies cost and 10% more.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="PageTracking -prof gc"`
///
/// **Verified**: the last store of each sort is in the memory after the transaction ended.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.NATIVE, Flags.UNSAFE, Flags.HEAP})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PageTracking {

    /// An open transaction that has logged the pages which the stores go to. It has gone through many transactions
    /// before, so that the compiler knows the slow path as one that is taken.
    @State(Scope.Thread)
    public static class LoggedPages {

        private static final int PAGES = 64;
        private static final int EARLIER_TRANSACTIONS = 2000;

        private final RandomWrites writes = new RandomWrites((long) PAGES * PageTracker.PAGE_BYTES, Long.BYTES);
        private VistaDatabase database;
        private VistaMemory memory;
        private PageTracker tracker;
        private long number;

        @Setup
        public void create() {
            database = new VistaDatabase();
            memory = database.memory();
            tracker = new PageTracker(memory);
        }

        @Setup(Level.Iteration)
        public void logPages() {
            for (int i = 0; i < EARLIER_TRANSACTIONS; i++) {
                memory.begin();
                for (int page = 0; page < PAGES; page += 1 + i % PAGES) {
                    tracker.putLong((long) page * PageTracker.PAGE_BYTES, 1);
                }
                memory.commit();
            }
            memory.begin();
            tracker.touch(0, (long) PAGES * PageTracker.PAGE_BYTES);
        }

        @TearDown(Level.Iteration)
        public void commit() {
            memory.commit();
            if (number > 0 && memory.getLong(writes.offset(number)) != number) {
                throw new IllegalStateException("last store is not there: number=" + number);
            }
        }

        @TearDown
        public void close() {
            database.close();
        }
    }

    @Benchmark
    public void bareStore(LoggedPages state) {
        state.memory.storeLong(state.writes.offset(++state.number), state.number);
    }

    @Benchmark
    public void trackedStore(LoggedPages state) {
        state.tracker.putLong(state.writes.offset(++state.number), state.number);
    }

    /// A Vista in which each operation touches some random pages for the first time.
    @State(Scope.Thread)
    public static class RandomPages {

        @Param({"1", "4", "16", "64", "256"})
        public int pages;

        private final Arena arena = Arena.ofShared();
        private final RandomWrites places = RandomWrites.of(PageTracker.PAGE_BYTES);
        private VistaDatabase database;
        private VistaMemory memory;
        private PageTracker tracker;
        private long copies;
        private long number;
        private long committed;

        @Setup
        public void create() {
            database = new VistaDatabase();
            memory = database.memory();
            tracker = new PageTracker(memory);
            copies = arena.allocate((long) pages * PageTracker.PAGE_BYTES, PageTracker.PAGE_BYTES)
                    .address();
        }

        /// The start of a random page. Two of one transaction may be the same, rarely.
        long nextPage() {
            return places.offset(++number) & -PageTracker.PAGE_BYTES;
        }

        @TearDown
        public void verify() {
            if (committed > 0 && memory.getLong(places.offset(committed) & -PageTracker.PAGE_BYTES) != committed) {
                throw new IllegalStateException("last store is not there: number=" + committed);
            }
            arena.close();
            database.close();
        }
    }

    @Benchmark
    public long barePageCopies(RandomPages state) {
        long to = state.copies;
        for (int i = 0; i < state.pages; i++) {
            STORES.copy(state.memory.segment().address() + state.nextPage(), to, PageTracker.PAGE_BYTES);
            to += PageTracker.PAGE_BYTES;
        }
        return to;
    }

    @Benchmark
    public long firstTouches(RandomPages state) {
        state.memory.begin();
        for (int i = 0; i < state.pages; i++) {
            state.tracker.putLong(state.nextPage(), state.number);
        }
        state.committed = state.number;
        return state.memory.commit();
    }
}
