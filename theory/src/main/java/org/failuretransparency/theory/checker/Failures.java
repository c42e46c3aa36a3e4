package org.failuretransparency.theory.checker;

/// The failures that a computation is meant to survive, which decide whether a volatile commit or log is one at all.
public enum Failures {
    /// One process at a time: what is in another process's memory survives.
    ONE,
    /// Any number of processes at once: only stable storage survives.
    SEVERAL
}
