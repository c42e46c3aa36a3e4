package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.failuretransparency.os.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `sigaction`, `sigprocmask`, `setitimer` and `mprotect`; the timer by itself.
class ProcessCallsTest {

    private static final long OLD = 64;
    private static final int PAGE = AddressSpace.PAGE_BYTES;

    private final Machine machine = new Machine();

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void setsHandlersAndTellsTheOldOnes() {
        assertThat(machine.call(SystemCalls.SIGACTION, 10, 0, 0xFF, OLD)).isZero();
        assertThat(machine.memory.getLong(OLD)).isEqualTo(SignalTable.DEFAULT);
        assertThat(machine.memory.getLong(OLD + 8)).isZero();
        assertThat(machine.call(SystemCalls.SIGACTION, 10, SignalTable.IGNORE, 0, OLD))
                .isZero();
        assertThat(machine.memory.getLong(OLD)).isZero();
        // SIGKILL can be kept waiting by nothing.
        assertThat(machine.memory.getLong(OLD + 8)).isEqualTo(0xFF);
        assertThat(machine.call(SystemCalls.SIGACTION, 10, 0, -1, 0)).isZero();
        assertThat(machine.kernel.signals().mask(10) & Signals.bit(Signals.SIGKILL))
                .isZero();
        for (long[] bad : new long[][] {{0, 0}, {65, 0}, {9, 0}, {19, 0}, {10, 1}, {10, -3}}) {
            assertThat(machine.call(SystemCalls.SIGACTION, bad)).isEqualTo(-Errno.EINVAL);
        }
        assertThat(machine.call(SystemCalls.SIGACTION, 10, 0, 0, -8)).isEqualTo(-Errno.EFAULT);
    }

    @Test
    void forgetsPendingSignalsThatAreIgnoredFromNowOn() {
        machine.registers.raise(Signals.bit(Signals.SIGUSR1) | Signals.bit(Signals.SIGUSR2));
        assertThat(machine.call(SystemCalls.SIGACTION, Signals.SIGUSR1, SignalTable.IGNORE, 0, 0))
                .isZero();
        assertThat(machine.registers.pendingSignals()).isEqualTo(Signals.bit(Signals.SIGUSR2));
    }

    @Test
    void changesTheMask() {
        assertThat(machine.call(SystemCalls.SIGPROCMASK, 0, 0b110, OLD)).isZero();
        assertThat(machine.memory.getLong(OLD)).isZero();
        assertThat(machine.call(SystemCalls.SIGPROCMASK, 1, 0b010, OLD)).isZero();
        assertThat(machine.memory.getLong(OLD)).isEqualTo(0b110);
        assertThat(machine.registers.signalMask()).isEqualTo(0b100);
        assertThat(machine.call(SystemCalls.SIGPROCMASK, 2, -1, 0)).isZero();
        assertThat(machine.registers.signalMask())
                .isEqualTo(~(Signals.bit(Signals.SIGKILL) | Signals.bit(Signals.SIGSTOP)));
        assertThat(machine.call(SystemCalls.SIGPROCMASK, 3, 0, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.SIGPROCMASK, 0, 0, 4)).isEqualTo(-Errno.EFAULT);
    }

    @Test
    void armsAndDisarmsTheTimer() {
        machine.memory.put(0, new long[] {1, 500_000, 100, 7}, 0, 4);
        assertThat(machine.call(SystemCalls.SETITIMER, 0, 0, OLD)).isZero();
        long[] old = new long[4];
        machine.memory.get(OLD, old, 0, 4);
        assertThat(old).containsExactly(0, 0, 0, 0);
        machine.memory.fill(0, 32, (byte) 0);
        assertThat(machine.call(SystemCalls.SETITIMER, 0, 0, OLD)).isZero();
        machine.memory.get(OLD, old, 0, 4);
        assertThat(old[0]).isEqualTo(1);
        assertThat(old[1]).isEqualTo(500_000);
        assertThat(old[2]).isBetween(98L, 100L);
        assertThat(machine.kernel.timer().remainingNanos()).isEqualTo(IntervalTimer.NOT_ARMED);
        assertThat(machine.call(SystemCalls.SETITIMER, 1, 0, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.SETITIMER, 0, -8, 0)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.call(SystemCalls.SETITIMER, 0, 0, -8)).isEqualTo(-Errno.EFAULT);
        machine.memory.putLong(24, 1_000_000);
        assertThat(machine.call(SystemCalls.SETITIMER, 0, 0, 0)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void theTimerCountsLatePeriodsOnce() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 50); // System.nanoTime() may wrap around
        IntervalTimer timer = new IntervalTimer(now::get);
        assertThat(timer.expired()).isFalse();
        timer.arm(100, 30);
        assertThat(timer.remainingNanos()).isEqualTo(100);
        now.addAndGet(99);
        assertThat(timer.expired()).isFalse();
        now.addAndGet(1);
        assertThat(timer.remainingNanos()).isZero();
        assertThat(timer.expired()).isTrue();
        assertThat(timer.remainingNanos()).isEqualTo(30);
        now.addAndGet(95);
        assertThat(timer.expired()).isTrue();
        assertThat(timer.expired()).isFalse();
        assertThat(timer.remainingNanos()).isEqualTo(25);
        timer.arm(10, 0);
        now.addAndGet(1000);
        assertThat(timer.expired()).isTrue();
        assertThat(timer.remainingNanos()).isEqualTo(IntervalTimer.NOT_ARMED);
    }

    @Test
    void protectsPages() {
        assertThat(machine.call(SystemCalls.MPROTECT, PAGE, PAGE + 1, 0)).isZero();
        assertThat(machine.memory.protection(2 * PAGE)).isEqualTo(Memory.NONE);
        assertThat(machine.memory.protection(3 * PAGE)).isEqualTo(Memory.READ_WRITE);
        assertThat(machine.call(SystemCalls.MPROTECT, PAGE, PAGE, 1)).isZero();
        assertThat(machine.memory.protection(PAGE)).isEqualTo(Memory.READ);
        assertThat(machine.call(SystemCalls.MPROTECT, PAGE, PAGE, 2)).isZero();
        assertThat(machine.memory.protection(PAGE)).isEqualTo(Memory.READ_WRITE);
        assertThat(machine.call(SystemCalls.MPROTECT, PAGE, 0, 0)).isZero();
        assertThat(machine.call(SystemCalls.MPROTECT, 8, PAGE, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.MPROTECT, 0, -1, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.MPROTECT, 0, PAGE, 4)).isEqualTo(-Errno.EINVAL);
        long stack = Machine.SPACE.stackStart();
        assertThat(machine.call(SystemCalls.MPROTECT, stack - PAGE, PAGE, 0)).isZero();
        assertThat(machine.call(SystemCalls.MPROTECT, stack - PAGE, PAGE + 1, 0))
                .isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.MPROTECT, 0, 1L << 40, 0)).isEqualTo(-Errno.ENOMEM);
        assertThat(machine.call(SystemCalls.MPROTECT, -PAGE, PAGE, 0)).isEqualTo(-Errno.ENOMEM);
    }
}
