package org.failuretransparency.crashlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.failuretransparency.rio.StorageKind;

/// Many generations of a program, each killed by `SIGKILL` and recovered by the next, which checks that it finds
/// every operation that was promised and no half of one.
/// ```java
/// Campaign.Outcome outcome = Campaign.of(BankVictim.class, StorageKind.RIO, directory, 1)
///         .killAt(CrashPoint.inWork(StepKind.PUBLISH, 3))
///         .killAt(CrashPoint.inRecovery(StepKind.STORE, 2))
///         .run(20);
/// ```
/// Generations die in turn at each named point and at a random moment.
///
/// **Threads**: one.
///
/// **Throws**: `AssertionError` when a generation breaks a promise, ends by itself, or when no kill of the whole
/// campaign landed in the middle of an operation or a recovery.
public final class Campaign {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /// How long a generation may take to reach its point; one that does not is killed then, and counts as killed by
    /// chance.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MAX_MOMENT_MICROS = 50_000;

    private final Class<? extends Victim> victim;
    private final StorageKind kind;
    private final Path directory;
    private final long seed;
    private final List<CrashPoint> points = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();

    private Campaign(Class<? extends Victim> victim, StorageKind kind, Path directory, long seed) {
        this.victim = victim;
        this.kind = kind;
        this.directory = directory;
        this.seed = seed;
    }

    /// A campaign whose regions lie in `directory`; the random moments follow from the seed as far as a machine lets
    /// them.
    public static Campaign of(Class<? extends Victim> victim, StorageKind kind, Path directory, long seed) {
        return new Campaign(victim, kind, directory, seed);
    }

    /// What became of the generations.
    ///
    /// @param kills how many were killed
    /// @param inOperation of these, in the middle of an operation
    /// @param inRecovery of these, while they recovered
    /// @param atPoint of these, at their named point
    /// @param operations number of operations that the last recovery found
    public record Outcome(int kills, int inOperation, int inRecovery, int atPoint, long operations) {

        void requireLanded() {
            if (inOperation + inRecovery == 0) {
                throw new AssertionError("no kill landed in an operation or a recovery: " + this);
            }
        }
    }

    /// Adds a named point. Generations with one run on recorded stores, the others on the bare ones.
    public Campaign killAt(CrashPoint point) {
        points.add(point);
        return this;
    }

    /// Adds a flag to the children's JVMs, for example a system property that the victim reads.
    public Campaign flag(String flag) {
        flags.add(flag);
        return this;
    }

    /// Runs so many generations that are killed, and then one that recovers and ends by itself.
    public Outcome run(int generations) {
        Outcome outcome = new Outcome(0, 0, 0, 0, 0);
        SplittableRandom random = new SplittableRandom(seed);
        makeDirectory();
        for (int generation = 0; generation < generations; generation++) {
            int turn = generation % (points.size() + 1);
            Optional<CrashPoint> point = turn < points.size() ? Optional.of(points.get(turn)) : Optional.empty();
            Duration moment = Duration.ofNanos(1000L * random.nextInt(MAX_MOMENT_MICROS));
            outcome = count(outcome, die(point, moment, generation));
        }
        outcome.requireLanded();
        return new Outcome(
                outcome.kills(), outcome.inOperation(), outcome.inRecovery(), outcome.atPoint(), last(generations));
    }

    /// Lets a generation live until its point, or a moment after its first operation has begun; returns whether it died
    /// at its point.
    private boolean die(Optional<CrashPoint> point, Duration moment, int generation) {
        try (ChildJvm child = start(point.map(CrashPoint::toString).orElse(VictimMain.NO_POINT), Long.MAX_VALUE / 2)) {
            Optional<String> line = child.nextLine(TIMEOUT);
            if (line.isEmpty()) {
                requireKilled(child, generation);
                return true;
            }
            long recovered = requireRecovered(line.get(), child, generation);
            awaitFirstOperation(child, recovered);
            boolean pointIsAhead = point.filter(ahead -> ahead.phase() == CrashPoint.Phase.WORK)
                    .isPresent();
            if (child.endsWithin(pointIsAhead ? PATIENCE : moment)) {
                requireKilled(child, generation);
                return true;
            }
            child.kill(TIMEOUT);
            return false;
        }
    }

    private void awaitFirstOperation(ChildJvm child, long recovered) {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        try (Progress progress = Progress.in(progressFile())) {
            while (progress.marks().started() <= recovered && System.nanoTime() < deadlineNanos) {
                if (child.endsWithin(Duration.ofMillis(1))) {
                    return;
                }
            }
        }
    }

    private long last(int generation) {
        try (ChildJvm child = start(VictimMain.NO_POINT, 0)) {
            String line = child.nextLine(TIMEOUT).orElse("ended without recovering");
            long operations = requireRecovered(line, child, generation);
            int code = child.exitCode(TIMEOUT);
            if (code != 0) {
                throw broken(child, generation, "exit code=" + code);
            }
            return operations;
        }
    }

    private long requireRecovered(String line, ChildJvm child, int generation) {
        if (!line.startsWith(VictimMain.RECOVERED)) {
            throw broken(child, generation, line);
        }
        return Long.parseLong(line.substring(VictimMain.RECOVERED.length()));
    }

    private void requireKilled(ChildJvm child, int generation) {
        int code = child.exitCode(TIMEOUT);
        if (code != ChildJvm.KILLED) {
            throw broken(child, generation, "exit code=" + code);
        }
    }

    private AssertionError broken(ChildJvm child, int generation, String what) {
        return new AssertionError("generation failed: generation=" + generation + ", seed=" + seed + ", directory="
                + directory + ", what=" + what + ", error output=" + child.errorOutput());
    }

    private Outcome count(Outcome before, boolean atPoint) {
        try (Progress progress = Progress.in(progressFile())) {
            Marks marks = progress.marks();
            boolean inOperation = !progress.isRecovering() && marks.started() > marks.completed();
            return new Outcome(
                    before.kills() + 1,
                    before.inOperation() + (inOperation ? 1 : 0),
                    before.inRecovery() + (progress.isRecovering() ? 1 : 0),
                    before.atPoint() + (atPoint ? 1 : 0),
                    0);
        }
    }

    private ChildJvm start(String point, long operations) {
        List<String> all = new ArrayList<>(flags);
        if (!point.equals(VictimMain.NO_POINT)) {
            all.add(RecordingStores.FLAG);
        }
        return ChildJvm.start(
                directory,
                all,
                VictimMain.class,
                directory.toString(),
                kind.label(),
                victim.getName(),
                point,
                Long.toString(operations));
    }

    private void makeDirectory() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path progressFile() {
        return directory.resolve("progress");
    }
}
