package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Program;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.theory.equivalence.Equivalence;

/// Crashes a program under recovery at each point in turn: before and after each of its system calls, between a call
/// and its record, before and after each commit and each operation on files; and once more inside of the recovery after
/// it. The checkpoint's files are then what a kill at that point leaves, since they are copied there and put back when
/// the process has been let go. What it shows in all its lives must be a failure-free output by Definition 2.
final class CrashedEverywhere {

    private static final int RECOVERY_POINTS = 12;
    private static final Set<String> NOT_IN_AN_INTERVAL = Set.of("commit", "after commit", "restore", "after restore");

    private final Path directory;
    private final Path kept;
    private final StoppedRuns runs;
    private int status;
    private int landed;
    private int landedInIntervals;
    private int landedInRecovery;

    private CrashedEverywhere(Path directory, StoppedRuns runs) throws IOException {
        this.directory = directory;
        this.kept = Files.createDirectories(directory.resolve("kept"));
        this.runs = runs;
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash(String where) {
            super(where);
        }
    }

    /// Keeps the files at the point of that number, and crashes.
    private final class CrashAt implements StopPoints {
        private final int point;
        private int reached;

        CrashAt(int point) {
            this.point = point;
        }

        @Override
        public void reached(String what) {
            if (++reached == point) {
                copy(directory, kept);
                throw new Crash(what);
            }
        }
    }

    /// @param every which of the points, from the first one on
    static void requireEquivalentOutput(
            Path directory, StorageKind kind, Supplier<Program> programs, Consumer<Descriptors> lender, int every)
            throws IOException {
        StoppedRuns runs = new StoppedRuns(directory, kind, programs, lender);
        StoppedRuns.Run plain = runs.plain();
        List<String> failureFree = plain.output().lines().toList();
        assertThat(failureFree).isNotEmpty();
        CrashedEverywhere crashed = new CrashedEverywhere(directory, runs);
        int tried = 0;
        for (int point = 1; crashed.landed == tried; point += every) {
            tried++;
            StoppedRuns.Run run = crashed.run(point);
            assertThat(run.output().lines().toList())
                    .as("output, crashed at point %d", point)
                    .matches(shown -> Equivalence.DUPLICATE_EARLIER.equivalent(shown, failureFree));
            assertThat(run.status()).as("status, crashed at point %d", point).isEqualTo(plain.status());
        }
        assertThat(crashed.landed).as(crashed.toString()).isGreaterThan(100 / every);
        assertThat(crashed.landedInIntervals).as(crashed.toString()).isGreaterThan(crashed.landed / 2);
        assertThat(crashed.landedInRecovery).as(crashed.toString()).isGreaterThan(crashed.landed / 3);
    }

    private StoppedRuns.Run run(int point) throws IOException {
        runs.openStandard();
        try {
            int landedBefore = landed;
            landed += isCrashed(new CrashAt(point)) ? 1 : 0;
            if (landed > landedBefore) {
                landedInRecovery += isCrashed(new CrashAt(1 + point % RECOVERY_POINTS)) ? 1 : 0;
                try (DiscountChecking process = runs.open(StopPoints.NONE)) {
                    status = process.run();
                }
            }
            return new StoppedRuns.Run(runs.output(), status, 0, landed - landedBefore);
        } finally {
            runs.closeStandard();
        }
    }

    /// Whether it crashed before its end.
    private boolean isCrashed(CrashAt point) throws IOException {
        try (DiscountChecking process = runs.open(point)) {
            status = process.run();
            return false;
        } catch (Crash e) {
            if (!NOT_IN_AN_INTERVAL.contains(e.getMessage())) {
                landedInIntervals++;
            }
        }
        delete(directory);
        copy(kept, directory);
        delete(kept);
        return true;
    }

    private static List<Path> checkpointFiles(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.filter(file -> file.getFileName().toString().startsWith(StoppedRuns.NAME))
                    .toList();
        }
    }

    private static void copy(Path from, Path to) {
        try {
            for (Path file : checkpointFiles(from)) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path from) throws IOException {
        for (Path file : checkpointFiles(from)) {
            Files.delete(file);
        }
    }

    @Override
    public String toString() {
        return "crashes landed=" + landed + ", in intervals=" + landedInIntervals + ", in recovery=" + landedInRecovery;
    }
}
