package org.failuretransparency.benchmarks;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.failuretransparency.checkpoint.CheckpointOptions;
import org.failuretransparency.checkpoint.Checkpoints;
import org.failuretransparency.checkpoint.DiscountChecking;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.HostKernel;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.PlainRunner;
import org.failuretransparency.guest.Program;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What does a store of a guest program cost more because checkpoints have to know of it, by how the program stores?
///
/// A guest loads, changes and stores each word of some pages, in steps of one page, with a checkpoint every 50 rounds,
/// so that the compiler knows the slow path as one that is taken. `SINGLE`: each word by `putLong`. `RANGE`: the page
/// is declared once by `writable`, and the words are stored through what that returns.
///
/// **Baseline**: [#plain], the same program without recovery.
///
/// **Hypothesis**: at most 10% for a range declared per block; single stores cost more.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench=WriteBarrier`
///
/// **Verified**: the program ends with a status that says whether each page counted all rounds.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.NATIVE, Flags.UNSAFE, Flags.HEAP})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WriteBarrier {

    private static final int ROUNDS = 10_000;
    private static final int ROUNDS_A_CHECKPOINT = 50;
    private static final int PAGES = 16;
    private static final int WORDS = AddressSpace.PAGE_BYTES / Long.BYTES;
    private static final int COUNTED_ALL = 17;

    private static final int ROUND = 0;
    private static final int PAGE = 1;

    /// How a program stores.
    public enum Access {
        SINGLE,
        RANGE
    }

    /// The program that stores.
    @State(Scope.Thread)
    public static class Stores {

        @Param
        public Access access;

        Program program() {
            boolean range = access == Access.RANGE;
            return new Program(
                    "store",
                    1,
                    new AddressSpace((long) PAGES * AddressSpace.PAGE_BYTES, 0, 1 << 16),
                    List.of(new Program.Entry("main", 2, range ? Stores::rangeStep : Stores::singleStep)),
                    0);
        }

        private static void singleStep(Guest g) {
            Memory memory = g.memory();
            long start = g.local(PAGE) * AddressSpace.PAGE_BYTES;
            for (int word = 0; word < WORDS; word++) {
                long at = start + (long) word * Long.BYTES;
                memory.putLong(at, memory.getLong(at) + 1);
            }
            next(g);
        }

        private static void rangeStep(Guest g) {
            MemorySegment words = g.memory().writable(g.local(PAGE) * AddressSpace.PAGE_BYTES, AddressSpace.PAGE_BYTES);
            for (int word = 0; word < WORDS; word++) {
                words.setAtIndex(ValueLayout.JAVA_LONG, word, words.getAtIndex(ValueLayout.JAVA_LONG, word) + 1);
            }
            next(g);
        }

        private static void next(Guest g) {
            long page = g.local(PAGE) + 1;
            if (page < PAGES) {
                g.local(PAGE, page);
                return;
            }
            long round = g.local(ROUND) + 1;
            g.local(PAGE, 0);
            g.local(ROUND, round);
            if (round == ROUNDS) {
                g.exit(g.memory().getLong((PAGES - 1L) * AddressSpace.PAGE_BYTES) == ROUNDS ? COUNTED_ALL : 1);
            } else if (round % ROUNDS_A_CHECKPOINT == 0) {
                g.checkpoint();
            }
        }
    }

    private static void requireAll(int status) {
        if (status != COUNTED_ALL) {
            throw new IllegalStateException("rounds are missing: status=" + status);
        }
    }

    /// A process in reliable memory, made anew for each invocation.
    @State(Scope.Thread)
    public static class Recoverable {

        private final Workspace workspace = Workspace.inMemory();
        private DiscountChecking process;

        @Setup(Level.Invocation)
        public void open(Stores stores) {
            process = DiscountChecking.open(
                    stores.program(),
                    workspace.folder().resolve("store.dc"),
                    CheckpointOptions.defaults().withCheckpoints(new Checkpoints.Manually()),
                    new Descriptors());
        }

        @TearDown(Level.Invocation)
        public void close() {
            process.close();
        }

        @TearDown(Level.Trial)
        public void delete() {
            workspace.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROUNDS * PAGES * WORDS)
    public void rio(Recoverable state) {
        requireAll(state.process.run());
    }

    /// The kernel of a plain process.
    @State(Scope.Thread)
    public static class Plain {

        private Program program;
        private HostKernel kernel;

        @Setup(Level.Invocation)
        public void open(Stores stores) {
            program = stores.program();
            kernel = new HostKernel(program, new Descriptors(), System::nanoTime);
        }

        @TearDown(Level.Invocation)
        public void close() {
            kernel.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROUNDS * PAGES * WORDS)
    public void plain(Plain state) {
        requireAll(PlainRunner.run(state.program, state.kernel));
    }
}
