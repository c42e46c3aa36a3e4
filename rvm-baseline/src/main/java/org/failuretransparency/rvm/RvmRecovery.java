package org.failuretransparency.rvm;

import java.time.Duration;
import java.util.OptionalLong;
import org.failuretransparency.recoverable.RedoLogStop;

/// What opening an RVM found in its log and did.
///
/// @param transactions committed transactions that were replayed
/// @param ranges ranges of theirs
/// @param bytes new bytes in these ranges
/// @param stop why the replay ended where it did
/// @param duration of replaying the log and truncating it; the database had been copied in before
public record RvmRecovery(long transactions, long ranges, long bytes, RedoLogStop stop, Duration duration) {

    /// Where in the log's region a record was found that a crash tore, if its header was there to tell.
    public OptionalLong tornAtOffset() {
        return stop.reason() == RedoLogStop.Reason.TORN ? OptionalLong.of(stop.offset()) : OptionalLong.empty();
    }
}
