package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.failuretransparency.os.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `poll`, `select`, `nanosleep` and `gettimeofday`, on a pipe.
class WaitCallsTest {

    private static final int PIPE = 3;
    private static final int IN = 1;
    private static final int OUT = 4;
    private static final int NVAL = 0x20;
    private static final long LIST = 0;
    private static final long READS = 64;
    private static final long WRITES = 72;
    private static final long TIME = 80;

    @TempDir
    private Path directory;

    private final Machine machine = new Machine();

    @BeforeEach
    void openAPipe() throws IOException, InterruptedException {
        machine.descriptors.give(PIPE, HostFiles.pipe(directory.resolve("pipe")), false);
    }

    @AfterEach
    void end() {
        machine.close();
    }

    private void entry(int index, int fd, int events) {
        machine.memory.putInt(LIST + 8L * index, fd);
        machine.memory.putInt(LIST + 8L * index + 4, events | 0x7FFF0000);
    }

    private int happened(int index) {
        return machine.memory.getInt(LIST + 8L * index + 4) >>> 16;
    }

    @Test
    void pollsDescriptors() {
        entry(0, PIPE, IN | OUT);
        entry(1, -5, IN);
        assertThat(machine.call(SystemCalls.POLL, LIST, 2, -1)).isEqualTo(1);
        assertThat(happened(0)).isEqualTo(OUT);
        assertThat(happened(1)).isZero();
        assertThat(machine.memory.getInt(LIST + 4) & 0xFFFF).isEqualTo(IN | OUT);
        machine.call(SystemCalls.WRITE, PIPE, LIST, 1);
        assertThat(machine.call(SystemCalls.POLL, LIST, 2, 0)).isEqualTo(1);
        assertThat(happened(0)).isEqualTo(IN | OUT);
        entry(2, 60, IN);
        assertThat(machine.call(SystemCalls.POLL, LIST, 3, -1)).isEqualTo(2);
        assertThat(happened(2)).isEqualTo(NVAL);
    }

    @Test
    void endsAPollWhenItsTimeIsOver() {
        entry(0, PIPE, IN);
        long startNanos = System.nanoTime();
        assertThat(machine.call(SystemCalls.POLL, LIST, 1, 3)).isZero();
        assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(3_000_000);
        assertThat(happened(0)).isZero();
        assertThat(machine.call(SystemCalls.POLL, LIST, 1, 0)).isZero();
    }

    @Test
    void selectsDescriptors() {
        long pipe = 1L << PIPE;
        machine.memory.putLong(READS, pipe | 1L << 60);
        machine.memory.putLong(WRITES, pipe);
        assertThat(machine.call(SystemCalls.SELECT, PIPE + 1, READS, WRITES, 0)).isEqualTo(1);
        assertThat(machine.memory.getLong(READS)).isZero();
        assertThat(machine.memory.getLong(WRITES)).isEqualTo(pipe);
        machine.call(SystemCalls.WRITE, PIPE, LIST, 1);
        machine.memory.putLong(READS, pipe);
        assertThat(machine.call(SystemCalls.SELECT, 64, READS, WRITES, 0)).isEqualTo(2);
        assertThat(machine.memory.getLong(READS)).isEqualTo(pipe);
        machine.memory.put(TIME, new long[] {0, 2000}, 0, 2);
        assertThat(machine.call(SystemCalls.SELECT, 0, READS, 0, TIME)).isZero();
        assertThat(machine.memory.getLong(READS)).isZero();
        machine.memory.putLong(READS, 1L << 60);
        assertThat(machine.call(SystemCalls.SELECT, 64, READS, 0, 0)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void aSignalThatCanBeDeliveredEndsOnlyWhatWouldWait() {
        machine.registers.raise(Signals.bit(Signals.SIGUSR1));
        entry(0, PIPE, OUT);
        assertThat(machine.call(SystemCalls.POLL, LIST, 1, -1)).isEqualTo(1);
        entry(0, PIPE, IN);
        assertThat(machine.call(SystemCalls.POLL, LIST, 1, -1)).isEqualTo(-Errno.EINTR);
        assertThat(machine.call(SystemCalls.SIGPROCMASK, 0, Signals.bit(Signals.SIGUSR1), 0))
                .isZero();
        assertThat(machine.call(SystemCalls.POLL, LIST, 1, 1)).isZero();
    }

    @Test
    void sleeps() {
        machine.memory.put(TIME, new long[] {0, 2_000_000}, 0, 2);
        long startNanos = System.nanoTime();
        assertThat(machine.call(SystemCalls.NANOSLEEP, TIME, 0)).isZero();
        assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(2_000_000);
        machine.memory.put(TIME, new long[] {0, 1_000_000_000}, 0, 2);
        assertThat(machine.call(SystemCalls.NANOSLEEP, TIME, 0)).isEqualTo(-Errno.EINVAL);
        machine.memory.put(TIME, new long[] {-1, 0}, 0, 2);
        assertThat(machine.call(SystemCalls.NANOSLEEP, TIME, 0)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void tellsTheTime() {
        long beforeMillis = System.currentTimeMillis();
        assertThat(machine.call(SystemCalls.GETTIMEOFDAY, TIME)).isZero();
        long millis = machine.memory.getLong(TIME) * 1000 + machine.memory.getLong(TIME + 8) / 1000;
        assertThat(millis).isBetween(beforeMillis - 1, System.currentTimeMillis() + 1);
    }

    @Test
    void refusesBadArguments() {
        assertThat(machine.call(SystemCalls.POLL, LIST, 65, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.POLL, LIST, -1, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.POLL, 2, 1, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.POLL, 1L << 40, 1, 0)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.call(SystemCalls.SELECT, 65, 0, 0, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.SELECT, 1, 4, 0, 0)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.call(SystemCalls.SELECT, 1, 0, -8, 0)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.call(SystemCalls.SELECT, 1, 0, 0, -8)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.call(SystemCalls.NANOSLEEP, -8, 0)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.call(SystemCalls.NANOSLEEP, TIME, 4)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.call(SystemCalls.GETTIMEOFDAY, -8)).isEqualTo(-Errno.EFAULT);
    }
}
