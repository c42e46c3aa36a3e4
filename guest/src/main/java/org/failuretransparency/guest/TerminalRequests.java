package org.failuretransparency.guest;

/// The requests of `ioctl` that a program can make: a terminal's modes (`termios`) and its window's size.
public final class TerminalRequests {

    public static final int TCGETS = 0x5401;
    public static final int TCSETS = 0x5402;
    public static final int TCSETSW = 0x5403;
    public static final int TCSETSF = 0x5404;
    public static final int TIOCGWINSZ = 0x5413;

    /// Bytes of a `termios` as the kernel has it, and of a `winsize`.
    public static final int TERMIOS_BYTES = 36;

    public static final int WINSIZE_BYTES = 8;

    private TerminalRequests() {}
}
