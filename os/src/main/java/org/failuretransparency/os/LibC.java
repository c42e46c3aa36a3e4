package org.failuretransparency.os;

import com.sun.jna.Native;

/// The C library's calls, bound by JNA direct mapping: arguments and results are primitives, so a call allocates
/// nothing. A call that fails returns -1 and leaves its reason in [Native#getLastError()], except [#posix_fallocate],
/// which returns it.
final class LibC {

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native int open(byte[] path, int flags, int mode);

    static native int close(int fd);

    static native int flock(int fd, int operation);

    static native int posix_fallocate(int fd, long offset, long length);

    static native long pread(int fd, long buffer, long count, long offset);

    static native long pwrite(int fd, long buffer, long count, long offset);

    static native int fdatasync(int fd);

    static native int sync_file_range(int fd, long offset, long length, int flags);

    static native int mprotect(long address, long length, int protection);

    static native int madvise(long address, long length, int advice);

    static native int getpagesize();

    static native int kill(int pid, int signal);

    static native int statfs(byte[] path, long buffer);
}
