package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;
import org.junit.jupiter.api.Test;

/// Signals between steps and in waiting system calls: handlers, masks, nesting, and what a process without handlers
/// does. Faults, which are signals too.
class SignalTest {

    private static final int USR1 = Signals.SIGUSR1;
    private static final int USR2 = Signals.SIGUSR2;
    private static final int PAGE = AddressSpace.PAGE_BYTES;

    private final List<Object> seen = new ArrayList<>();

    /// Handles a signal by routine 1, then counts steps in local 0 up to 4.
    private Routine counting(int signal, long mask) {
        return g -> {
            if (g.point() == 0) {
                g.request(SystemCalls.SIGACTION, signal, 1, mask, 0);
                g.resumeAt(1);
            } else {
                seen.add("step " + g.local(0));
                g.local(0, g.local(0) + 1);
                if (g.local(0) == 4) {
                    g.ret(g.result());
                }
            }
        };
    }

    private final Routine handler = g -> {
        seen.add("signal " + g.local(0));
        g.ret(99);
    };

    /// Turns until the program has executed so many steps of main.
    private void runTo(Machine machine, String step) {
        while (!seen.contains(step)) {
            assertThat(machine.runner.turn()).isTrue();
        }
    }

    @Test
    void aHandlerRunsBetweenTwoStepsAndLeavesNoTrace() {
        try (Machine machine = new Machine(counting(USR1, 0), handler)) {
            runTo(machine, "step 1");
            String before = machine.registers.toString();
            machine.registers.raise(Signals.bit(USR1));
            assertThat(machine.runner.turn()).isTrue(); // delivers, and executes the handler's only step
            assertThat(machine.registers.systemCall()).isEqualTo(SystemCalls.SIGRETURN);
            assertThat(machine.registers.signalMask()).isEqualTo(Signals.bit(USR1));
            assertThat(machine.runner.turn()).isTrue();
            assertThat(machine.registers.toString().replaceAll("phase.*", ""))
                    .isEqualTo(before.replaceAll("phase.*", ""));
            assertThat(machine.run()).isZero();
            assertThat(seen).containsExactly("step 0", "step 1", "signal 10", "step 2", "step 3");
        }
    }

    /// The result of a call that is done and that the program has not seen yet.
    @Test
    void aHandlerKeepsTheResultOfTheCallBefore() {
        Routine main = g -> {
            switch (g.point()) {
                case 0 -> {
                    g.request(SystemCalls.SIGACTION, USR1, 1, 0, 0);
                    g.resumeAt(1);
                }
                case 1 -> {
                    g.request(SystemCalls.CLOSE, 9, 0, 0, 0);
                    g.resumeAt(2);
                }
                default -> g.ret(-g.result());
            }
        };
        Routine calling = g -> {
            if (g.point() == 0) {
                g.resumeAt(1);
                g.request(SystemCalls.LSEEK, 0, 0, 0, 0);
            } else {
                g.request(SystemCalls.SIGRETURN, 0, 0, 0, 0);
            }
        };
        try (Machine machine = new Machine(main, calling)) {
            while (machine.registers.systemCall() != SystemCalls.CLOSE
                    || machine.registers.phase() != Registers.Phase.DONE) {
                machine.runner.turn();
            }
            machine.registers.raise(Signals.bit(USR1));
            assertThat(machine.run()).isEqualTo(Errno.EBADF);
        }
    }

    @Test
    void handlersNestAndTheirMasksHoldOthersBack() {
        Routine handlers = g -> {
            seen.add("signal " + g.local(0) + " point " + g.point());
            if (g.point() == 0) {
                g.resumeAt(1);
            } else {
                g.ret(0);
            }
        };
        for (long mask : new long[] {0, Signals.bit(USR2)}) {
            seen.clear();
            try (Machine machine = new Machine(counting(USR1, mask), handlers)) {
                machine.kernel.signals().set(USR2, 1, 0);
                runTo(machine, "step 2");
                machine.registers.raise(Signals.bit(USR1));
                runTo(machine, "signal 10 point 0");
                machine.registers.raise(Signals.bit(USR2) | Signals.bit(USR1));
                machine.run();
                List<Object> signals = seen.stream()
                        .filter(each -> each.toString().startsWith("signal"))
                        .toList();
                String inner = "signal 12 point 0, signal 12 point 1";
                String rest = "signal 10 point 0, signal 10 point 1";
                assertThat(signals)
                        .hasToString(
                                mask == 0
                                        ? "[signal 10 point 0, " + inner + ", signal 10 point 1, " + rest + "]"
                                        : "[" + rest + ", " + rest + ", " + inner + "]");
                assertThat(machine.registers.signalMask()).isZero();
            }
        }
    }

    @Test
    void aBlockedSignalWaitsUntilItIsUnblocked() {
        Routine main = g -> {
            switch (g.point()) {
                case 0 -> g.request(SystemCalls.SIGACTION, USR1, 1, 0, 0);
                case 1 -> g.request(SystemCalls.SIGPROCMASK, 0, Signals.bit(USR1), 0, 0);
                case 4 -> g.request(SystemCalls.SIGPROCMASK, 1, Signals.bit(USR1), g.localAddress(2), 0);
                case 6 -> g.ret(g.local(2) == Signals.bit(USR1) ? 1 : 0);
                default -> seen.add("step " + g.point());
            }
            g.resumeAt(g.point() + 1);
        };
        try (Machine machine = new Machine(main, handler)) {
            runTo(machine, "step 2");
            machine.registers.raise(Signals.bit(USR1));
            assertThat(machine.run()).isEqualTo(1);
            assertThat(seen).containsExactly("step 2", "step 3", "signal 10", "step 5");
        }
    }

    @Test
    void aSignalWithoutAHandlerEndsTheProcessOrDoesNothing() {
        try (Machine machine = new Machine(g -> {})) {
            machine.kernel.signals().raise(Signals.bit(Signals.SIGTERM), machine.registers);
            assertThat(machine.run()).isEqualTo(128 + 15);
        }
        try (Machine machine = new Machine(counting(USR1, 0), handler)) {
            machine.kernel.signals().raise(Signals.bit(Signals.SIGWINCH), machine.registers);
            machine.kernel.signals().set(USR2, SignalTable.IGNORE, 0);
            machine.kernel.signals().raise(Signals.bit(USR2), machine.registers);
            assertThat(machine.registers.pendingSignals()).isZero();
            machine.registers.raise(Signals.bit(USR2) | Signals.bit(Signals.SIGCHLD));
            assertThat(machine.run()).isZero();
        }
    }

    @Test
    void sigreturnIsForHandlersOnly() {
        Routine main = g -> {
            if (g.point() == 0) {
                g.request(SystemCalls.SIGRETURN, 0, 0, 0, 0);
                g.resumeAt(1);
            } else {
                g.ret(-g.result());
            }
        };
        try (Machine machine = new Machine(main)) {
            assertThat(machine.run()).isEqualTo(Errno.EINVAL);
        }
    }

    /// Arms the timer with a period of 2 ms, then issues `call` over and over until it fails.
    private Routine interrupted(Routine call) {
        return g -> {
            switch (g.point()) {
                case 0 -> {
                    g.request(SystemCalls.SIGACTION, Signals.SIGALRM, 1, 0, 0);
                    g.resumeAt(1);
                }
                case 1 -> {
                    g.memory().put(0, new long[] {0, 2000, 0, 2000}, 0, 4);
                    g.request(SystemCalls.SETITIMER, 0, 0, 0, 0);
                    g.resumeAt(2);
                }
                case 2 -> {
                    call.step(g);
                    g.resumeAt(3);
                }
                default -> {
                    seen.add(g.result());
                    g.ret(0);
                }
            }
        };
    }

    @Test
    void aTimerInterruptsWaitingCalls() {
        Routine sleep = g -> {
            g.memory().put(64, new long[] {30, 0}, 0, 2);
            g.request(SystemCalls.NANOSLEEP, 64, 80, 0, 0);
        };
        List<Routine> calls = List.of(
                sleep,
                g -> g.request(SystemCalls.READ, 0, 64, 1, 0),
                g -> g.request(SystemCalls.POLL, 0, 0, -1, 0),
                g -> g.request(SystemCalls.SELECT, 0, 0, 0, 0));
        for (Routine call : calls) {
            seen.clear();
            try (Machine machine = new Machine(interrupted(call), handler)) {
                assertThat(machine.call(SystemCalls.SOCKET, 2, 2)).isZero();
                assertThat(machine.run()).isZero();
                assertThat(seen).startsWith("signal 14").endsWith((long) -Errno.EINTR);
                if (call.equals(sleep)) {
                    assertThat(machine.memory.getLong(80)).isEqualTo(29);
                    assertThat(machine.memory.getLong(88)).isBetween(900_000_000L, 999_999_999L);
                }
            }
        }
    }

    @Test
    void anAttendantIsServedWhileACallWaitsAndMayInterruptIt() {
        Routine main = g -> {
            if (g.point() == 0) {
                g.request(SystemCalls.POLL, 0, 0, -1, 0);
                g.resumeAt(1);
            } else {
                g.ret(-g.result());
            }
        };
        try (Machine machine = new Machine(main, handler)) {
            machine.kernel.signals().set(USR1, 1, 0);
            int event = (int) SystemCall.eventfd();
            machine.kernel.add(new Attendant() {
                @Override
                public int descriptor() {
                    return event;
                }

                @Override
                public void attend(Registers registers) {
                    seen.add(registers.phase());
                    if (registers.phase() == Registers.Phase.PENDING) {
                        long attended = seen.stream()
                                .filter(Registers.Phase.PENDING::equals)
                                .count();
                        if (attended == 3) {
                            SystemCall.read(event, machine.memory.nativeToStore(0, 8), 8);
                            machine.kernel.signals().raise(Signals.bit(USR1), registers);
                        }
                    }
                }
            });
            machine.memory.putLong(0, 1);
            SystemCall.write(event, machine.memory.nativeToLoad(0, 8), 8);
            assertThat(machine.run()).isEqualTo(Errno.EINTR);
            assertThat(seen.subList(0, 5))
                    .containsExactly(
                            Registers.Phase.RUNNING,
                            Registers.Phase.PENDING,
                            Registers.Phase.PENDING,
                            Registers.Phase.PENDING,
                            Registers.Phase.DONE);
            SystemCall.close(event);
        }
    }

    /// A page is protected; the first step that stores there makes its handler open it, and starts again.
    @Test
    void aFaultStartsTheStepAgain() {
        Routine main = g -> {
            switch (g.point()) {
                case 0 -> g.request(SystemCalls.SIGACTION, Signals.SIGSEGV, 1, 0, 0);
                case 1 -> g.request(SystemCalls.MPROTECT, PAGE, PAGE, Memory.NONE, 0);
                case 2 -> {
                    seen.add("step");
                    long sum = g.memory().getLong(PAGE + 16);
                    g.memory().putLong(PAGE + 16, sum + 1);
                }
                default -> g.ret(g.memory().getLong(PAGE + 16));
            }
            g.resumeAt(g.point() + 1);
            g.push(16);
        };
        Routine opener = g -> {
            switch (g.point()) {
                case 0 -> {
                    seen.add("fault " + g.local(0) + " at " + g.local(1));
                    int next = g.memory().protection(PAGE) == Memory.NONE ? Memory.READ : Memory.READ_WRITE;
                    g.request(SystemCalls.MPROTECT, PAGE, PAGE, next, 0);
                    g.resumeAt(1);
                }
                default -> g.ret(0);
            }
        };
        try (Machine machine = new Machine(main, opener)) {
            long stackPointer = machine.registers.stackPointer();
            assertThat(machine.run()).isEqualTo(1);
            assertThat(seen).containsExactly("step", "fault 11 at 4112", "step", "fault 11 at 4112", "step");
            // Each of the four steps that ended pushed once, and no step that a fault ended did.
            assertThat(machine.registers.stackPointer()).isEqualTo(stackPointer - 4 * 16);
        }
    }

    @Test
    void aFaultWithoutAHandlerOrInsideOfItEndsTheProcess() {
        Routine touching = g -> g.memory().getByte(PAGE);
        try (Machine machine = new Machine(touching, touching)) {
            machine.memory.protect(PAGE, PAGE, Memory.NONE);
            assertThat(machine.run()).isEqualTo(128 + 11);
        }
        try (Machine machine = new Machine(touching, touching)) {
            machine.memory.protect(PAGE, PAGE, Memory.NONE);
            machine.kernel.signals().set(Signals.SIGSEGV, 1, 0);
            assertThat(machine.run()).isEqualTo(128 + 11);
            assertThat(machine.registers.routine()).isEqualTo(1);
        }
    }
}
