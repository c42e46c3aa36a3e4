package org.failuretransparency.harness.run;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.failuretransparency.checkpoint.CheckpointOptions;
import org.failuretransparency.checkpoint.CheckpointStatistics;
import org.failuretransparency.checkpoint.Checkpoints;
import org.failuretransparency.checkpoint.DiscountChecking;
import org.failuretransparency.checkpoint.ProcessRecovery;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.HostKernel;
import org.failuretransparency.guest.PlainRunner;
import org.failuretransparency.guest.Program;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.os.OsException;
import org.failuretransparency.os.SystemCall;
import org.failuretransparency.rio.StorageKind;

/// Runs guest programs for an arm, to their end: plain for the system `none`, under Discount Checking for `dc`. Their
/// output goes to a file in the arm's directory.
///
/// **Threads**: one.
final class GuestRun {

    /// The checkpoint's name in the arm's directory; there is none behind a program's end.
    static final String CHECKPOINT = "process.dc";

    private static final String OUTPUT = "output";
    private static final int WRITE_CREATE_APPEND = 0x441;
    private static final int OWNER = 0b110_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    private final ArmSetup setup;
    private final CheckpointOptions options;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// @param checkpoints when they are taken, if at all
    GuestRun(ArmSetup setup, Checkpoints checkpoints) {
        this.setup = setup;
        this.options = CheckpointOptions.defaults()
                .withStorage(StorageKind.of(setup.storage()))
                .withCheckpoints(checkpoints);
    }

    /// What a run gave.
    ///
    /// @param nanos it took, from its first step to its exit
    /// @param allocatedBytes of Java heap, meanwhile
    /// @param recovery if it went on with a process
    record Outcome(
            int status,
            String output,
            long nanos,
            long allocatedBytes,
            Optional<CheckpointStatistics> statistics,
            Optional<ProcessRecovery> recovery) {

        /// The values of a run as a whole.
        Map<String, Double> values() {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put(Metric.RUN_TIME.id(), seconds());
            statistics.ifPresent(counted -> {
                values.put(Metric.COMMITS.id(), (double) counted.checkpoints());
                values.putAll(logValues(counted));
            });
            return values;
        }

        /// The log at its checkpoints; nothing where none was taken.
        static Map<String, Double> logValues(CheckpointStatistics counted) {
            if (counted.checkpoints() == 0) {
                return Map.of();
            }
            return Map.of(
                    Metric.LOG_BYTES.id(),
                    (double) counted.logBytes() / counted.checkpoints(),
                    Metric.LARGEST_LOG_BYTES.id(),
                    (double) counted.maxLogBytes());
        }

        /// What going on with the process took.
        Map<String, Double> recoveryValues() {
            return recovery.map(found -> Map.of(
                            Metric.RECOVERY_TIME.id(), found.nanos() / NANOS_PER_MICRO, Metric.LOG_BYTES.id(), (double)
                                    found.logBytes()))
                    .orElse(Map.of());
        }

        double seconds() {
            return nanos / NANOS_PER_SECOND;
        }

        List<String> violations() {
            return status == 0 ? List.of() : List.of("program failed: status=" + status + ", output=" + output);
        }
    }

    /// Runs it from its beginning.
    Outcome run(Program program) {
        try {
            Files.deleteIfExists(output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "none".equals(setup.system()) ? plain(program) : goOn(program, options, GuestRun::nothingMore);
    }

    /// Goes on with the process that a killed one left.
    Outcome recover(Program program) {
        return recover(program, GuestRun::nothingMore);
    }

    /// @param lender gives the process what it needs besides its output
    Outcome recover(Program program, Consumer<Descriptors> lender) {
        return goOn(program, options, lender);
    }

    /// Runs it or goes on with it, and says when it is about to take the checkpoint of that number, from 1 on.
    void runPast(Program program, long checkpoint, Runnable there, Consumer<Descriptors> lender) {
        boolean found = Files.exists(file());
        long[] taken = {found ? 0 : -1}; // the first one makes the process
        CheckpointOptions telling = options.withBeforeCheckpoint(_ -> {
            if (++taken[0] == checkpoint) {
                there.run();
            }
        });
        goOn(program, telling, lender);
    }

    void runPast(Program program, long checkpoint, Runnable there) {
        runPast(program, checkpoint, there, GuestRun::nothingMore);
    }

    private Outcome plain(Program program) {
        try (HostKernel kernel = new HostKernel(program, descriptors(), System::nanoTime)) {
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long started = System.nanoTime();
            int status = PlainRunner.run(program, kernel);
            return outcome(status, started, allocated, Optional.empty(), Optional.empty());
        }
    }

    private Outcome goOn(Program program, CheckpointOptions how, Consumer<Descriptors> lender) {
        Descriptors descriptors = descriptors();
        lender.accept(descriptors);
        try (DiscountChecking process = DiscountChecking.open(program, file(), how, descriptors)) {
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long started = System.nanoTime();
            int status = process.run();
            return outcome(status, started, allocated, Optional.of(process.statistics()), process.recovery());
        }
    }

    private Outcome outcome(
            int status,
            long startedNanos,
            long allocatedBefore,
            Optional<CheckpointStatistics> statistics,
            Optional<ProcessRecovery> recovery) {
        long nanos = System.nanoTime() - startedNanos;
        long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
        try {
            String text = Files.readString(output(), StandardCharsets.ISO_8859_1);
            return new Outcome(status, text, nanos, allocatedBytes, statistics, recovery);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void nothingMore(Descriptors descriptors) {}

    private Path file() {
        return setup.path().resolve(CHECKPOINT);
    }

    private Path output() {
        return setup.path().resolve(OUTPUT);
    }

    private Descriptors descriptors() {
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(output().toString()).address();
            long opened = SystemCall.open(name, WRITE_CREATE_APPEND, OWNER);
            if (opened < 0) {
                throw new OsException("open", "path=" + output(), (int) -opened);
            }
            Descriptors descriptors = new Descriptors();
            descriptors.give(1, (int) opened, false);
            return descriptors;
        }
    }
}
