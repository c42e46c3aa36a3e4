package org.failuretransparency.os;

import com.sun.jna.Native;

/// System calls as the kernel has them: descriptors and native addresses in, the result or the negated error number
/// (`-Errno.EINTR`) out. Nothing is thrown, continued or issued again, and nothing is allocated. For those who carry
/// out the calls of another program and owe it every result; for a program's own files there is [OpenFile].
///
/// Whoever passes an address answers for the bytes behind it: a wrong one ends the JVM or comes back as `EFAULT`.
///
/// **Threads**: any.
public final class SystemCall {

    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;

    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;

    private SystemCall() {}

    /// Opens the file that the zero-terminated name at `path` names; not inherited by child processes.
    public static long open(long path, int flags, int mode) {
        return result(LibC.open(path, flags | O_CLOEXEC, mode));
    }

    public static long close(int fd) {
        return result(LibC.close(fd));
    }

    public static long read(int fd, long buffer, long lengthBytes) {
        return result(LibC.read(fd, buffer, lengthBytes));
    }

    public static long write(int fd, long buffer, long lengthBytes) {
        return result(LibC.write(fd, buffer, lengthBytes));
    }

    /// Reads from `offset` and leaves the position where it is.
    public static long pread(int fd, long buffer, long lengthBytes, long offset) {
        return result(LibC.pread(fd, buffer, lengthBytes, offset));
    }

    /// Writes to `offset` and leaves the position where it is.
    public static long pwrite(int fd, long buffer, long lengthBytes, long offset) {
        return result(LibC.pwrite(fd, buffer, lengthBytes, offset));
    }

    public static long lseek(int fd, long offset, int whence) {
        return result(LibC.lseek(fd, offset, whence));
    }

    public static long unlink(long path) {
        return result(LibC.unlink(path));
    }

    public static long rename(long from, long to) {
        return result(LibC.rename(from, to));
    }

    public static long ftruncate(int fd, long lengthBytes) {
        return result(LibC.ftruncate(fd, lengthBytes));
    }

    /// Forces a file's data, and what is needed to read them back, to its device.
    public static long fdatasync(int fd) {
        return result(LibC.fdatasync(fd));
    }

    /// Forces all of a file, or the names in a directory, to its device.
    public static long fsync(int fd) {
        return result(LibC.fsync(fd));
    }

    /// Stores what a symbolic link says, without a zero behind it; its length.
    public static long readlink(long path, long buffer, long lengthBytes) {
        return result(LibC.readlink(path, buffer, lengthBytes));
    }

    public static long fcntl(int fd, int command, long argument) {
        return result(LibC.fcntl(fd, command, argument));
    }

    public static long ioctl(int fd, long request, long argument) {
        return result(LibC.ioctl(fd, request, argument));
    }

    /// A new socket; not inherited by child processes.
    public static long socket(int domain, int type, int protocol) {
        return result(LibC.socket(domain, type | SOCK_CLOEXEC, protocol));
    }

    public static long bind(int fd, long address, int addressBytes) {
        return result(LibC.bind(fd, address, addressBytes));
    }

    public static long connect(int fd, long address, int addressBytes) {
        return result(LibC.connect(fd, address, addressBytes));
    }

    /// `addressBytes` is the address of an `int`: the room there is before the call, what was used after it.
    public static long getsockname(int fd, long address, long addressBytes) {
        return result(LibC.getsockname(fd, address, addressBytes));
    }

    public static long sendto(int fd, long buffer, long lengthBytes, int flags, long address, int addressBytes) {
        return result(LibC.sendto(fd, buffer, lengthBytes, flags, address, addressBytes));
    }

    /// `addressBytes` as in [#getsockname]; both addresses may be 0.
    public static long recvfrom(int fd, long buffer, long lengthBytes, int flags, long address, long addressBytes) {
        return result(LibC.recvfrom(fd, buffer, lengthBytes, flags, address, addressBytes));
    }

    /// Sends what the structure `msghdr` at `message` names: the pieces of one datagram, and where it goes.
    public static long sendmsg(int fd, long message, int flags) {
        return result(LibC.sendmsg(fd, message, flags));
    }

    public static long setsockopt(int fd, int level, int option, long value, int lengthBytes) {
        return result(LibC.setsockopt(fd, level, option, value, lengthBytes));
    }

    /// Keeps a thread (0: the calling one), and those that it starts from now on, on the processors whose bits are set
    /// in the words at `mask`.
    public static long sched_setaffinity(int thread, long lengthBytes, long mask) {
        return result(LibC.sched_setaffinity(thread, lengthBytes, mask));
    }

    /// Waits for `count` structures `pollfd`; `timeout` is the address of a `timespec`, or 0 for ever.
    public static long ppoll(long descriptors, long count, long timeout) {
        return result(LibC.ppoll(descriptors, count, timeout, 0));
    }

    public static long gettimeofday(long timeval) {
        return result(LibC.gettimeofday(timeval, 0));
    }

    /// A descriptor that can be read while its count is not zero; writing adds, reading takes all and never waits.
    public static long eventfd() {
        return result(LibC.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    }

    private static long result(long result) {
        return result >= 0 ? result : -Native.getLastError();
    }
}
