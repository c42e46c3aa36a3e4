package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// A program with calls, signal handlers, faults, pushed space and blocks of the heap passes the amnesia test, and one
/// that keeps something in a Java object, or in a part of the stack that it gave back, does not.
class AmnesiaTest extends AmnesiaContract {

    private static final int PAGE = AddressSpace.PAGE_BYTES;
    private static final long DIGITS = 0;

    private AtomicLong turns = new AtomicLong();

    /// Writes the factorials of its input's digits, computed in frames, with a signal in between.
    private static void main(Guest g) {
        Memory memory = g.memory();
        switch (g.point()) {
            case 0 -> g.request(SystemCalls.SIGACTION, Signals.SIGUSR1, 2, 0, 0);
            case 1 -> g.request(SystemCalls.SIGACTION, Signals.SIGSEGV, 3, 0, 0);
            case 2 -> g.request(SystemCalls.MPROTECT, PAGE, PAGE, Memory.NONE, 0);
            case 3 -> {
                g.local(2, g.malloc(64));
                g.local(3, g.push(64));
                memory.putLong(g.local(3), 1);
            }
            case 4 -> g.request(SystemCalls.READ, 0, DIGITS, 1, 0);
            case 5 -> {
                if (g.result() <= 0) {
                    g.ret(memory.getLong(g.local(3)) + memory.getLong(PAGE));
                } else {
                    g.call(1, memory.getByte(DIGITS) - '0', 0);
                }
            }
            default -> {
                memory.putLong(PAGE, memory.getLong(PAGE) + 1);
                byte[] text = (g.result() + "\n").getBytes(StandardCharsets.US_ASCII);
                memory.put(g.local(2), text, 0, text.length);
                g.request(SystemCalls.WRITE, 1, g.local(2), text.length, 0);
            }
        }
        g.resumeAt(g.point() == 6 ? 4 : g.point() + 1);
    }

    private static void factorial(Guest g) {
        if (g.point() == 1) {
            g.ret(g.local(0) * g.result());
        } else if (g.local(0) <= 1) {
            g.ret(1);
        } else {
            g.call(1, g.local(0) - 1, 0);
            g.resumeAt(1);
        }
    }

    private static void interrupt(Guest g) {
        if (g.point() == 0) {
            g.call(1, 3, 0);
            g.resumeAt(1);
        } else {
            g.ret(g.result());
        }
    }

    private static void open(Guest g) {
        g.resumeAt(1);
        if (g.point() == 0) {
            g.request(SystemCalls.MPROTECT, PAGE, PAGE, Memory.READ_WRITE, 0);
        } else {
            g.ret(0);
        }
    }

    @Override
    protected Program program() {
        return program(AmnesiaTest::main);
    }

    private static Program program(Routine main) {
        return new Program(
                "factorials",
                1,
                Machine.SPACE,
                List.of(
                        new Program.Entry("main", 4, main),
                        new Program.Entry("factorial", 2, AmnesiaTest::factorial),
                        new Program.Entry("interrupt", 2, AmnesiaTest::interrupt),
                        new Program.Entry("open", 2, AmnesiaTest::open)),
                0);
    }

    @Override
    protected byte[] input() {
        return "5139".getBytes(StandardCharsets.US_ASCII);
    }

    /// A signal at every 23rd turn, which leaves its handler time to end, once there is a handler.
    @Override
    protected void prepare(HostKernel kernel) {
        turns = new AtomicLong();
        kernel.add(new Attendant() {
            @Override
            public int descriptor() {
                return -1;
            }

            @Override
            public void attend(Registers registers) {
                if (turns.incrementAndGet() % 23 == 0 && kernel.signals().handler(Signals.SIGUSR1) >= 0) {
                    kernel.signals().raise(Signals.bit(Signals.SIGUSR1), registers);
                }
            }
        });
    }

    /// Keeps the number of its steps in a field.
    private static final class Remembering implements Routine {

        private long steps;

        @Override
        public void step(Guest g) {
            steps++;
            write(g, steps);
        }
    }

    /// Keeps the address of pushed space of a routine that has returned.
    private static void dangling(Guest g) {
        if (g.point() == 0) {
            g.local(2, g.localAddress(0) - 4096);
            g.memory().putLong(g.local(2), 7);
            g.resumeAt(1);
        } else {
            write(g, g.memory().getLong(g.local(2)));
        }
    }

    private static void write(Guest g, long value) {
        if (g.local(3) == 5) {
            g.exit(0);
            return;
        }
        g.local(3, g.local(3) + 1);
        g.memory().putByte(0, (byte) ('0' + value % 10));
        g.request(SystemCalls.WRITE, 1, 0, 1, 0);
    }

    @Test
    void findsStateOutsideOfTheProcess() throws IOException {
        for (Supplier<Routine> cheat : List.<Supplier<Routine>>of(Remembering::new, () -> AmnesiaTest::dangling)) {
            Run plain = run(() -> program(cheat.get()), false);
            Run forgetful = run(() -> program(cheat.get()), true);
            assertThatThrownBy(() -> requireEqual(plain, forgetful))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("output with amnesia");
        }
    }
}
