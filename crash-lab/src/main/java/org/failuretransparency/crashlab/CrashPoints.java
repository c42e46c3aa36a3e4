package org.failuretransparency.crashlab;

import org.failuretransparency.os.Processes;
import org.failuretransparency.rio.Regions;

/// Counts a child's steps and kills it at its point. Production code has no hooks: stores are counted where they pass
/// the store seam, writes and syncs where they pass the regions of [#counting].
///
/// The child's JVM must have been started with [RecordingStores#FLAG].
///
/// **Threads**: one.
public final class CrashPoints implements RecordingStores.Watcher {

    private final CrashPoint point;
    private CrashPoint.Phase phase = CrashPoint.Phase.RECOVERY;
    private long count;

    /// The child is in the phase [CrashPoint.Phase#RECOVERY] until it says otherwise.
    public CrashPoints(CrashPoint point) {
        this.point = point;
    }

    /// The same regions, with their steps counted.
    public Regions counting(Regions regions) {
        return new CountedRegions(regions, this);
    }

    /// Says that the next phase begins.
    public void enter(CrashPoint.Phase next) {
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
