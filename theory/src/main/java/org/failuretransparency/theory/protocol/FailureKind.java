package org.failuretransparency.theory.protocol;

/// Failures that a protocol may or may not recover from consistently.
public enum FailureKind {
    /// One process, or the machine that it runs on, stops.
    ONE_PROCESS,
    /// Any number of processes stop at once.
    SEVERAL_PROCESSES,
    /// The application itself has a bug that another run may avoid. Recovery helps only if no buggy state was
    /// committed, which a protocol makes likely by deferring commits and logs, and rules out by never leaving an event
    /// non-deterministic (§2.3.3).
    APPLICATION
}
