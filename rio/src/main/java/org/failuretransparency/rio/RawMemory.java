package org.failuretransparency.rio;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// All of the process's memory as one constant segment, read by address.
///
/// A bounded segment in an instance field is checked again at each access (length, liveness, thread, alignment), which
/// costs more than an undo record. Here the compiler can prove every check away, so that a load is one instruction.
/// Nothing is checked for the caller: whoever passes an address has compared its offset with a mapping's length first
/// and holds that mapping open. Stores go through [Stores].
public final class RawMemory {

    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /// User addresses have 47 bits. The mask lets the compiler see that no address is out of the segment's range.
    static final long ADDRESS_MASK = (1L << 47) - 1;

    private RawMemory() {}

    public static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address & ADDRESS_MASK);
    }

    public static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address & ADDRESS_MASK);
    }

    public static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address & ADDRESS_MASK);
    }

    /// Copies `lengthBytes` bytes from `address` into `target`, starting at its element `index`.
    public static void get(long address, byte[] target, int index, int lengthBytes) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, address & ADDRESS_MASK, target, index, lengthBytes);
    }
}
