package org.failuretransparency.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.GuestException;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.guest.HostKernel;
import org.failuretransparency.guest.PlainRunner;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.os.SystemCall;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;

/// Runs a program that is stopped in front of a step, which is behind every system call and every signal, too. Of what
/// it was, nothing is left but its checkpoint; then it goes on from there, made anew. The descriptors that it began
/// with are lent and stay where they are, as those of a terminal or a pipe would: 1, its output, and 0, if there is an
/// input.
final class StoppedRuns {

    /// What the program wrote on descriptor 1, how it ended, how many steps it took, how often it was stopped.
    record Run(String output, int status, long steps, int stops) {

        /// The output without lines that come again at once: what is done behind the last checkpoint is done twice.
        String withoutRepeats() {
            List<String> lines = new ArrayList<>();
            for (String line : output.lines().toList()) {
                if (lines.isEmpty() || !lines.getLast().equals(line)) {
                    lines.add(line);
                }
            }
            return String.join("\n", lines) + "\n";
        }
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// The checkpoint's name; those of its other files begin with it.
    static final String NAME = "process.dc";

    private final Path directory;
    private final StorageKind kind;
    private final Supplier<Program> programs;
    private final Consumer<Descriptors> lender;
    private final List<Integer> standard = new ArrayList<>();

    /// @param directory for all files; a file `in` there is the input
    /// @param lender gives each incarnation of the process what it needs besides
    StoppedRuns(Path directory, StorageKind kind, Supplier<Program> programs, Consumer<Descriptors> lender) {
        this.directory = directory;
        this.kind = kind;
        this.programs = programs;
        this.lender = lender;
    }

    /// Asks for a write of the text to descriptor 1, from a buffer at the address.
    static void say(Guest g, long address, String text) {
        byte[] line = (text + "\n").getBytes(StandardCharsets.US_ASCII);
        g.memory().put(address, line, 0, line.length);
        g.request(SystemCalls.WRITE, 1, address, line.length, 0);
    }

    /// Without recovery.
    Run plain() throws IOException {
        AtomicLong left = new AtomicLong(Long.MAX_VALUE);
        openStandard();
        Program program = stopping(programs.get(), left);
        try (HostKernel kernel = new HostKernel(program, descriptors(), System::nanoTime)) {
            int status = PlainRunner.run(program, kernel);
            return new Run(output(), status, Long.MAX_VALUE - left.get(), 0);
        } finally {
            closeStandard();
        }
    }

    /// With commits prior to what is visible, stopped once, in front of the step of that number, from 0 on.
    Run stoppedBefore(long step) throws IOException {
        return run(CheckpointOptions.defaults().withStorage(kind), step, Long.MAX_VALUE);
    }

    /// With a checkpoint after every step and every call, stopped after every `steps` steps.
    Run stoppedAfterEach(long steps) throws IOException {
        CheckpointOptions options = CheckpointOptions.defaults()
                .withStorage(kind)
                .withCheckpoints(new Checkpoints.Every(Duration.ofNanos(1)));
        return run(options, steps, steps);
    }

    private Run run(CheckpointOptions options, long firstSteps, long laterSteps) throws IOException {
        openStandard();
        try {
            long steps = 0;
            long bound = firstSteps;
            for (int stops = 0; ; stops++) {
                AtomicLong left = new AtomicLong(bound);
                try (DiscountChecking process = open(options, left)) {
                    int status = process.run();
                    return new Run(output(), status, steps + bound - left.get(), stops);
                } catch (GuestException.StepFailed e) {
                    if (!(e.getCause() instanceof Stopped)) {
                        throw e;
                    }
                    steps += bound;
                    bound = laterSteps;
                }
            }
        } finally {
            closeStandard();
        }
    }

    /// Stops it in front of that step, for somebody to look at what is around its checkpoint.
    ///
    /// @return whether it was stopped, and not at its end before
    boolean stopBefore(long step) {
        try (DiscountChecking process = open(CheckpointOptions.defaults().withStorage(kind), new AtomicLong(step))) {
            process.run();
            return false;
        } catch (GuestException.StepFailed e) {
            if (!(e.getCause() instanceof Stopped)) {
                throw e;
            }
            return true;
        }
    }

    private DiscountChecking open(CheckpointOptions options, AtomicLong left) {
        return open(options, left, StopPoints.NONE);
    }

    private DiscountChecking open(CheckpointOptions options, AtomicLong left, StopPoints points) {
        return DiscountChecking.open(
                stopping(programs.get(), left), Storage.of(kind, directory), NAME, options, descriptors(), points);
    }

    /// Opens it anew, with nothing but its files, to be stopped at points.
    DiscountChecking open(StopPoints points) {
        return open(CheckpointOptions.defaults().withStorage(kind), new AtomicLong(Long.MAX_VALUE), points);
    }

    private Descriptors descriptors() {
        Descriptors descriptors = new Descriptors();
        descriptors.lend(1, standard.getFirst());
        if (standard.size() > 1) {
            descriptors.lend(0, standard.getLast());
        }
        lender.accept(descriptors);
        return descriptors;
    }

    /// Begins a run: with a new, empty output, and with the input from its start.
    void openStandard() throws IOException {
        Files.deleteIfExists(directory.resolve("out"));
        standard.add(HostFiles.toAppend(directory.resolve("out")));
        if (Files.exists(directory.resolve("in"))) {
            standard.add(HostFiles.toRead(directory.resolve("in")));
        }
    }

    void closeStandard() {
        standard.forEach(SystemCall::close);
        standard.clear();
    }

    String output() throws IOException {
        return Files.readString(directory.resolve("out"), StandardCharsets.ISO_8859_1);
    }

    private static Program stopping(Program program, AtomicLong left) {
        List<Program.Entry> routines = program.routines().stream()
                .map(entry -> new Program.Entry(entry.name(), entry.locals(), guest -> {
                    if (left.get() == 0) {
                        throw new Stopped();
                    }
                    left.decrementAndGet();
                    entry.code().step(guest);
                }))
                .toList();
        return new Program(program.name(), program.version(), program.space(), routines, program.mainRoutine());
    }
}
