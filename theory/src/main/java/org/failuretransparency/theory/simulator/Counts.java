package org.failuretransparency.theory.simulator;

/// What a protocol did in a run of the [Simulator].
///
/// @param events events of the application
/// @param commits commits of single processes, and events that were atomic with a commit; a round counts once for each
///     of its processes
/// @param largestCommits the most commits that any one process executed
/// @param rounds atomic commits of several processes
/// @param logRecords results of non-deterministic events that were recorded, in a log or in a log's buffer
/// @param logWrites log events: the records that are not yet on the log go there together
/// @param waits events that had to wait until control messages arrived
/// @param controlMessages messages of the recovery system
/// @param controlBytes their content; a round's own messages have none
/// @param piggybackedBytes what was attached to messages of the application
/// @param deferredSends sends that were held back until a commit
public record Counts(
        long events,
        long commits,
        long largestCommits,
        long rounds,
        long logRecords,
        long logWrites,
        long waits,
        long controlMessages,
        long controlBytes,
        long piggybackedBytes,
        long deferredSends) {}
