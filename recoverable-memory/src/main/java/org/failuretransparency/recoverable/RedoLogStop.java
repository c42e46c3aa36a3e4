package org.failuretransparency.recoverable;

/// Why a walk through a redo log ended, and where.
///
/// @param reason what is there instead of the next record
/// @param offset its place in the region, in bytes
/// @param expectedGeneration of the next record
/// @param expectedSequence of the next record
/// @param foundGeneration what stands at the generation's place; 0 where there is no room for a record
/// @param foundSequence what stands at the sequence number's place
public record RedoLogStop(
        Reason reason,
        long offset,
        long expectedGeneration,
        long expectedSequence,
        long foundGeneration,
        long foundSequence) {

    public enum Reason {
        /// Nothing was ever written there.
        EMPTY,
        /// Another record's bytes, left from before: the ordinary end of the log.
        STALE,
        /// The next record's header, but not the whole record as it was written: a crash came in between.
        TORN,
        /// The records fill the log to its last byte.
        FULL
    }
}
