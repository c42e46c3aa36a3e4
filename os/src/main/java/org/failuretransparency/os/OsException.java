package org.failuretransparency.os;

/// A system call failed: which one, on what, and the reason by its name (`ENOSPC`, `EIO`, …).
public final class OsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;

    public OsException(String call, String subject, int errno) {
        super(call + ": " + subject + ", errno=" + Errno.nameOf(errno));
        this.call = call;
        this.errno = errno;
    }

    /// The system call's name, for example `pwrite`.
    public String call() {
        return call;
    }

    /// The number that the call left in `errno`; compare it with the constants of [Errno].
    public int errno() {
        return errno;
    }
}
