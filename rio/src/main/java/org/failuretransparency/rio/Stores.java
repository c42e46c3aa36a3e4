package org.failuretransparency.rio;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.failuretransparency.os.LongCopy;

/// The store seam: every store that recovery depends on goes through this class, in every module.
///
/// Production has this one implementation. It is a constant and has no state, so the compiler turns each call into the
/// bare store (the benchmark `StoreSeam` shows it). A test JVM names a subclass in the system property [#PROPERTY],
/// which records the stores on their way to memory; crash points are then enumerated from the recording.
///
/// **Failure ordering**: what survives a killed process is a prefix of the *machine code's* store order, and the
/// compiler may reorder plain stores. [#publish] keeps the stores before it before it; [#fence] keeps the stores before
/// it before those after it. A commit store is therefore a `publish` *and* a `fence`: the release alone would let later
/// plain stores move up. On x86-64 neither costs an instruction.
///
/// **Threads**: as the memory that is stored to; no state here.
public class Stores {

    /// System property that names the subclass to load instead: class name, with a public constructor without
    /// parameters.
    public static final String PROPERTY = "org.failuretransparency.stores";

    public static final Stores STORES = load();

    private static final MemorySegment ALL = RawMemory.ALL;

    protected Stores() {}

    public void putByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    public void putInt(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
    }

    public void putLong(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    /// Stores an aligned word after every store before it.
    public void publish(long address, long value) {
        VarHandle.releaseFence();
        putLong(address, value);
    }

    /// Copies `lengthBytes` bytes; the two ranges may overlap.
    public void copy(long from, long to, long lengthBytes) {
        if (lengthBytes < LongCopy.BLOCK_BYTES || Math.abs(to - from) < lengthBytes) {
            MemorySegment.copy(ALL, from, ALL, to, lengthBytes);
        } else {
            LongCopy.copy(from, to, lengthBytes);
        }
    }

    /// Copies `lengthBytes` bytes of an array, from its element `index`.
    public void put(long address, byte[] source, int index, int lengthBytes) {
        MemorySegment.copy(source, index, ALL, ValueLayout.JAVA_BYTE, address, lengthBytes);
    }

    /// Sets `lengthBytes` bytes to `value`.
    public void fill(long address, long lengthBytes, byte value) {
        ALL.asSlice(address, lengthBytes).fill(value);
    }

    /// Keeps the stores before this call before the stores after it.
    public void fence() {
        VarHandle.storeStoreFence();
    }

    private static Stores load() {
        String recorder = System.getProperty(PROPERTY);
        if (recorder == null) {
            return new Stores();
        }
        try {
            return Class.forName(recorder)
                    .asSubclass(Stores.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no store recorder: " + PROPERTY + "=" + recorder, e);
        }
    }
}
