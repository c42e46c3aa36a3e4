package org.failuretransparency.harness.run;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.rio.StorageKind;

/// How long going on with a process takes, by what is in its log: a process of 64 MB is killed in front of a
/// checkpoint, with so many bytes touched since the last one, and another JVM goes on with it. Part of the experiment
/// `checkpoint-size`; the dissertation leaves it open.
final class RecoveryRun {

    /// The part of the experiment, in the column `process`.
    static final String RECOVERY = "recovery";

    private static final Set<StorageKind> MEASURED = EnumSet.of(StorageKind.RIO, StorageKind.DISK);
    private static final int REHEARSALS = 3;

    private final Profile profile;
    private final Places places;
    private final Recorder recorder;
    private final Progress progress;

    RecoveryRun(Profile profile, Places places, Recorder recorder, Progress progress) {
        this.profile = profile;
        this.places = places;
        this.recorder = recorder;
        this.progress = progress;
    }

    /// Measures what is not in the results yet.
    void run(Set<StorageKind> storages) {
        storages.stream().filter(MEASURED::contains).forEach(this::run);
    }

    private void run(StorageKind storage) {
        Arm arm = new Arm(new Cell("dc", storage.label()), "", RECOVERY, Params.none());
        List<Integer> sizes = profile.checkpoints().touchedBytes();
        try (ArmProcess survivor = ArmProcess.start(arm.toString(), Optional.empty())) {
            // What a first recovery loads and compiles is not the log's.
            for (int i = 0; i < REHEARSALS; i++) {
                killAndRecover(survivor, arm, sizes.getFirst());
            }
            for (int block = 0; block < profile.checkpoints().blocks(); block++) {
                for (int bytes : sizes) {
                    X x = X.bytes(Params.BYTES, bytes);
                    if (!recorder.isFinished(Experiment.CHECKPOINT_SIZE.id(), arm, x, block)) {
                        progress.doing("killing and recovering " + arm + " with " + bytes + " bytes touched");
                        ArmReply reply = killAndRecover(survivor, arm, bytes);
                        recorder.rowsOf(Experiment.CHECKPOINT_SIZE).add(arm, x, block, valuesOf(reply), true);
                    }
                }
            }
        }
    }

    private static Map<Metric, Double> valuesOf(ArmReply reply) {
        return Map.of(
                Metric.RECOVERY_TIME, reply.values().getOrDefault(Metric.RECOVERY_TIME.id(), 0.0),
                Metric.LOG_BYTES, reply.values().getOrDefault(Metric.LOG_BYTES.id(), 0.0));
    }

    private ArmReply killAndRecover(ArmProcess survivor, Arm arm, int bytes) {
        ArmSetup setup = setup(arm, bytes);
        try (ArmProcess victim = ArmProcess.start(arm.toString(), Optional.empty())) {
            victim.ask(ArmRequest.of(ArmRequest.Call.OPEN, setup));
            victim.ask(ArmRequest.of(ArmRequest.Call.ENDLESS));
            victim.kill();
        }
        return survivor.ask(ArmRequest.of(ArmRequest.Call.RECOVER, setup));
    }

    private ArmSetup setup(Arm arm, int bytes) {
        StorageKind storage = StorageKind.of(arm.cell().storage());
        return ArmSetup.guest(
                Workloads.CHECKPOINT_SIZE, arm.cell(), places.of(storage).resolve(RECOVERY), null, bytes);
    }
}
