package org.failuretransparency.harness.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.failuretransparency.crashlab.ChildJvm;
import org.failuretransparency.crashlab.RecordingStores;
import org.failuretransparency.crashlab.RioKills;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.X;

/// The experiment `crash`: kills of processes that store into bare regions (claim R1), and crashes at every step of
/// recovery (V20). Kills of Vista and RVM under the workloads are part of their series and are recorded here too.
final class CrashRun {

    /// What was being done when the crash struck, in the column `process`.
    private static final String RECOVERY = "recovery";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Places places;
    private final Recorder recorder;
    private final long seed;

    CrashRun(Places places, Recorder recorder, long seed) {
        this.places = places;
        this.recorder = recorder;
        this.seed = seed;
    }

    /// What is not in the results yet.
    void run(int kills) {
        Arm bare = Arm.of(Cell.NONE, Params.none());
        if (!recorder.isFinished(Experiment.CRASH.id(), bare, X.none(), 0)) {
            RioKills.Outcome outcome = RioKills.run(places.rio().resolve("kills"), kills, new SplittableRandom(seed));
            recorder.once(
                    Experiment.CRASH.id(),
                    bare,
                    X.none(),
                    Map.of(
                            Metric.CRASHES_LANDED, (double) outcome.kills(),
                            Metric.VIOLATIONS, (double) outcome.lostStores()));
        }
        for (Cell cell : List.of(Cell.VISTA, Cell.RVM_RIO)) {
            Arm arm = new Arm(cell, "", RECOVERY, Params.none());
            if (!recorder.isFinished(Experiment.CRASH.id(), arm, X.none(), 0)) {
                recoveries(arm);
            }
        }
    }

    private void recoveries(Arm arm) {
        try {
            Path directory = Files.createDirectories(places.rio().resolve(RECOVERY));
            List<String> flags = List.of(RecordingStores.FLAG);
            try (ChildJvm child = ChildJvm.start(
                    directory, flags, RecoveryCrashes.class, arm.cell().system())) {
                String line = child.nextLine(PATIENCE)
                        .orElseThrow(() -> new RunException("crashes in recovery gave no answer: arm=" + arm));
                ArmReply reply = new ObjectMapper().readValue(line, ArmReply.class);
                recorder.once(
                        Experiment.CRASH.id(),
                        arm,
                        X.none(),
                        Map.of(
                                Metric.CASES,
                                reply.values().getOrDefault(Metric.CASES.id(), 0.0),
                                Metric.VIOLATIONS,
                                (double) reply.violations().size()));
                Recorder.requireValid(arm + " recovered after a crash in recovery", reply.violations());
            }
        } catch (IOException e) {
            throw new RunException("crashes in recovery did not run: arm=" + arm, e);
        }
    }
}
