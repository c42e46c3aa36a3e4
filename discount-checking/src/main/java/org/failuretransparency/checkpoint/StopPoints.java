package org.failuretransparency.checkpoint;

/// Told before and after each system call and commit, before and after everything that is done to files, and in a
/// recovery before each part of the kernel's state, so that a test can stop a process at any of these points.
@FunctionalInterface
interface StopPoints {

    /// Nobody is told.
    StopPoints NONE = what -> {};

    /// A point was reached.
    ///
    /// @param what the next action, for messages
    void reached(String what);
}
