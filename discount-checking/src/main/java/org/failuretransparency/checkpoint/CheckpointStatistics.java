package org.failuretransparency.checkpoint;

/// What the checkpoints of a run have cost so far; without the first one, that makes a process, and the last one, in
/// which it ends.
///
/// **Threads**: as its process.
public final class CheckpointStatistics {

    private long checkpoints;
    private long logBytes;
    private long maxLogBytes;

    void taken(long intervalLogBytes) {
        checkpoints++;
        logBytes += intervalLogBytes;
        maxLogBytes = Math.max(maxLogBytes, intervalLogBytes);
    }

    /// Checkpoints taken by this run.
    public long checkpoints() {
        return checkpoints;
    }

    /// Bytes of the log at each of them, all together.
    public long logBytes() {
        return logBytes;
    }

    /// The largest of them.
    public long maxLogBytes() {
        return maxLogBytes;
    }
}
