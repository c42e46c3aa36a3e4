package org.failuretransparency.harness.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.failuretransparency.checkpoint.Checkpoints;
import org.failuretransparency.guest.Program;

/// The experiment `checkpoint-interval`: a compute-bound program, with a checkpoint in each interval.
final class ComputationArm implements ArmWork {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final long WARM_UP_MILLIS = 500;
    private static final int WARM_UPS = 4;
    private static final int MOST_WARM_UPS = 10;
    private static final long KILLED_AFTER_CHECKPOINT = 2;

    private final ArmSetup.Guest guest;
    private final GuestRun run;
    private final Map<String, Double> values;

    ComputationArm(ArmSetup setup) {
        this(setup, Map.of());
    }

    private ComputationArm(ArmSetup setup, Map<String, Double> values) {
        this.guest = setup.requiredGuest();
        this.run = new GuestRun(setup, every(guest));
        this.values = values;
    }

    /// Goes on with a killed process, to its end; what it has shown by then is for the harness to compare.
    static ComputationArm recover(ArmSetup setup) {
        ArmSetup.Guest guest = setup.requiredGuest();
        GuestRun.Outcome outcome = new GuestRun(setup, every(guest)).recover(program(guest));
        if (outcome.recovery().isEmpty() || outcome.status() != 0) {
            throw new IllegalStateException("process was not recovered: status=" + outcome.status());
        }
        Map<String, Double> values = new LinkedHashMap<>(outcome.recoveryValues());
        values.put(ArmReply.SHOWN, shown(outcome.output()));
        return new ComputationArm(setup, values);
    }

    private static Checkpoints every(ArmSetup.Guest guest) {
        return new Checkpoints.Every(Duration.ofNanos(Math.round(guest.intervalMillis() * NANOS_PER_MILLI)));
    }

    private static Program program(ArmSetup.Guest guest) {
        return GuestPrograms.of(guest.program(), guest.workMillis());
    }

    /// What a run has shown, as a number to compare. Its lines differ from each other, and after a crash those since
    /// the last checkpoint come again: a line that repeats an earlier one is left out (§2.2.2).
    private static double shown(String output) {
        CRC32C crc = new CRC32C();
        crc.update(output.lines().distinct().collect(Collectors.joining("\n")).getBytes(StandardCharsets.ISO_8859_1));
        return crc.getValue();
    }

    @Override
    public Map<String, Double> values() {
        return values;
    }

    /// Short runs, since what is compiled does not depend on the interval.
    @Override
    public void warmUp(TrialLength length) {
        Program shorter = GuestPrograms.of(guest.program(), WARM_UP_MILLIS);
        WarmUp.untilNoFaster(WARM_UPS, MOST_WARM_UPS, () -> run.run(shorter).nanos());
    }

    @Override
    public ArmReply trial(TrialLength length) {
        GuestRun.Outcome outcome = run.run(program(guest));
        Map<String, Double> measured = new LinkedHashMap<>(outcome.values());
        measured.put(ArmReply.SHOWN, shown(outcome.output()));
        List<String> violations = new ArrayList<>(outcome.violations());
        outcome.statistics()
                .filter(counted -> counted.checkpoints() == 0)
                .ifPresent(
                        _ -> violations.add("ended before its first timed checkpoint: the work is too small for this "
                                + "machine: intervalMillis=" + guest.intervalMillis() + ", seconds="
                                + outcome.seconds()));
        return ArmReply.of(measured, violations);
    }

    @Override
    public void endless(Runnable started) {
        run.runPast(program(guest), KILLED_AFTER_CHECKPOINT, started);
    }

    @Override
    public void close() {}
}
