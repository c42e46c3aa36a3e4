package org.failuretransparency.guest;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// [Registers] as they are saved.
/// ```
/// off  len  field           meaning
///   0    4  routine         the running routine's number
///   4    4  point           where in it the next step starts
///   8    8  stackPointer    the lowest address of the stack that is in use
///  16    8  framePointer    the running routine's frame
///  24    8  signalMask      bit n - 1: signal n waits
///  32    8  pendingSignals  bit n - 1: signal n has been raised and not delivered
///  40    4  phase           0 RUNNING, 1 PENDING, 2 DONE
///  44    4  systemCall      the number of the last system call
///  48   32  arguments       its four arguments
///  80    8  result          of the last call or system call
/// ```
final class RegistersLayout {

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final MemoryLayout LAYOUT = MemoryLayout.structLayout(
            INT.withName("routine"),
            INT.withName("point"),
            LONG.withName("stackPointer"),
            LONG.withName("framePointer"),
            LONG.withName("signalMask"),
            LONG.withName("pendingSignals"),
            INT.withName("phase"),
            INT.withName("systemCall"),
            MemoryLayout.sequenceLayout(4, LONG).withName("arguments"),
            LONG.withName("result"));

    static final long ROUTINE = offsetOf("routine");
    static final long POINT = offsetOf("point");
    static final long STACK_POINTER = offsetOf("stackPointer");
    static final long FRAME_POINTER = offsetOf("framePointer");
    static final long SIGNAL_MASK = offsetOf("signalMask");
    static final long PENDING_SIGNALS = offsetOf("pendingSignals");
    static final long PHASE = offsetOf("phase");
    static final long SYSTEM_CALL = offsetOf("systemCall");
    static final long ARGUMENTS = offsetOf("arguments");
    static final long RESULT = offsetOf("result");

    private RegistersLayout() {}

    private static long offsetOf(String field) {
        return LAYOUT.byteOffset(groupElement(field));
    }
}
