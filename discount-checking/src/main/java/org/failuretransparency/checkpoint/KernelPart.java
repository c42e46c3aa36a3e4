package org.failuretransparency.checkpoint;

import org.failuretransparency.guest.Memory;

/// Some of what the kernel knows of a process: recorded as system calls change it, and made again at recovery.
interface KernelPart {

    /// Records what a new process begins with.
    default void start() {}

    /// Makes what the records say, in the JVM that goes on with the process. Nothing durable is changed that a second
    /// recovery would miss.
    ///
    /// @throws CheckpointException if something cannot be restored; it says what
    default void restore(Memory memory) {}

    /// Writes to the records what changes without a call, such as what is left of a timer. The interval is about to be
    /// committed.
    default void beforeCommit() {}

    /// Does what had to wait until nothing can undo it.
    default void afterCommit() {}
}
