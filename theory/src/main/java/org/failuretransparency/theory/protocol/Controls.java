package org.failuretransparency.theory.protocol;

import java.lang.foreign.MemorySegment;

/// How a protocol's state in one process sends messages of its own to its states in the others. They arrive once, in
/// order for each pair of processes, with [ProtocolState#control].
@FunctionalInterface
public interface Controls {

    /// Sends a copy of `message` to process `to`.
    void send(int to, MemorySegment message);
}
