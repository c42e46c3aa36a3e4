package org.failuretransparency.harness.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failuretransparency.checkpoint.Checkpoints;
import org.failuretransparency.guest.Program;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.workloads.pages.PageLoop;

/// The experiment `checkpoint-size`: a loop that touches so many bytes and takes a checkpoint. Also a process that is
/// killed with so much in its log, for the time of its recovery.
final class PageLoopArm implements ArmWork {

    /// The memory of the process that is killed, and of the one that is not: as much as any place touches at least.
    private static final long KILLED_STATE_BYTES = 64L << 20;

    private static final long STATE_BYTES = 4L << 20;

    private static final Pattern LINE = Pattern.compile("rounds=([0-9]+) micros=([0-9]+)\n");
    private static final long WARM_UPS = 3;
    private static final long FIRST_ROUNDS = 8;
    private static final long MOST_ROUNDS = 1 << 22;
    private static final double MICROS_PER_MILLI = 1e3;

    private final ArmSetup setup;
    private final GuestRun run;
    private final Map<String, Double> values;
    private double roundMicros;

    PageLoopArm(ArmSetup setup) {
        this(setup, Map.of());
    }

    private PageLoopArm(ArmSetup setup, Map<String, Double> values) {
        this.setup = setup;
        this.run = new GuestRun(setup, new Checkpoints.Manually());
        this.values = values;
    }

    /// Goes on with a process that was killed in front of its second checkpoint, and looks at what it finds.
    static PageLoopArm recover(ArmSetup setup) {
        GuestRun run = new GuestRun(setup, new Checkpoints.Manually());
        GuestRun.Outcome outcome = run.recover(program(setup, KILLED_STATE_BYTES, FIRST_ROUNDS));
        if (outcome.recovery().isEmpty()) {
            throw new IllegalStateException("no process to go on with: directory=" + setup.directory());
        }
        if (outcome.status() != 0) {
            throw new IllegalStateException("recovered process is wrong: output=" + outcome.output());
        }
        return new PageLoopArm(setup, outcome.recoveryValues());
    }

    private static Program program(ArmSetup setup, long stateBytes, long rounds) {
        return PageLoop.program(new PageLoop.Settings(setup.rangeBytes(), stateBytes, WARM_UPS, rounds));
    }

    @Override
    public Map<String, Double> values() {
        return values;
    }

    @Override
    public void warmUp(TrialLength length) {
        double millis = 0;
        for (long rounds = FIRST_ROUNDS; millis < length.minMillis(); rounds = roundsFor(length)) {
            millis += rounds * timed(run.run(program(setup, STATE_BYTES, rounds))) / MICROS_PER_MILLI;
        }
    }

    /// Rounds that take about as long as a trial, by the last ones.
    private long roundsFor(TrialLength length) {
        return Math.clamp(
                Math.round(length.minMillis() * MICROS_PER_MILLI / Math.max(1e-3, roundMicros)),
                FIRST_ROUNDS,
                MOST_ROUNDS);
    }

    /// The microseconds of a round.
    private double timed(GuestRun.Outcome outcome) {
        Matcher line = LINE.matcher(outcome.output());
        if (!line.matches()) {
            throw new IllegalStateException("not what the program says: output=" + outcome.output());
        }
        roundMicros = Double.parseDouble(line.group(2)) / Double.parseDouble(line.group(1));
        return roundMicros;
    }

    @Override
    public ArmReply trial(TrialLength length) {
        long rounds = roundsFor(length);
        GuestRun.Outcome outcome = run.run(program(setup, STATE_BYTES, rounds));
        Map<String, Double> measured = new LinkedHashMap<>();
        measured.put(Metric.CHECKPOINT_TIME.id(), timed(outcome));
        outcome.statistics().ifPresent(counted -> measured.putAll(GuestRun.Outcome.logValues(counted)));
        measured.put(Metric.ALLOCATED_BYTES.id(), (double) outcome.allocatedBytes() / rounds);
        return ArmReply.of(measured, outcome.violations());
    }

    /// Says so when the log is full of the second interval, and stays there.
    @Override
    public void endless(Runnable started) {
        run.runPast(program(setup, KILLED_STATE_BYTES, FIRST_ROUNDS), 2, () -> {
            started.run();
            while (true) {
                LockSupport.park();
            }
        });
    }

    @Override
    public void close() {}
}
