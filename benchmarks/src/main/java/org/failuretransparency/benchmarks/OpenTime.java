package org.failuretransparency.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.vista.Recovery;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;
import org.failuretransparency.vista.VistaOptions;
import org.jspecify.annotations.Nullable;
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

/// How long does it take to open a 50 MB Vista in a warm JVM, closed cleanly or left in the middle of a transaction?
///
/// **Baseline**: [#bareMap], to open and map its two files and nothing more.
///
/// **Hypothesis**: under 5 ms in each case, since nothing is read but headers and the records of one transaction.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench=OpenTime`
///
/// **Verified**: at each opening, what it found (idle, or a transaction to roll back) and that the bytes are the
/// committed ones.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {Flags.NATIVE, Flags.UNSAFE, Flags.HEAP})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OpenTime {

    private static final String NAME = "benchmark";
    private static final String SEGMENT = "database";
    private static final byte COMMITTED = 1;
    private static final byte UNCOMMITTED = 2;

    /// The files of a Vista that nobody has open between two operations.
    abstract static class VistaFiles {

        final Workspace workspace = Workspace.inMemory();
        final Storage storage = workspace.storage();
        final Path logFile = storage.pathOf(NAME + ".vista");
        final Path segmentFile = storage.pathOf(NAME + "." + SEGMENT);
        private @Nullable Vista opened;

        final Vista create() {
            Vista vista = Vista.create(storage, NAME, VistaOptions.defaults());
            VistaMemory memory = vista.createSegment(SEGMENT, RandomWrites.DATABASE_BYTES);
            memory.segment().fill(COMMITTED);
            return vista;
        }

        final Vista open() {
            opened = Vista.open(storage, NAME);
            return opened;
        }

        final void closeAndRequire(Recovery.State expected) {
            Vista vista = Objects.requireNonNull(opened);
            Recovery found = vista.recovery();
            MemorySegment bytes = vista.segment(SEGMENT).segment();
            byte first = bytes.get(ValueLayout.JAVA_BYTE, 0);
            vista.close();
            if (found.state() != expected || first != COMMITTED) {
                throw new IllegalStateException(
                        "not recovered: expected=" + expected + ", found=" + found + ", first byte=" + first);
            }
        }

        @TearDown
        public final void removeFiles() {
            workspace.close();
        }
    }

    /// Closed cleanly.
    @State(Scope.Thread)
    public static class Closed extends VistaFiles {

        @Setup
        public void createAndClose() {
            create().close();
        }

        @TearDown(Level.Invocation)
        public void close() {
            closeAndRequire(Recovery.State.IDLE);
        }
    }

    /// Left as a kill leaves it, in a transaction that has declared and overwritten some bytes.
    @State(Scope.Thread)
    public static class Crashed extends VistaFiles {

        @Param({"8", "1048576"})
        public int uncommittedBytes;

        private byte[] crashedLog;
        private byte[] crashedSegment;

        @Setup
        public void keepWhatAKillLeaves() throws IOException {
            Vista vista = create();
            VistaMemory memory = vista.segment(SEGMENT);
            memory.begin();
            memory.setRange(0, uncommittedBytes);
            memory.segment().asSlice(0, uncommittedBytes).fill(UNCOMMITTED);
            // A kill leaves the mappings' bytes, which a read of the files sees at any time.
            crashedLog = Files.readAllBytes(logFile);
            try (FileChannel file = FileChannel.open(segmentFile)) {
                ByteBuffer start = ByteBuffer.allocate(uncommittedBytes + (16 << 10));
                file.read(start, 0);
                crashedSegment = start.array();
            }
            vista.close();
        }

        @Setup(Level.Invocation)
        public void crash() throws IOException {
            overwrite(logFile, crashedLog);
            overwrite(segmentFile, crashedSegment);
        }

        private static void overwrite(Path path, byte[] bytes) throws IOException {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    file.write(rest, rest.position());
                }
            }
        }

        @TearDown(Level.Invocation)
        public void close() {
            closeAndRequire(Recovery.State.ACTIVE);
        }
    }

    /// The same files, mapped.
    @State(Scope.Thread)
    public static class Mapped extends VistaFiles {

        private Arena arena;

        @Setup
        public void createAndClose() {
            create().close();
        }

        @Setup(Level.Invocation)
        public void newArena() {
            arena = Arena.ofShared();
        }

        MemorySegment map(Path path) throws IOException {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return file.map(MapMode.READ_WRITE, 0, file.size(), arena);
            }
        }

        @TearDown(Level.Invocation)
        public void close() {
            arena.close();
        }
    }

    @Benchmark
    public long bareMap(Mapped state) throws IOException {
        return state.map(state.logFile).address() + state.map(state.segmentFile).address();
    }

    @Benchmark
    public Vista openClosed(Closed state) {
        return state.open();
    }

    @Benchmark
    public Vista openCrashed(Crashed state) {
        return state.open();
    }
}
