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

    static native int open(long path, int flags, int mode);

    static native long read(int fd, long buffer, long count);

    static native long write(int fd, long buffer, long count);

    static native long lseek(int fd, long offset, int whence);

    static native int unlink(long path);

    static native int rename(long from, long to);

    static native int ftruncate(int fd, long length);

    static native int fcntl(int fd, int command, long argument);

    static native int ioctl(int fd, long request, long argument);

    static native int socket(int domain, int type, int protocol);

    static native int bind(int fd, long address, int length);

    static native int connect(int fd, long address, int length);

    static native int getsockname(int fd, long address, long lengthAddress);

    static native long sendto(int fd, long buffer, long count, int flags, long address, int addressLength);

    static native long recvfrom(int fd, long buffer, long count, int flags, long address, long lengthAddress);

    static native long sendmsg(int fd, long message, int flags);

    static native int setsockopt(int fd, int level, int option, long value, int lengthBytes);

    static native int sched_setaffinity(int thread, long lengthBytes, long mask);

    static native int ppoll(long descriptors, long count, long timeout, long mask);

    static native int gettimeofday(long timeval, long timezone);

    static native int eventfd(int initial, int flags);

    static native int fsync(int fd);

    static native long readlink(long path, long buffer, long count);

    static native int statx(int directory, long path, int flags, int mask, long buffer);
}
