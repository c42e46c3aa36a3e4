package org.failuretransparency.checkpoint;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Registers;

/// A process's context: what is its state besides memory and heap. Little-endian, in lines of 64 bytes, each logged as
/// a whole at its first change in an interval.
/// ```
///    off    len  field          meaning
///      0      8  checkpoint     number of the last checkpoint, 0 = none yet
///      8     88  registers      at the last checkpoint
///     96      8  eventIndex     events of the process so far
///    104      8  timerNanos     until the interval timer runs out, at the last checkpoint; 0 = not armed
///    112      8  timerInterval  of the interval timer, ns
///    128   1040  signals        from signal 0 on: handler (8), mask (8); a handler plus 1, 0 = default
///   4096  65600  protocol       what the recovery protocol saved: length (8), bytes
///  69696         descriptors    [DescriptorRecords]
///    end         protections    a byte a page, 0 = loads and stores, 1 = nothing, 2 = loads
/// ```
final class ContextLayout {

    static final int LINE_BYTES = 64;

    private static final int SIGNALS_BYTES = 16 * 65;
    private static final int PROTOCOL_BYTES = LINE_BYTES + (1 << 16);

    static final MemoryLayout LAYOUT = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("checkpoint"),
            MemoryLayout.sequenceLayout(Registers.BYTES, ValueLayout.JAVA_BYTE).withName("registers"),
            ValueLayout.JAVA_LONG.withName("eventIndex"),
            ValueLayout.JAVA_LONG.withName("timerNanos"),
            ValueLayout.JAVA_LONG.withName("timerInterval"),
            MemoryLayout.paddingLayout(8),
            MemoryLayout.sequenceLayout(SIGNALS_BYTES, ValueLayout.JAVA_BYTE).withName("signals"),
            MemoryLayout.paddingLayout(4096 - 128 - SIGNALS_BYTES),
            MemoryLayout.sequenceLayout(PROTOCOL_BYTES, ValueLayout.JAVA_BYTE).withName("protocol"));

    static final long CHECKPOINT = offsetOf("checkpoint");
    static final long REGISTERS = offsetOf("registers");
    static final long EVENT_INDEX = offsetOf("eventIndex");
    static final long TIMER_NANOS = offsetOf("timerNanos");
    static final long TIMER_INTERVAL = offsetOf("timerInterval");
    static final long SIGNALS = offsetOf("signals");
    static final long PROTOCOL = offsetOf("protocol");
    static final long DESCRIPTORS = LAYOUT.byteSize();
    static final long PROTECTIONS = DESCRIPTORS + DescriptorRecords.LENGTH_BYTES;

    private ContextLayout() {}

    static long offsetOf(String field) {
        return LAYOUT.byteOffset(groupElement(field));
    }

    /// Bytes of the context of a process with that much memory.
    static long lengthBytes(AddressSpace space) {
        long protections = space.lengthBytes() / AddressSpace.PAGE_BYTES;
        return PROTECTIONS + (protections + LINE_BYTES - 1 & -LINE_BYTES);
    }
}
