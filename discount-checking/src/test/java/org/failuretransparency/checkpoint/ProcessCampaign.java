package org.failuretransparency.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.failuretransparency.crashlab.ChildJvm;
import org.failuretransparency.crashlab.CrashPoint;
import org.failuretransparency.crashlab.RecordingStores;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Verdict;
import org.failuretransparency.theory.trace.Traces;

/// A process that is killed by `SIGKILL` again and again, each time in a child JVM that goes on with it, and at last
/// comes to its end.
///
/// Children die in turn at each named point, at a random moment of the program's run, and at one of its recovery.
///
/// **Threads**: one.
///
/// **Throws**: `AssertionError` when a child ends in another way.
final class ProcessCampaign {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String CHECKPOINT = "process.dc";
    private static final int MAX_RUN_MICROS = 60_000;
    private static final int MAX_RECOVERY_MICROS = 20_000;

    private final Path directory;
    private final StorageKind kind;
    private final String checkpoints;
    private final String program;
    private final SplittableRandom random;
    private final List<String> points = new ArrayList<>();
    private final Map<Stage, Integer> landed = new EnumMap<>(Stage.class);

    /// @param checkpoints a protocol or `every:MS`
    /// @param program its name and rounds, as [ProcessVictim] has it
    ProcessCampaign(Path directory, StorageKind kind, String checkpoints, String program, long seed) {
        this.directory = directory;
        this.kind = kind;
        this.checkpoints = checkpoints;
        this.program = program;
        this.random = new SplittableRandom(seed);
    }

    /// Adds a named point.
    ProcessCampaign killAt(CrashPoint point) {
        points.add(point.toString());
        return this;
    }

    /// Adds the stop point of that number in a child's life ([StopPoints]), those of its recovery included.
    ProcessCampaign killAtStop(int stop) {
        points.add(ProcessVictim.STOP + stop);
        return this;
    }

    /// Kills so many children and lets the next one live; returns the program's exit status.
    int run(int kills) {
        for (int generation = 0; generation < kills; generation++) {
            int turn = generation % (points.size() + 2);
            try (Stage.Word stage = new Stage.Word(directory.resolve("stage"))) {
                stage.set(Stage.STARTING);
                if (turn < points.size()) {
                    dieAt(points.get(turn));
                } else {
                    dieIn(turn == points.size() ? Stage.INTERVAL : Stage.RECOVERING, stage);
                }
                landed.merge(stage.get(), 1, Integer::sum);
            }
        }
        try (ChildJvm child = start(ProcessVictim.NO_POINT)) {
            String line = child.awaitLine("ended ", TIMEOUT);
            if (child.exitCode(TIMEOUT) != 0) {
                throw failure("exit code=" + child.exitCode(TIMEOUT), child);
            }
            return Integer.parseInt(line.substring("ended ".length()));
        }
    }

    /// The lines that the program has shown, in all its lives.
    List<String> shown() throws IOException {
        return Files.readAllLines(directory.resolve("out"));
    }

    /// What the checker says of its events, in all its lives.
    Verdict verdict() throws IOException {
        return CommitInvariant.check(Traces.read(List.of(directory.resolve("trace"))), Failures.SEVERAL);
    }

    /// How many kills landed in a stage.
    int landedIn(Stage stage) {
        return landed.getOrDefault(stage, 0);
    }

    private void dieAt(String point) {
        try (ChildJvm child = start(point)) {
            requireKilled(child);
        }
    }

    /// Lets a child live until some time after it has come to a stage or beyond.
    private void dieIn(Stage wanted, Stage.Word stage) {
        int maxMicros = wanted == Stage.INTERVAL ? MAX_RUN_MICROS : MAX_RECOVERY_MICROS;
        long moreNanos = 1000L * random.nextInt(maxMicros);
        try (ChildJvm child = start(ProcessVictim.NO_POINT)) {
            long deadlineNanos = System.nanoTime() + TIMEOUT.toNanos();
            while (stage.get().compareTo(wanted) < 0) {
                if (child.endsWithin(Duration.ofNanos(100_000)) || System.nanoTime() > deadlineNanos) {
                    throw failure("did not come to stage=" + wanted, child);
                }
            }
            if (child.endsWithin(Duration.ofNanos(moreNanos))) {
                throw failure("ended before it could be killed, exit code=" + child.exitCode(TIMEOUT), child);
            }
            child.kill(TIMEOUT);
        }
    }

    private void requireKilled(ChildJvm child) {
        int code = child.exitCode(TIMEOUT);
        if (code != ChildJvm.KILLED) {
            throw failure("exit code=" + code, child);
        }
    }

    private ChildJvm start(String point) {
        boolean production = point.equals(ProcessVictim.NO_POINT) || point.startsWith(ProcessVictim.STOP);
        List<String> flags = production ? List.of() : List.of(RecordingStores.FLAG);
        return ChildJvm.start(
                directory,
                flags,
                ProcessVictim.class,
                directory.toString(),
                CHECKPOINT,
                kind.label(),
                checkpoints,
                program,
                point);
    }

    private AssertionError failure(String what, ChildJvm child) {
        return new AssertionError("child failed: " + what + ", landed=" + landed + ", checkpoints=" + checkpoints
                + ", kind=" + kind.label() + ", directory=" + directory + ", error output=" + child.errorOutput());
    }

    @Override
    public String toString() {
        return kind.label() + " " + checkpoints + " " + program + ": kills landed in " + landed;
    }
}
