package org.failuretransparency.rvm;

import org.HdrHistogram.Histogram;

/// What an RVM has done since it was opened.
///
/// **Threads**: one, that of the memory.
public final class RvmStatistics {

    private static final long LONGEST_NANOS = 3_600_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Histogram flushNanos = new Histogram(LONGEST_NANOS, SIGNIFICANT_DIGITS);
    private final Histogram truncationNanos = new Histogram(LONGEST_NANOS, SIGNIFICANT_DIGITS);
    private long loggedBytes;
    private long truncatedBytes;

    RvmStatistics() {}

    void flushed(long bytes, long nanos) {
        loggedBytes += bytes;
        flushNanos.recordValue(withinRange(nanos));
    }

    void truncated(long bytes, long nanos) {
        truncatedBytes += bytes;
        truncationNanos.recordValue(withinRange(nanos));
    }

    private static long withinRange(long nanos) {
        return Math.clamp(nanos, 0, LONGEST_NANOS);
    }

    /// Flushes of the log, each one write and one sync.
    public long flushes() {
        return flushNanos.getTotalCount();
    }

    /// How long each took, in nanoseconds; of modelled disks in the time of their clock. A copy.
    public Histogram flushNanos() {
        return flushNanos.copy();
    }

    /// Bytes of log records that were flushed.
    public long loggedBytes() {
        return loggedBytes;
    }

    /// Truncations of the log while it was in use; those of opening and closing are not counted.
    public long truncations() {
        return truncationNanos.getTotalCount();
    }

    /// How long each took, in nanoseconds. A copy.
    public Histogram truncationNanos() {
        return truncationNanos.copy();
    }

    /// Bytes that truncations wrote to the database.
    public long truncatedBytes() {
        return truncatedBytes;
    }
}
