package org.failuretransparency.theory;

/// What an event does (§2.2.1, §2.2.2). Whether it is non-deterministic besides is its [Source].
public enum EventKind {
    /// Changes the process's own state and nothing else.
    INTERNAL,
    /// One of several possible next states, by chance, the clock, or the outside world; no message.
    NON_DETERMINISTIC,
    /// Can be seen by the observer, and is part of the computation's result.
    VISIBLE,
    SEND,
    RECEIVE,
    /// Makes the process's state, all that led to it included, survive later failures.
    COMMIT,
    /// Makes the results of earlier non-deterministic events survive later failures, so that they are deterministic.
    LOG,
    /// The process loses all that it has not committed or logged.
    CRASH,
    /// The process continues from its last committed state, or is rolled back to it without a crash of its own.
    RECOVER
}
