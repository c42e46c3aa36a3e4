package org.failuretransparency.guest;

/// Signal numbers, as Linux has them, and what they do to a process that does not handle them. A set of signals is a
/// word in which bit n - 1 stands for signal n.
public final class Signals {

    public static final int SIGHUP = 1;
    public static final int SIGINT = 2;
    public static final int SIGKILL = 9;
    public static final int SIGUSR1 = 10;
    public static final int SIGSEGV = 11;
    public static final int SIGUSR2 = 12;
    public static final int SIGALRM = 14;
    public static final int SIGTERM = 15;
    public static final int SIGCHLD = 17;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;
    public static final int SIGURG = 23;
    public static final int SIGWINCH = 28;

    /// The largest number.
    public static final int LAST = 64;

    /// A process that a signal ended has this plus the signal's number as its exit status.
    public static final int STATUS_BASE = 128;

    static final long IGNORED_BY_DEFAULT = bit(SIGCHLD) | bit(SIGCONT) | bit(SIGURG) | bit(SIGWINCH);
    /// Those that can be neither handled nor made to wait.
    static final long ABSOLUTE = bit(SIGKILL) | bit(SIGSTOP);

    private Signals() {}

    /// The set that holds this signal alone.
    public static long bit(int signal) {
        return 1L << signal - 1;
    }

    static boolean exists(long signal) {
        return signal >= 1 && signal <= LAST;
    }
}
