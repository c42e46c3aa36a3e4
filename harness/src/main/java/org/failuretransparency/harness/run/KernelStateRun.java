package org.failuretransparency.harness.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.workloads.kernel.DatagramEcho;
import org.failuretransparency.workloads.kernel.TcpPeer;

/// Kills of a process that has files, sockets, a TCP connection, signals, a timer, page protections and a terminal
/// (claim C8): part of the experiment `crash`. The peers that it talks with are threads here, and are not killed.
final class KernelStateRun {

    /// What is killed, in the column `process`.
    static final String KERNEL_STATE = "kernel-state";

    private static final Set<StorageKind> KILLED_ON = EnumSet.of(StorageKind.RIO, StorageKind.DISK);
    private static final int ROUNDS_PER_KILL = 40;
    private static final long SHORTEST_LIFE_NANOS = 1_000_000;
    private static final long LONGEST_LIFE_NANOS = 80_000_000;
    private static final TrialLength ANY = new TrialLength(1, 1);

    private final Places places;
    private final Recorder recorder;
    private final SplittableRandom random;

    KernelStateRun(Places places, Recorder recorder, long seed) {
        this.places = places;
        this.recorder = recorder;
        this.random = new SplittableRandom(seed);
    }

    /// What is not in the results yet.
    void run(Set<StorageKind> storages, int kills) {
        for (StorageKind storage : storages) {
            Arm arm = new Arm(new Cell("dc", storage.label()), "cpvs", KERNEL_STATE, Params.none());
            if (KILLED_ON.contains(storage) && !recorder.isFinished(Experiment.CRASH.id(), arm, X.none(), 0)) {
                kill(arm, storage, kills);
            }
        }
    }

    private void kill(Arm arm, StorageKind storage, int kills) {
        try (DatagramEcho echo = new DatagramEcho();
                TcpPeer peer = new TcpPeer()) {
            String program = KernelStateArm.parameters(echo.port(), peer.address(), ROUNDS_PER_KILL * kills);
            ArmSetup setup = ArmSetup.guest(
                    Workloads.KERNEL_STATE,
                    arm.cell(),
                    places.of(storage).resolve(KERNEL_STATE),
                    new ArmSetup.Guest(program, 0, 0),
                    0);
            for (int life = 0; life < kills; life++) {
                try (ArmProcess victim = ArmProcess.start(arm.toString(), Optional.empty())) {
                    victim.ask(ArmRequest.of(life == 0 ? ArmRequest.Call.OPEN : ArmRequest.Call.RECOVER, setup));
                    victim.ask(ArmRequest.of(ArmRequest.Call.ENDLESS));
                    // Not a wait for anything: the moment of the kill is random.
                    LockSupport.parkNanos(random.nextLong(SHORTEST_LIFE_NANOS, LONGEST_LIFE_NANOS));
                    victim.kill();
                }
                requireCheckpoint(arm, setup, life + 1);
            }
            try (ArmProcess last = ArmProcess.start(arm.toString(), Optional.empty())) {
                last.ask(ArmRequest.of(ArmRequest.Call.RECOVER, setup));
                List<String> violations =
                        last.ask(ArmRequest.of(ArmRequest.Call.TRIAL, ANY)).violations();
                recorder.once(
                        Experiment.CRASH.id(),
                        arm,
                        X.none(),
                        Map.of(
                                Metric.CRASHES_LANDED, (double) kills,
                                Metric.VIOLATIONS, (double) violations.size()));
                Recorder.requireValid(arm + " after " + kills + " kills", violations);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A kill landed if it left a checkpoint. A program that had ended before would begin anew, and its lines would be
    /// taken for those that a process shows twice.
    private static void requireCheckpoint(Arm arm, ArmSetup setup, int kill) {
        if (!Files.exists(setup.path().resolve(GuestRun.CHECKPOINT))) {
            throw new RunException("the program ended before it was killed: arm=" + arm + ", kill=" + kill);
        }
    }
}
