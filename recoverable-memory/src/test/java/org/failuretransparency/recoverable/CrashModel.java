package org.failuretransparency.recoverable;

import org.failuretransparency.crashlab.CrashImages;
import org.failuretransparency.crashlab.Effort;
import org.failuretransparency.crashlab.Mutants;
import org.failuretransparency.crashlab.Trace;
import org.failuretransparency.rio.StorageKind;

/// The crashes that a recorded program is put through.
public enum CrashModel {
    RIO_KILL(StorageKind.RIO, false),
    DISK_KILL(StorageKind.DISK, false),
    DISK_POWER_LOSS(StorageKind.DISK, true);

    private final StorageKind kind;
    private final boolean powerLoss;

    CrashModel(StorageKind kind, boolean powerLoss) {
        this.kind = kind;
        this.powerLoss = powerLoss;
    }

    /// The storage that the program is recorded on.
    public StorageKind kind() {
        return kind;
    }

    /// What these crashes leave of a program.
    public CrashImages images(Trace trace, Effort effort) {
        return powerLoss ? CrashImages.afterPowerLoss(trace, effort) : CrashImages.afterKill(trace, effort);
    }

    /// Which mutants of a program's trace its oracle catches; of each, up to `images` images a window.
    public Mutants.Verdict judgeMutants(RecordedProgram program, int images) {
        Effort all = new Effort(images, 0, 1);
        return Mutants.of(program.trace(), program.firstMutated()).judge(trace -> images(trace, all), program.oracle());
    }
}
