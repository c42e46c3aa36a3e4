package org.failuretransparency.crashlab;

import org.failuretransparency.os.Processes;

/// Counts a child's steps and kills it at its point. Production code has no hooks: stores are counted where they pass
/// the store seam, writes and syncs where they pass a [CountedRegions].
///
/// **Threads**: one.
final class CrashPoints implements RecordingStores.Watcher {

    private final CrashPoint point;
    private CrashPoint.Phase phase = CrashPoint.Phase.RECOVERY;
    private long count;

    CrashPoints(CrashPoint point) {
        this.point = point;
    }

    void enter(CrashPoint.Phase next) {
        phase = next;
    }

    @Override
    public void before(StepKind kind) {
        if (kind == point.kind() && phase == point.phase() && ++count == point.count()) {
            Processes.kill(ProcessHandle.current().pid());
        }
    }

    @Override
    public void stored(StepKind kind, int region, long offset, long lengthBytes) {}

    @Override
    public void fenced() {}
}
