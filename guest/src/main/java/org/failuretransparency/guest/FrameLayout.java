package org.failuretransparency.guest;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A routine's frame on the stack, which grows towards lower addresses. The frame pointer is its lowest address; what
/// the routine pushed lies below it, down to the stack pointer. Everything below the stack pointer is unused: it need
/// not survive, and its bytes are never looked at.
/// ```
/// off  len  field          meaning
///   0    4  callerRoutine  -1 none, this is the main routine; -2 none, this is a signal handler
///   4    4  callerPoint    where the caller goes on
///   8    8  callerFrame    the caller's frame pointer
///  16    8  locals         each; an even number of slots, so that frames stay aligned to 16
/// ```
/// The caller's stack pointer is the frame's end. Above a signal handler's frame lies the interrupted context:
/// ```
/// off  len  field          meaning
///   0    4  routine        the registers as they were when the signal was delivered
///   4    4  point
///   8    8  stackPointer
///  16    8  framePointer
///  24    8  signalMask
///  32    8  result
/// ```
public final class FrameLayout {

    static final MemoryLayout FRAME = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("callerRoutine"),
            ValueLayout.JAVA_INT.withName("callerPoint"),
            ValueLayout.JAVA_LONG.withName("callerFrame"),
            ValueLayout.JAVA_LONG.withName("locals"));

    static final MemoryLayout CONTEXT = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("routine"),
            ValueLayout.JAVA_INT.withName("point"),
            ValueLayout.JAVA_LONG.withName("stackPointer"),
            ValueLayout.JAVA_LONG.withName("framePointer"),
            ValueLayout.JAVA_LONG.withName("signalMask"),
            ValueLayout.JAVA_LONG.withName("result"));

    static final int NO_CALLER = -1;
    static final int INTERRUPTED = -2;

    static final long CALLER_ROUTINE = offsetOf(FRAME, "callerRoutine");
    static final long CALLER_POINT = offsetOf(FRAME, "callerPoint");
    static final long CALLER_FRAME = offsetOf(FRAME, "callerFrame");
    static final long LOCALS = offsetOf(FRAME, "locals");

    static final long ROUTINE = offsetOf(CONTEXT, "routine");
    static final long POINT = offsetOf(CONTEXT, "point");
    static final long STACK_POINTER = offsetOf(CONTEXT, "stackPointer");
    static final long FRAME_POINTER = offsetOf(CONTEXT, "framePointer");
    static final long SIGNAL_MASK = offsetOf(CONTEXT, "signalMask");
    static final long RESULT = offsetOf(CONTEXT, "result");

    static final int ALIGNMENT = 16;
    static final long CONTEXT_BYTES = align(CONTEXT.byteSize());

    private FrameLayout() {}

    /// Bytes of the frame of a routine with so many locals.
    public static long frameBytes(int locals) {
        return align(LOCALS + (long) locals * Long.BYTES);
    }

    static long align(long lengthBytes) {
        return lengthBytes + ALIGNMENT - 1 & -ALIGNMENT;
    }

    private static long offsetOf(MemoryLayout layout, String field) {
        return layout.byteOffset(groupElement(field));
    }
}
