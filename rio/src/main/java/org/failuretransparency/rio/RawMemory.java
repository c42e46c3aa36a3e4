package org.failuretransparency.rio;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// All of the process's memory as one constant segment, read by address.
///
/// A bounded segment in an instance field is checked again at each access (length, liveness, thread, alignment), which
/// costs more than an undo record. Here nothing but the address's sign is checked, and a hot path that has passed it
/// through [#known] once gets rid of that too. Nothing is checked for the caller: whoever passes an address has
/// compared its offset with a mapping's length and holds that mapping open. Stores go through [Stores].
public final class RawMemory {

    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final long ADDRESS_MASK = (1L << 47) - 1;

    private RawMemory() {}

    /// The same address, of which the compiler then knows that it has 47 bits, as all addresses of a user have:
    /// accesses at this address and shortly behind it need no check.
    public static long known(long address) {
        return address & ADDRESS_MASK;
    }

    public static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    public static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    public static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    /// Copies `lengthBytes` bytes from `address` into `target`, starting at its element `index`.
    public static void get(long address, byte[] target, int index, int lengthBytes) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, address, target, index, lengthBytes);
    }
}
