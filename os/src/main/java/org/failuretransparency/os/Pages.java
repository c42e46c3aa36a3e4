package org.failuretransparency.os;

import com.sun.jna.Native;

/// Protection of mapped pages, by native address. Each call is one system call and allocates nothing.
public final class Pages {

    /// Bytes in a page of this machine's virtual memory.
    public static final int PAGE_BYTES = LibC.getpagesize();

    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;

    private Pages() {}

    /// Makes every page that holds a byte of the range readable and no more: a store there ends the JVM by SIGSEGV.
    public static void protect(long address, long lengthBytes) {
        change(address, lengthBytes, PROT_READ);
    }

    /// Makes every page that holds a byte of the range readable and writable.
    public static void open(long address, long lengthBytes) {
        change(address, lengthBytes, PROT_READ | PROT_WRITE);
    }

    private static void change(long address, long lengthBytes, int protection) {
        if (lengthBytes == 0) {
            return;
        }
        long first = address & -PAGE_BYTES;
        if (LibC.mprotect(first, address + lengthBytes - first, protection) != 0) {
            throw new OsException(
                    "mprotect", "address=" + first + ", lengthBytes=" + lengthBytes, Native.getLastError());
        }
    }
}
