package org.failuretransparency.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.failuretransparency.checkpoint.CheckpointOptions;
import org.failuretransparency.checkpoint.Checkpoints;
import org.failuretransparency.checkpoint.DiscountChecking;
import org.failuretransparency.checkpoint.ProcessRecovery;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.GuestException;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Program;
import org.failuretransparency.rio.StorageKind;

/// How long does the library take to go on with a process of 64 MB, by how much log there is: before-images on `rio`,
/// checkpoints that are not in the image yet on a disk?
///
/// A guest stores to all of its pages and is checkpointed; then it stores to some of them, and is killed: on `rio`
/// before it is checkpointed again, on a disk behind that. Its files are kept as the kill leaves them, and put back
/// before each recovery. So they are in the page cache, which they are not after a power loss; starting the JVM is not
/// in it either.
///
/// **Hypothesis**: with 1 MB of undo log under 20 ms on `rio`; linear in the log's length.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="9 rio disk"
/// -Dbench.main=org.failuretransparency.benchmarks.RecoveryTime` (recoveries of each, storages). Lines without `#` are
/// CSV: medians, in microseconds from the manifest's opening until the process could go on.
///
/// **Verified**: after each recovery the pages hold what they held at the last checkpoint, and as many bytes of the log
/// were read as were stored to.
public final class RecoveryTime implements AutoCloseable {

    private static final int PAGE_BYTES = AddressSpace.PAGE_BYTES;
    private static final int STATE_PAGES = (64 << 20) / PAGE_BYTES;
    private static final int PAGES_A_STEP = 256;
    private static final int WARM_UP = 3;
    private static final int[] LOG_KILOBYTES = {4, 64, 512, 1024, 4096, 8192, 16_384, 32_768};
    private static final String NAME = "state.dc";

    private static final long FILLED = 1;
    private static final long CHANGED = 2;
    private static final int PAGE = 0;

    private final Workspace workspace;
    private final Path files;
    private final Path kept;
    private final StorageKind kind;
    private final int recoveries;

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private RecoveryTime(StorageKind kind, int recoveries) throws IOException {
        this.kind = kind;
        this.recoveries = recoveries;
        this.workspace = Workspace.of(kind);
        this.files = Files.createDirectory(workspace.folder().resolve("files"));
        this.kept = Files.createDirectory(workspace.folder().resolve("kept"));
    }

    public static void main(String[] arguments) throws IOException {
        int recoveries = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        List<String> storages =
                arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : List.of("rio", "disk");
        System.out.println("storage,state_mb,log_kb,recovery_us");
        for (String storage : storages) {
            try (RecoveryTime measured = new RecoveryTime(StorageKind.of(storage), recoveries)) {
                measured.run();
            }
        }
    }

    private void run() throws IOException {
        fill();
        SimpleRegression fit = new SimpleRegression();
        for (int kilobytes : LOG_KILOBYTES) {
            int pages = kilobytes * 1024 / PAGE_BYTES;
            restore();
            leave(pages);
            List<Double> micros = new ArrayList<>();
            for (int i = 0; i < WARM_UP + recoveries; i++) {
                restore();
                double taken = recover(pages) / 1e3;
                if (i >= WARM_UP) {
                    micros.add(taken);
                }
            }
            double median =
                    Medians.of(micros.stream().mapToDouble(Double::doubleValue).toArray());
            fit.addData(kilobytes / 1024.0, median);
            System.out.printf(
                    Locale.ROOT, "%s,%d,%d,%.0f%n", kind.label(), STATE_PAGES * PAGE_BYTES >> 20, kilobytes, median);
            putBackFilled();
        }
        System.out.printf(
                Locale.ROOT,
                "# %s: %.0f us and %.0f us a MB of log, R2 %.3f%n",
                kind.label(),
                fit.getIntercept(),
                fit.getSlope(),
                fit.getRSquare());
    }

    /// The program in the life in which it stores to all pages, or to some and comes to its end.
    private static Program program(int pages, boolean checkpointed, Runnable beforeTheKill) {
        return new Program(
                "state",
                1,
                new AddressSpace((long) STATE_PAGES * PAGE_BYTES, 0, 1 << 16),
                List.of(new Program.Entry("main", 2, guest -> step(guest, pages, checkpointed, beforeTheKill))),
                0);
    }

    private static void step(Guest g, int pages, boolean checkpointed, Runnable beforeTheKill) {
        switch (g.point()) {
            case 0 -> {
                if (store(g, STATE_PAGES, FILLED)) {
                    g.resumeAt(1);
                    g.checkpoint();
                }
            }
            case 1 -> {
                if (pages == 0) {
                    beforeTheKill.run();
                    throw new Killed();
                }
                if (store(g, pages, CHANGED)) {
                    g.resumeAt(2);
                    if (checkpointed) {
                        g.checkpoint();
                    }
                }
            }
            default -> {
                beforeTheKill.run();
                throw new Killed();
            }
        }
    }

    /// Stores to some of the pages, spread over all of them; whether it was the last ones.
    private static boolean store(Guest g, int pages, long value) {
        long page = g.local(PAGE);
        long last = Math.min(pages, page + PAGES_A_STEP);
        for (; page < last; page++) {
            g.memory().putLong(address(page, pages), value);
        }
        g.local(PAGE, last == pages ? 0 : last);
        return last == pages;
    }

    private static long address(long page, int pages) {
        return page * (STATE_PAGES / pages) * PAGE_BYTES;
    }

    private CheckpointOptions options() {
        return CheckpointOptions.defaults().withStorage(kind).withCheckpoints(new Checkpoints.Manually());
    }

    private DiscountChecking open(Program program, CheckpointOptions options) {
        return DiscountChecking.open(program, files.resolve(NAME), options, new Descriptors());
    }

    /// Leaves the files of a process that is checkpointed with all pages stored to, and whose log is empty.
    private void fill() throws IOException {
        kill(0, false, () -> {});
        try (DiscountChecking process = open(program(0, false, () -> {}), options())) {
            require(process.recovery().isPresent(), "no process");
        }
        copy(files, kept.resolveSibling("filled"));
        copy(files, kept);
    }

    /// Leaves the files of the process killed after it stored to that many pages.
    private void leave(int pages) {
        kill(pages, kind.forces(), () -> copy(files, kept));
    }

    private void kill(int pages, boolean checkpointed, Runnable beforeTheKill) {
        try (DiscountChecking process = open(program(pages, checkpointed, beforeTheKill), options())) {
            process.run();
            throw new IllegalStateException("the program came to its end");
        } catch (GuestException.StepFailed e) {
            if (!(e.getCause() instanceof Killed)) {
                throw e;
            }
        }
    }

    /// Nanoseconds that going on with it takes.
    private long recover(int pages) {
        long expected = kind.forces() ? CHANGED : FILLED;
        CheckpointOptions options =
                options().withOnRecovery((memory, recovery) -> requirePages(memory, pages, expected));
        try (DiscountChecking process = open(program(pages, kind.forces(), () -> {}), options)) {
            Optional<ProcessRecovery> recovery = process.recovery();
            require(recovery.isPresent(), "no process");
            long logBytes = recovery.orElseThrow().logBytes();
            require(logBytes >= (long) pages * PAGE_BYTES, "log is too short: bytes=" + logBytes);
            return recovery.orElseThrow().nanos();
        }
    }

    private static void requirePages(Memory memory, int pages, long expected) {
        for (int page = 0; page < pages; page++) {
            require(memory.getLong(address(page, pages)) == expected, "page is not what it was: page=" + page);
        }
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException(what);
        }
    }

    private void restore() throws IOException {
        copy(kept, files);
    }

    private void putBackFilled() {
        copy(kept.resolveSibling("filled"), kept);
    }

    /// Copies a process's files over others of the same names.
    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to);
            try (Stream<Path> all = Files.list(from)) {
                for (Path file : all.toList()) {
                    if (file.getFileName().toString().startsWith(NAME)) {
                        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        workspace.close();
    }
}
