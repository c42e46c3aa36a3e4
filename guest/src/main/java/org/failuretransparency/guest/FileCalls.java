package org.failuretransparency.guest;

import static org.failuretransparency.guest.TerminalRequests.TCGETS;
import static org.failuretransparency.guest.TerminalRequests.TCSETS;
import static org.failuretransparency.guest.TerminalRequests.TCSETSF;
import static org.failuretransparency.guest.TerminalRequests.TCSETSW;
import static org.failuretransparency.guest.TerminalRequests.TERMIOS_BYTES;
import static org.failuretransparency.guest.TerminalRequests.TIOCGWINSZ;
import static org.failuretransparency.guest.TerminalRequests.WINSIZE_BYTES;

import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;

/// The system calls on files, pipes and terminals.
final class FileCalls {

    /// What a pipe takes at once, when it says that it can be written to (`PIPE_BUF`); a longer write could wait in the
    /// kernel, where no signal of the process reaches it. Writing less than was asked for is legal.
    static final long PIPE_BYTES = 4096;

    private static final long MAX_COUNT = 0x7FFF_F000;

    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;

    private final Descriptors descriptors;
    private final Waiter waiter;

    FileCalls(Descriptors descriptors, Waiter waiter) {
        this.descriptors = descriptors;
        this.waiter = waiter;
    }

    long read(Registers call, Memory memory) {
        int host = descriptors.host(call.argument0);
        if (host < 0) {
            return -Errno.EBADF;
        }
        long count = Math.min(call.argument2, MAX_COUNT);
        if (count <= 0) {
            return count < 0 ? -Errno.EINVAL : 0;
        }
        long waited = waiter.awaitOne(call.argument0, Waiter.IN, call);
        if (waited < 0) {
            return waited;
        }
        long buffer = memory.nativeToStore(call.argument1, count);
        return buffer == 0 ? -Errno.EFAULT : SystemCall.read(host, buffer, count);
    }

    long write(Registers call, Memory memory) {
        int host = descriptors.host(call.argument0);
        if (host < 0) {
            return -Errno.EBADF;
        }
        boolean canWait = descriptors.canWait(call.argument0);
        long count = Math.min(call.argument2, canWait ? PIPE_BYTES : MAX_COUNT);
        if (count <= 0) {
            return count < 0 ? -Errno.EINVAL : 0;
        }
        long buffer = memory.nativeToLoad(call.argument1, count);
        if (buffer == 0) {
            return -Errno.EFAULT;
        }
        long waited = waiter.awaitOne(call.argument0, Waiter.OUT, call);
        return waited < 0 ? waited : SystemCall.write(host, buffer, count);
    }

    long open(Registers call, Memory memory) {
        long path = memory.nativePath(call.argument0);
        int fd = descriptors.lowestFree();
        if (path < 0 || fd < 0) {
            return path < 0 ? path : -Errno.EMFILE;
        }
        int flags = (int) call.argument1;
        long host = SystemCall.open(path, flags, (int) call.argument2);
        if (host < 0) {
            return host;
        }
        descriptors.give(fd, (int) host, false);
        descriptors.nonBlocking(fd, (flags & SystemCall.O_NONBLOCK) != 0);
        return fd;
    }

    long lseek(Registers call) {
        int host = descriptors.host(call.argument0);
        return host < 0 ? -Errno.EBADF : SystemCall.lseek(host, call.argument1, (int) call.argument2);
    }

    long ftruncate(Registers call) {
        int host = descriptors.host(call.argument0);
        return host < 0 ? -Errno.EBADF : SystemCall.ftruncate(host, call.argument1);
    }

    long unlink(Registers call, Memory memory) {
        long path = memory.nativePath(call.argument0);
        return path < 0 ? path : SystemCall.unlink(path);
    }

    long rename(Registers call, Memory memory) {
        long from = memory.nativePath(call.argument0);
        long to = memory.nativePath(call.argument1);
        return from < 0 ? from : to < 0 ? to : SystemCall.rename(from, to);
    }

    long fcntl(Registers call) {
        int host = descriptors.host(call.argument0);
        if (host < 0) {
            return -Errno.EBADF;
        }
        long fd = call.argument0;
        if (call.argument1 == F_GETFL) {
            long flags = SystemCall.fcntl(host, F_GETFL, 0);
            return flags < 0 || !descriptors.isNonBlocking(fd) ? flags : flags | SystemCall.O_NONBLOCK;
        }
        if (call.argument1 != F_SETFL) {
            return -Errno.EINVAL;
        }
        descriptors.nonBlocking(fd, (call.argument2 & SystemCall.O_NONBLOCK) != 0);
        return SystemCall.fcntl(host, F_SETFL, call.argument2 & ~SystemCall.O_NONBLOCK);
    }

    long ioctl(Registers call, Memory memory) {
        int host = descriptors.host(call.argument0);
        if (host < 0) {
            return -Errno.EBADF;
        }
        int request = (int) call.argument1;
        long structure = switch (request) {
            case TCGETS -> memory.nativeToStore(call.argument2, TERMIOS_BYTES);
            case TCSETS, TCSETSW, TCSETSF -> memory.nativeToLoad(call.argument2, TERMIOS_BYTES);
            case TIOCGWINSZ -> memory.nativeToStore(call.argument2, WINSIZE_BYTES);
            default -> -Errno.EINVAL;
        };
        if (structure <= 0) {
            return structure == 0 ? -Errno.EFAULT : structure;
        }
        return SystemCall.ioctl(host, request, structure);
    }
}
