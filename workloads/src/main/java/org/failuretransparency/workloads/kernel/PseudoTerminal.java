package org.failuretransparency.workloads.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.failuretransparency.guest.TerminalRequests;
import org.failuretransparency.os.OsException;
import org.failuretransparency.os.SystemCall;

/// A pseudo-terminal of this JVM, with somebody at its keyboard who does nothing.
///
/// **Threads**: one, which opened it.
public final class PseudoTerminal implements AutoCloseable {

    private static final int RDWR_NOCTTY = 0x102;
    private static final int TIOCGPTN = 0x80045430;
    private static final int TIOCSPTLCK = 0x40045431;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment shellModes = arena.allocate(TerminalRequests.TERMIOS_BYTES, Long.BYTES);
    private final int keyboard = open("/dev/ptmx");
    private final int terminal;

    public PseudoTerminal() {
        MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        require(SystemCall.ioctl(keyboard, TIOCSPTLCK, number.address()));
        require(SystemCall.ioctl(keyboard, TIOCGPTN, number.address()));
        terminal = open("/dev/pts/" + number.get(ValueLayout.JAVA_INT, 0));
        require(SystemCall.ioctl(terminal, TerminalRequests.TCGETS, shellModes.address()));
    }

    private static int open(String name) {
        try (Arena path = Arena.ofConfined()) {
            long opened = SystemCall.open(path.allocateFrom(name).address(), RDWR_NOCTTY, 0);
            if (opened < 0) {
                throw new OsException("open", "path=" + name, (int) -opened);
            }
            return (int) opened;
        }
    }

    private static void require(long result) {
        if (result < 0) {
            throw new IllegalStateException("no pseudo-terminal: result=" + result);
        }
    }

    public int descriptor() {
        return terminal;
    }

    /// What a shell does when a program has ended: its own modes are set.
    public void reset() {
        require(SystemCall.ioctl(terminal, TerminalRequests.TCSETS, shellModes.address()));
    }

    @Override
    public void close() {
        SystemCall.close(terminal);
        SystemCall.close(keyboard);
        arena.close();
    }
}
