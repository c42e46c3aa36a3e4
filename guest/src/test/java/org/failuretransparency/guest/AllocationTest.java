package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.failuretransparency.os.Errno;
import org.junit.jupiter.api.Test;

/// A warmed-up step puts nothing on the Java heap: neither do calls, stores, faults, signals, or system calls.
class AllocationTest {

    private static final int TURNS = 20_000;
    private static final int ROUNDS = 3000;
    private static final int PAGE = AddressSpace.PAGE_BYTES;

    /// A round of calls, stores and requests without an end.
    private static void main(Guest g) {
        Memory memory = g.memory();
        switch (g.point()) {
            case 0 -> {
                g.local(2, g.local(2) + 1);
                memory.putLong(64, memory.getLong(64) + 1);
                memory.putDouble(80, memory.getDouble(80) + 1);
                g.free(g.malloc(40));
                g.call(1, 5, 6);
            }
            case 1 -> g.request(SystemCalls.GETTIMEOFDAY, 96, 0, 0, 0);
            case 2 -> g.request(SystemCalls.POLL, 0, 0, 0, 0);
            case 3 -> g.request(SystemCalls.READ, 63, 128, 1, 0);
            case 4 -> {
                memory.putByte(PAGE, (byte) 1);
                g.request(SystemCalls.MPROTECT, PAGE, PAGE, Memory.READ, 0);
            }
            default -> g.request(SystemCalls.SIGPROCMASK, 0, 0, 0, 0);
        }
        g.resumeAt((g.point() + 1) % 6);
    }

    private static void handler(Guest g) {
        if (g.point() == 0) {
            g.request(SystemCalls.MPROTECT, PAGE, PAGE, Memory.READ_WRITE, 0);
            g.resumeAt(1);
        } else {
            g.ret(0);
        }
    }

    @Test
    void aTurnAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Machine machine = new Machine(AllocationTest::main, g -> g.ret(0), AllocationTest::handler)) {
            machine.kernel.signals().set(Signals.SIGSEGV, 2, 0);
            long allocated = Long.MAX_VALUE;
            // The first rounds compile, when a busy machine gets to it; the compiler says by what comes after whether
            // it could
            // do without objects.
            for (int round = 0; round < ROUNDS && allocated > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < TURNS; i++) {
                    machine.runner.turn();
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertThat(allocated).isZero();
            assertThat(machine.memory.getLong(64)).isPositive();
            assertThat(machine.memory.getByte(PAGE)).isEqualTo((byte) 1);
            assertThat(machine.call(SystemCalls.READ, 63, 0, 1)).isEqualTo(-Errno.EBADF);
        }
    }
}
