package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Terminal modes and the window's size, on a pseudo-terminal.
class TerminalTest {

    private static final int TCGETS = 0x5401;
    private static final int TCSETS = 0x5402;
    private static final int TIOCGWINSZ = 0x5413;
    private static final int TIOCSWINSZ = 0x5414;
    private static final int TIOCGPTN = 0x80045430;
    private static final int TIOCSPTLCK = 0x40045431;
    private static final int LOCAL_FLAGS = 12;
    private static final int ICANON = 2;
    private static final int ECHO = 8;

    private final Arena arena = Arena.ofConfined();
    private final Machine machine = new Machine();
    private int keyboard;

    @BeforeEach
    void openATerminal() {
        keyboard = HostFiles.terminal(Path.of("/dev/ptmx"));
        MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        assertThat(SystemCall.ioctl(keyboard, TIOCSPTLCK, number.address())).isZero();
        assertThat(SystemCall.ioctl(keyboard, TIOCGPTN, number.address())).isZero();
        Path terminal = Path.of("/dev/pts/" + number.get(ValueLayout.JAVA_INT, 0));
        machine.descriptors.give(0, HostFiles.terminal(terminal), false);
    }

    @AfterEach
    void closeIt() {
        machine.close();
        SystemCall.close(keyboard);
        arena.close();
    }

    private void type(String text) {
        MemorySegment bytes = arena.allocateFrom(text, StandardCharsets.US_ASCII);
        assertThat(SystemCall.write(keyboard, bytes.address(), text.length())).isEqualTo(text.length());
    }

    @Test
    void getsAndSetsModes() {
        assertThat(machine.call(SystemCalls.IOCTL, 0, TCGETS, 0)).isZero();
        int flags = machine.memory.getInt(LOCAL_FLAGS);
        assertThat(flags & (ICANON | ECHO)).isEqualTo(ICANON | ECHO);
        machine.memory.putInt(LOCAL_FLAGS, flags & ~(ICANON | ECHO));
        assertThat(machine.call(SystemCalls.IOCTL, 0, TCSETS, 0)).isZero();
        type("k"); // one key, without the end of a line
        assertThat(machine.call(SystemCalls.READ, 0, 64, 10)).isEqualTo(1);
        assertThat(machine.text(64, 1)).isEqualTo("k");
        assertThat(machine.call(SystemCalls.IOCTL, 0, TCGETS, 128)).isZero();
        assertThat(machine.memory.getInt(128 + LOCAL_FLAGS)).isEqualTo(flags & ~(ICANON | ECHO));
    }

    @Test
    void getsTheWindowsSize() {
        MemorySegment size = arena.allocate(8);
        size.set(ValueLayout.JAVA_SHORT, 0, (short) 24);
        size.set(ValueLayout.JAVA_SHORT, 2, (short) 80);
        assertThat(SystemCall.ioctl(keyboard, TIOCSWINSZ, size.address())).isZero();
        assertThat(machine.call(SystemCalls.IOCTL, 0, TIOCGWINSZ, 8)).isZero();
        assertThat(machine.memory.getInt(8)).isEqualTo(80 << 16 | 24);
    }

    @Test
    void waitsForALine() {
        type("abc");
        machine.kernel.timer().arm(1_000_000, 0);
        assertThat(machine.call(SystemCalls.READ, 0, 64, 10)).isEqualTo(-Errno.EINTR);
        type("\n");
        machine.registers.pendingSignals = 0;
        assertThat(machine.call(SystemCalls.READ, 0, 64, 10)).isEqualTo(4);
        assertThat(machine.call(SystemCalls.WRITE, 0, 64, 4)).isEqualTo(4);
    }

    @Test
    void refusesOtherRequestsAndBadAddresses() {
        assertThat(machine.call(SystemCalls.IOCTL, 0, TIOCSWINSZ, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.IOCTL, 0, TCGETS, -1)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.call(SystemCalls.IOCTL, 0, TCSETS, 1L << 40)).isEqualTo(-Errno.EFAULT);
    }
}
