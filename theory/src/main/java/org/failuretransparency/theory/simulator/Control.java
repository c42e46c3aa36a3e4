package org.failuretransparency.theory.simulator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A message that a protocol's state in process `from` sends to its state in process `to`.
///
/// @param content its content, shared with nobody
record Control(int from, int to, MemorySegment content) {

    static Control copyOf(int from, int to, MemorySegment message) {
        return new Control(from, to, MemorySegment.ofArray(message.toArray(ValueLayout.JAVA_BYTE)));
    }
}
