package org.failuretransparency.benchmarks;

import static org.failuretransparency.rio.Stores.STORES;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.failuretransparency.checkpoint.CheckpointOptions;
import org.failuretransparency.checkpoint.Checkpoints;
import org.failuretransparency.checkpoint.DiscountChecking;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.HostKernel;
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

/// What does a checkpoint of a process cost on reliable memory, registers and kernel records included, by the number of
/// pages that it touched since the last one?
///
/// A guest stores to one word in each of its pages, the first of which is its stack's, and asks for a checkpoint.
///
/// **Baselines**: [#plain], the same program without recovery, for which the request does nothing; [#bareCopies], as
/// many copies of 4096 bytes.
///
/// **Hypothesis**: at most 500 ns for one page, and at most 1.2 bare copies for each further one; no allocation.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="CheckpointCost -prof gc"`
///
/// **Verified**: the program ends with a status that says whether each page counted all rounds.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.NATIVE, Flags.UNSAFE, Flags.HEAP})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CheckpointCost {

    private static final int ROUNDS = 20_000;
    private static final int MAX_PAGES = 256;
    private static final int COUNTED_ALL = 17;

    /// The number of pages, and the program that touches them.
    @State(Scope.Thread)
    public static class Loop {

        @Param({"1", "2", "4", "16", "64", "256"})
        public int pages;

        Program program() {
            int dataPages = pages - 1;
            return new Program(
                    "touch",
                    1,
                    new AddressSpace((long) MAX_PAGES * AddressSpace.PAGE_BYTES, 0, 1 << 16),
                    List.of(new Program.Entry("main", 2, guest -> step(guest, dataPages))),
                    0);
        }

        private static void step(Guest g, int dataPages) {
            long round = g.local(0);
            if (round == ROUNDS) {
                boolean all =
                        dataPages == 0 || g.memory().getLong((dataPages - 1L) * AddressSpace.PAGE_BYTES) == ROUNDS;
                g.exit(all ? COUNTED_ALL : 1);
                return;
            }
            for (int page = 0; page < dataPages; page++) {
                g.memory().putLong((long) page * AddressSpace.PAGE_BYTES, round + 1);
            }
            g.local(0, round + 1);
            g.checkpoint();
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

        /// Under a protocol, which this program gives nothing to decide, what it remembers is captured at each
        /// checkpoint.
        @Param({"manually", "cpvs"})
        public String checkpoints;

        private final Workspace workspace = Workspace.inMemory();
        private DiscountChecking process;

        @Setup(Level.Invocation)
        public void open(Loop loop) {
            CheckpointOptions options = CheckpointOptions.defaults();
            process = DiscountChecking.open(
                    loop.program(),
                    workspace.folder().resolve("touch.dc"),
                    "cpvs".equals(checkpoints) ? options : options.withCheckpoints(new Checkpoints.Manually()),
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
    @OperationsPerInvocation(ROUNDS)
    public void rio(Recoverable state) {
        requireAll(state.process.run());
    }

    /// The kernel of a plain process.
    @State(Scope.Thread)
    public static class Plain {

        private Program program;
        private HostKernel kernel;

        @Setup(Level.Invocation)
        public void open(Loop loop) {
            program = loop.program();
            kernel = new HostKernel(program, new Descriptors(), System::nanoTime);
        }

        @TearDown(Level.Invocation)
        public void close() {
            kernel.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public void plain(Plain state) {
        requireAll(PlainRunner.run(state.program, state.kernel));
    }

    /// Two pieces of memory of the process's length.
    @State(Scope.Thread)
    public static class Copies {

        private final Arena arena = Arena.ofShared();
        private final long from = arena.allocate((long) MAX_PAGES * AddressSpace.PAGE_BYTES, AddressSpace.PAGE_BYTES)
                .address();
        private final long to = arena.allocate((long) MAX_PAGES * AddressSpace.PAGE_BYTES, AddressSpace.PAGE_BYTES)
                .address();

        @TearDown
        public void close() {
            arena.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public void bareCopies(Loop loop, Copies copies) {
        for (int round = 0; round < ROUNDS; round++) {
            for (long page = 0; page < loop.pages; page++) {
                long offset = page * AddressSpace.PAGE_BYTES;
                STORES.copy(copies.from + offset, copies.to + offset, AddressSpace.PAGE_BYTES);
            }
        }
    }
}
