package org.failuretransparency.checkpoint;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.guest.TerminalRequests;
import org.failuretransparency.os.SystemCall;

/// A pseudo-terminal of this JVM, with somebody at its keyboard who does nothing.
///
/// **Threads**: one, which opened it.
final class PseudoTerminal implements AutoCloseable {

    private static final int TIOCGPTN = 0x80045430;
    private static final int TIOCSPTLCK = 0x40045431;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment shellModes = arena.allocate(TerminalRequests.TERMIOS_BYTES, Long.BYTES);
    private final int keyboard = HostFiles.terminal(Path.of("/dev/ptmx"));
    private final int terminal;

    PseudoTerminal() {
        MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        require(SystemCall.ioctl(keyboard, TIOCSPTLCK, number.address()));
        require(SystemCall.ioctl(keyboard, TIOCGPTN, number.address()));
        terminal = HostFiles.terminal(Path.of("/dev/pts/" + number.get(ValueLayout.JAVA_INT, 0)));
        require(SystemCall.ioctl(terminal, TerminalRequests.TCGETS, shellModes.address()));
    }

    private static void require(long result) {
        if (result < 0) {
            throw new IllegalStateException("no pseudo-terminal: result=" + result);
        }
    }

    int descriptor() {
        return terminal;
    }

    /// What a shell does when a program has ended: its own modes are set.
    void reset() {
        require(SystemCall.ioctl(terminal, TerminalRequests.TCSETS, shellModes.address()));
    }

    @Override
    public void close() {
        SystemCall.close(terminal);
        SystemCall.close(keyboard);
        arena.close();
    }
}
