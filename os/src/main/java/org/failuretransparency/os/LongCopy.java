package org.failuretransparency.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// The C library's `memcpy`, for long copies between ranges that do not overlap, by native address. It allocates
/// nothing.
///
/// It goes by blocks because one call for 1 MB measured no better than the virtual machine's copy. The probable reason:
/// below the size of the second-level cache the C library uses the processor's string move, which need not read a line
/// that it overwrites whole. Measured on one AMD processor with glibc 2.36 (`benchmarks/README.md`), nowhere else.
///
/// The call is `critical`: no change of the thread's state, so a garbage collection may have to wait for one block, a
/// few microseconds. Bound by JNA the same blocks measured slower.
///
/// A fault on a mapped page, such as one that a device can no longer read, ends the JVM, as it does in any C program.
public final class LongCopy {

    /// Bytes of a block; shorter copies are not worth the call.
    public static final long BLOCK_BYTES = 64 << 10;

    private static final MethodHandle MEMCPY = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("memcpy"),
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.critical(false));

    private LongCopy() {}

    /// Copies `lengthBytes` bytes. They are all there, in the order of the program, before any store after this call:
    /// the compiler moves no store across it.
    public static void copy(long from, long to, long lengthBytes) {
        for (long done = 0; done < lengthBytes; done += BLOCK_BYTES) {
            memcpy(to + done, from + done, Math.min(BLOCK_BYTES, lengthBytes - done));
        }
    }

    private static void memcpy(long to, long from, long lengthBytes) {
        try {
            long _ = (long) MEMCPY.invokeExact(to, from, lengthBytes);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("memcpy throws nothing that is checked", e);
        }
    }
}
