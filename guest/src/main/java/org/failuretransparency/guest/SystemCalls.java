package org.failuretransparency.guest;

/// The system calls that a program can request, with the numbers that Linux has for them on x86-64. All arguments are
/// words; an *address* is one of the program's memory. What a call returns is in `result()`; a failed one returns the
/// negated error number. Structures are those of 64-bit Linux, unless said otherwise.
///
/// | call | arguments | result | fails with, for example |
/// | --- | --- | --- | --- |
/// | READ | descriptor, buffer address, length | bytes read, 0 at the end | EBADF, EFAULT, EINTR, EAGAIN |
/// | WRITE | descriptor, buffer address, length | bytes written, perhaps fewer than asked for | EBADF, EFAULT, EINTR, EAGAIN, EPIPE, ENOSPC |
/// | OPEN | address of the path (zero-terminated), flags, mode | descriptor, the lowest that is free | ENOENT, EACCES, EEXIST, EMFILE |
/// | CLOSE | descriptor | 0 | EBADF |
/// | POLL | address of `pollfd`s, their number, timeout in ms (-1: none) | how many are ready | EINVAL, EFAULT, EINTR |
/// | LSEEK | descriptor, offset, whence (0 set, 1 current, 2 end) | the new position | EBADF, EINVAL, ESPIPE |
/// | MPROTECT | address of a page, length, protection (0 none, 1 read, 3 read and write) | 0 | EINVAL (not a page; the stack), ENOMEM |
/// | SIGACTION | signal, handler (routine number, -1 default, -2 ignore), mask while it runs, address of 16 bytes for the old handler and mask, or 0 | 0 | EINVAL, EFAULT |
/// | SIGPROCMASK | how (0 block, 1 unblock, 2 set), set, address of 8 bytes for the old set, or 0 | 0 | EINVAL, EFAULT |
/// | SIGRETURN | none; from a signal handler, which does it by returning | what the interrupted routine's result was | EINVAL |
/// | IOCTL | descriptor, request (TCGETS, TCSETS, TCSETSW, TCSETSF, TIOCGWINSZ), address of the `termios` of the kernel (36 bytes) or of the `winsize` (8 bytes) | 0 | EBADF, ENOTTY, EINVAL, EFAULT |
/// | SELECT | number of descriptors (at most 64), address of the read set (8 bytes) or 0, of the write set or 0, of a `timeval` or 0 for ever | how many are ready; the sets hold them | EBADF, EINVAL, EFAULT, EINTR |
/// | NANOSLEEP | address of a `timespec`, address for the rest or 0 | 0 | EINVAL, EFAULT, EINTR |
/// | SETITIMER | 0 (real time), address of an `itimerval`, address for the old one or 0 | 0; SIGALRM when it runs out | EINVAL, EFAULT |
/// | SOCKET | domain 2 (IPv4), type 2 (datagrams; 0x800 for not waiting), protocol 0 | descriptor | EAFNOSUPPORT, EPROTONOSUPPORT, EMFILE |
/// | CONNECT | descriptor, address of a `sockaddr_in` (16 bytes), 16 | 0 | EBADF, ENOTSOCK, EINVAL |
/// | SENDTO | descriptor, buffer address, length, address of a `sockaddr_in`, or 0 if connected | bytes sent | EMSGSIZE, EDESTADDRREQ, ECONNREFUSED, EINTR, EAGAIN |
/// | RECVFROM | descriptor, buffer address, length, address for the sender's `sockaddr_in`, or 0 | bytes of the datagram that fitted | EINTR, EAGAIN, ECONNREFUSED |
/// | BIND | descriptor, address of a `sockaddr_in`, 16; port 0: the system picks one | 0 | EADDRINUSE, EADDRNOTAVAIL |
/// | GETSOCKNAME | descriptor, address for the `sockaddr_in` | 0 | EBADF, ENOTSOCK |
/// | EXIT | status | none | |
/// | FCNTL | descriptor, command (3 get flags, 4 set flags), flags (0x800 not waiting, 0x400 appending) | the flags, or 0 | EBADF, EINVAL |
/// | FTRUNCATE | descriptor, length | 0 | EBADF, EINVAL |
/// | RENAME | addresses of the old and the new path | 0 | ENOENT, EXDEV, ENOTEMPTY |
/// | UNLINK | address of the path | 0 | ENOENT, EISDIR |
/// | GETTIMEOFDAY | address for the `timeval` | 0 | EFAULT |
/// | CHECKPOINT | none; not of Linux | 0, when the process's state is saved; plain it does nothing | |
///
/// Where any other flag, request or kind of socket is asked for, the call fails with `EINVAL`, `EAFNOSUPPORT` or
/// `EPROTONOSUPPORT`; a number that is not listed ends the run with [GuestException.NoSuchSystemCall].
public final class SystemCalls {

    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int OPEN = 2;
    public static final int CLOSE = 3;
    public static final int POLL = 7;
    public static final int LSEEK = 8;
    public static final int MPROTECT = 10;
    public static final int SIGACTION = 13;
    public static final int SIGPROCMASK = 14;
    public static final int SIGRETURN = 15;
    public static final int IOCTL = 16;
    public static final int SELECT = 23;
    public static final int NANOSLEEP = 35;
    public static final int SETITIMER = 38;
    public static final int SOCKET = 41;
    public static final int CONNECT = 42;
    public static final int SENDTO = 44;
    public static final int RECVFROM = 45;
    public static final int BIND = 49;
    public static final int GETSOCKNAME = 51;
    public static final int EXIT = 60;
    public static final int FCNTL = 72;
    public static final int FTRUNCATE = 77;
    public static final int RENAME = 82;
    public static final int UNLINK = 87;
    public static final int GETTIMEOFDAY = 96;

    /// Not one of Linux: asks for a checkpoint, which a runtime without recovery does not take.
    public static final int CHECKPOINT = 1000;

    private static final String[] NAMES = new String[CHECKPOINT + 1];

    static {
        name(READ, "read", WRITE, "write", OPEN, "open", CLOSE, "close");
        name(POLL, "poll", LSEEK, "lseek", MPROTECT, "mprotect", SIGACTION, "sigaction");
        name(SIGPROCMASK, "sigprocmask", SIGRETURN, "sigreturn", IOCTL, "ioctl", SELECT, "select");
        name(NANOSLEEP, "nanosleep", SETITIMER, "setitimer", SOCKET, "socket", CONNECT, "connect");
        name(SENDTO, "sendto", RECVFROM, "recvfrom", BIND, "bind", GETSOCKNAME, "getsockname");
        name(EXIT, "exit", FCNTL, "fcntl", FTRUNCATE, "ftruncate", RENAME, "rename");
        name(UNLINK, "unlink", GETTIMEOFDAY, "gettimeofday");
        name(CHECKPOINT, "checkpoint");
    }

    private SystemCalls() {}

    private static void name(Object... numbersAndNames) {
        for (int i = 0; i < numbersAndNames.length; i += 2) {
            NAMES[(int) numbersAndNames[i]] = (String) numbersAndNames[i + 1];
        }
    }

    /// The call's name, as C has it.
    ///
    /// @throws GuestException.NoSuchSystemCall if there is none of that number
    public static String nameOf(int systemCall) {
        require(systemCall);
        return NAMES[systemCall];
    }

    static void require(int systemCall) {
        if (systemCall < 0 || systemCall >= NAMES.length || NAMES[systemCall] == null) {
            throw new GuestException.NoSuchSystemCall(systemCall);
        }
    }
}
