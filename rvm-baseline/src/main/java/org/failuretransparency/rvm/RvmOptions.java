package org.failuretransparency.rvm;

import java.nio.file.Path;
import java.util.Optional;
import org.failuretransparency.recoverable.RedoLog;
import org.failuretransparency.rio.Protection;

/// How an RVM is made and run. All but the log's length may differ from one opening to the next.
///
/// @param logBytes length of the log's region, at least [RedoLog#MIN_REGION_BYTES]; 0: a tenth of the database, but at
///     least [#MIN_DEFAULT_LOG_BYTES]. Opening takes the log as it is
/// @param groupCommits transactions that share one write and one sync (group commit), at least 1
/// @param truncateAtFraction how full the log is when it is truncated, 0.1 to 0.9. One transaction can have the rest of
/// it
/// @param copyDirectory where the in-memory copy of the database lives: as an unlinked file in this directory, which
///     the kernel can page out under a memory limit; empty: in anonymous memory
/// @param protection of the two regions' mappings
/// @source §3.5 (a log of 10% of the database), §3.5.1 (groups of 1, 8 and 64)
public record RvmOptions(
        long logBytes,
        int groupCommits,
        double truncateAtFraction,
        Optional<Path> copyDirectory,
        Protection protection) {

    /// The shortest log that is made when no length is asked for: half of it holds a transaction that declares 64 KB in
    /// ranges of 8 bytes.
    public static final long MIN_DEFAULT_LOG_BYTES = 512 << 10;

    private static final int DATABASE_PER_LOG = 10;

    public RvmOptions {
        if (logBytes != 0 && logBytes < RedoLog.MIN_REGION_BYTES) {
            throw new IllegalArgumentException(
                    "log is too short: logBytes=" + logBytes + ", expected at least=" + RedoLog.MIN_REGION_BYTES);
        }
        if (groupCommits < 1) {
            throw new IllegalArgumentException(
                    "group is empty: groupCommits=" + groupCommits + ", expected at least=1");
        }
        if (!(truncateAtFraction >= 0.1 && truncateAtFraction <= 0.9)) {
            throw new IllegalArgumentException(
                    "fraction out of range: truncateAtFraction=" + truncateAtFraction + ", expected=0.1..0.9");
        }
    }

    /// A log of a tenth of the database, truncated when half full; no group commit; anonymous memory; no protection.
    public static RvmOptions defaults() {
        return new RvmOptions(0, 1, 0.5, Optional.empty(), Protection.NONE);
    }

    public RvmOptions withLogBytes(long bytes) {
        return new RvmOptions(bytes, groupCommits, truncateAtFraction, copyDirectory, protection);
    }

    public RvmOptions withGroupCommits(int transactions) {
        return new RvmOptions(logBytes, transactions, truncateAtFraction, copyDirectory, protection);
    }

    public RvmOptions withTruncateAtFraction(double fraction) {
        return new RvmOptions(logBytes, groupCommits, fraction, copyDirectory, protection);
    }

    public RvmOptions withCopyIn(Path directory) {
        return new RvmOptions(logBytes, groupCommits, truncateAtFraction, Optional.of(directory), protection);
    }

    public RvmOptions withProtection(Protection other) {
        return new RvmOptions(logBytes, groupCommits, truncateAtFraction, copyDirectory, other);
    }

    long logBytesFor(long databaseBytes) {
        return logBytes != 0 ? logBytes : Math.max(MIN_DEFAULT_LOG_BYTES, databaseBytes / DATABASE_PER_LOG);
    }
}
