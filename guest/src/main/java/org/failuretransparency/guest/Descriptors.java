package org.failuretransparency.guest;

import java.util.Arrays;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;

/// A process's descriptors, each standing for one of the JVM's. They are given out from 0, so that a program sees the
/// same numbers in every process that runs it, and whether a call waits is kept here rather than in the open file,
/// which may be shared with others.
///
/// **Threads**: one, the program's.
public final class Descriptors implements AutoCloseable {

    /// How many a process can have, and what one word can say of.
    public static final int LIMIT = 64;

    private static final int NONE = -1;
    private static final int SEEK_CURRENT = 1;

    private final int[] host = new int[LIMIT];
    private long owned;
    private long sockets;
    private long waiting;
    private long nonBlocking;

    public Descriptors() {
        Arrays.fill(host, NONE);
    }

    /// Standard input, output and error output of this JVM as 0, 1 and 2.
    public static Descriptors standard() {
        Descriptors descriptors = new Descriptors();
        for (int fd = 0; fd < 3; fd++) {
            descriptors.lend(fd, fd);
        }
        return descriptors;
    }

    /// Lets the process use a descriptor of somebody else, under the number `fd`; closing it there leaves it open here.
    public void lend(int fd, int hostDescriptor) {
        put(fd, hostDescriptor, false);
    }

    /// Gives the process a descriptor under the number `fd`, to be closed with it.
    public void give(int fd, int hostDescriptor, boolean socket) {
        put(fd, hostDescriptor, socket);
        owned |= 1L << fd;
    }

    private void put(int fd, int hostDescriptor, boolean socket) {
        if (fd < 0 || fd >= LIMIT || host[fd] != NONE) {
            throw new IllegalArgumentException("descriptor is not free: fd=" + fd);
        }
        host[fd] = hostDescriptor;
        long bit = 1L << fd;
        owned &= ~bit;
        nonBlocking &= ~bit;
        sockets = socket ? sockets | bit : sockets & ~bit;
        // What has no position (a pipe, a terminal, a socket) is what can keep a reader or a writer waiting.
        boolean waits = SystemCall.lseek(hostDescriptor, 0, SEEK_CURRENT) == -Errno.ESPIPE;
        waiting = waits ? waiting | bit : waiting & ~bit;
    }

    /// The lowest free number, or -1.
    public int lowestFree() {
        for (int fd = 0; fd < LIMIT; fd++) {
            if (host[fd] == NONE) {
                return fd;
            }
        }
        return NONE;
    }

    /// The JVM's descriptor, or -1 if the process has none of that number.
    public int host(long fd) {
        return fd < 0 || fd >= LIMIT ? NONE : host[(int) fd];
    }

    public boolean isSocket(long fd) {
        return has(sockets, fd);
    }

    /// Whether a call on it can have to wait.
    public boolean canWait(long fd) {
        return has(waiting, fd);
    }

    /// Whether calls on it fail with `EAGAIN` where they would have to wait.
    public boolean isNonBlocking(long fd) {
        return has(nonBlocking, fd);
    }

    public void nonBlocking(long fd, boolean value) {
        nonBlocking = value ? nonBlocking | 1L << fd : nonBlocking & ~(1L << fd);
    }

    private static boolean has(long set, long fd) {
        return (set >>> fd & 1) != 0;
    }

    /// Closes the descriptor of that number; 0 or the negated error number.
    public long close(long fd) {
        int closing = host(fd);
        if (closing < 0) {
            return -Errno.EBADF;
        }
        host[(int) fd] = NONE;
        return has(owned, fd) ? SystemCall.close(closing) : 0;
    }

    /// Closes all that the process still has.
    @Override
    public void close() {
        for (int fd = 0; fd < LIMIT; fd++) {
            close(fd);
        }
    }
}
