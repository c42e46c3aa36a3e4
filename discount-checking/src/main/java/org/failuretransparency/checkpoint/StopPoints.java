package org.failuretransparency.checkpoint;

/// Told before and after everything that is done to files, so that a test can stop a process at any of these points.
@FunctionalInterface
interface StopPoints {

    /// Nobody is told.
    StopPoints NONE = what -> {};

    /// A point was reached.
    ///
    /// @param what the next action, for messages
    void reached(String what);
}
