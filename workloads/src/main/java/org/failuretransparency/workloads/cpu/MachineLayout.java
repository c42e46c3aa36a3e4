package org.failuretransparency.workloads.cpu;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// Where the simulated machine is in the data area of the simulator's process, page after page:
/// ```
/// 0      state of the processor, as below, with the statistics
/// 4096   tags of the data cache: an int for each of 1024 lines, the line's number
/// 8192   the simulated memory
/// ```
/// The state:
/// ```
/// off   len  field        meaning
///    0  128  registers    r0 to r31
///  128    4  pc           address of the next instruction
///  132    4  nextPc       of the one after it: pc + 4, or the target of a branch with a delay slot
///  136    4  carry        0 or 1
///  140    4  stop         why the interpreter stopped last, of Interpreter
///  144    4  stopDetail   the address or the vector that it stopped for
///  148    4  reserved
///  152    8  misses       accesses that were not in the data cache
///  160  512  counts       how often each Operation was executed
///  672    8  outputBytes  in the buffer
///  680 1024  output       what is being written
/// ```
/// The simulated machine is big-endian. Its words are kept in the order of the host, which is little-endian, so that
/// the byte at address `a` is at `a ^ 3`.
final class MachineLayout {

    private static final int PAGE = 4096;

    static final MemoryLayout STATE = MemoryLayout.structLayout(
            MemoryLayout.sequenceLayout(32, ValueLayout.JAVA_INT).withName("registers"),
            ValueLayout.JAVA_INT.withName("pc"),
            ValueLayout.JAVA_INT.withName("nextPc"),
            ValueLayout.JAVA_INT.withName("carry"),
            ValueLayout.JAVA_INT.withName("stop"),
            ValueLayout.JAVA_INT.withName("stopDetail"),
            ValueLayout.JAVA_INT.withName("reserved"),
            ValueLayout.JAVA_LONG.withName("misses"),
            MemoryLayout.sequenceLayout(Operation.LIMIT, ValueLayout.JAVA_LONG).withName("counts"),
            ValueLayout.JAVA_LONG.withName("outputBytes"),
            MemoryLayout.sequenceLayout(1024, ValueLayout.JAVA_BYTE).withName("output"));

    static final long REGISTERS = offsetOf("registers");
    static final long PC = offsetOf("pc");
    static final long NEXT_PC = offsetOf("nextPc");
    static final long CARRY = offsetOf("carry");
    static final long STOP = offsetOf("stop");
    static final long STOP_DETAIL = offsetOf("stopDetail");
    static final long MISSES = offsetOf("misses");
    static final long COUNTS = offsetOf("counts");
    static final long OUTPUT_BYTES = offsetOf("outputBytes");
    static final long OUTPUT = offsetOf("output");
    static final int OUTPUT_LIMIT = (int) (STATE.byteSize() - OUTPUT);

    /// Of the data cache: 16 KB in lines of 16 bytes, as one M88200 has, but direct mapped.
    static final long TAGS = PAGE;

    static final int LINES = 1024;
    static final long TAGS_BYTES = LINES * (long) Integer.BYTES;
    static final int LINE_SHIFT = 4;

    static final long MEMORY = TAGS + TAGS_BYTES;

    private MachineLayout() {}

    private static long offsetOf(String field) {
        return STATE.byteOffset(groupElement(field));
    }
}
