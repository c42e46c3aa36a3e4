package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Steps, frames, calls and returns, and how a program is told that it broke the contract.
class ProcessorTest {

    private final List<Object> seen = new ArrayList<>();

    @Test
    void endsWithTheMainRoutinesValue() {
        try (Machine machine = new Machine(g -> g.ret(0x107))) {
            assertThat(machine.run()).isEqualTo(7);
        }
    }

    @Test
    void goesOnAtTheSamePointUntilAStepSaysOtherwise() {
        try (Machine machine = new Machine(g -> {
            seen.add(g.point() + ":" + g.local(0));
            g.local(0, g.local(0) + 1);
            if (g.point() == 5) {
                g.exit(3);
            } else if (g.local(0) == 2) {
                g.resumeAt(5);
            }
        })) {
            assertThat(machine.run()).isEqualTo(3);
            assertThat(seen).containsExactly("0:0", "0:1", "5:2");
        }
    }

    @Test
    void callsAndReturnsWithArgumentsAndAValue() {
        Routine main = g -> {
            if (g.point() == 0) {
                g.local(2, 40);
                g.resumeAt(1);
                g.call(1, 5, 6);
            } else {
                g.ret(g.result() + g.local(2));
            }
        };
        Routine sum = g -> g.ret(g.local(0) * 10 + g.local(1) + g.local(2) + g.local(3));
        try (Machine machine = new Machine(main, sum)) {
            long stackPointer = machine.registers.stackPointer();
            assertThat(stackPointer).isEqualTo(machine.memory.space().lengthBytes() - FrameLayout.frameBytes(4));
            assertThat(machine.runner.turn()).isTrue();
            assertThat(machine.registers.stackPointer()).isEqualTo(stackPointer - FrameLayout.frameBytes(4));
            assertThat(machine.registers.routine()).isEqualTo(1);
            assertThat(machine.registers.point()).isZero();
            assertThat(machine.runner.turn()).isTrue();
            assertThat(machine.registers.stackPointer()).isEqualTo(stackPointer);
            assertThat(machine.registers.point()).isEqualTo(1);
            assertThat(machine.run()).isEqualTo(96);
        }
    }

    @Test
    void recursesAsDeepAsTheStackGoes() {
        Routine factorial = g -> {
            if (g.point() == 1) {
                g.ret(g.local(0) * g.result());
            } else if (g.local(0) == 0) {
                g.ret(1);
            } else {
                g.resumeAt(1);
                g.call(1, g.local(0) - 1, 0);
            }
        };
        try (Machine machine = new Machine(
                g -> {
                    if (g.point() == 0) {
                        g.resumeAt(1);
                        g.call(1, 5, 0);
                    } else {
                        g.ret(g.result());
                    }
                },
                factorial)) {
            assertThat(machine.run()).isEqualTo(120);
        }
        try (Machine machine = new Machine(g -> g.call(0, 0, 0))) {
            assertThatThrownBy(machine::run)
                    .isInstanceOf(GuestException.StackOverflow.class)
                    .hasMessage("stack overflow: routine=routine, needed bytes=48, left=16");
        }
    }

    /// What lies below the stack pointer does not survive a recovery.
    @Test
    void startsEveryRoutineWithClearedLocals() {
        Routine main = g -> {
            if (g.point() == 2) {
                g.exit(0);
            } else {
                g.resumeAt(g.point() + 1);
                g.call(1, 0, 0);
            }
        };
        Routine dirty = g -> {
            seen.add(g.local(2) + g.local(3));
            g.local(2, -1);
            g.local(3, -1);
            seen.add(g.memory().getLong(g.push(8)));
            g.memory().putLong(g.push(24) + 16, 9);
            g.ret(0);
        };
        try (Machine machine = new Machine(main, dirty)) {
            machine.run();
            assertThat(seen).containsExactly(0L, 0L, 0L, 0L);
        }
    }

    @Test
    void keepsPushedSpaceUntilTheRoutineReturns() {
        Routine main = g -> {
            switch (g.point()) {
                case 0 -> {
                    g.local(2, g.push(100));
                    g.memory().putLong(g.local(2), 77);
                    g.resumeAt(1);
                }
                case 1 -> {
                    g.resumeAt(2);
                    g.call(1, 0, 0);
                }
                default -> g.ret(g.memory().getLong(g.local(2)));
            }
        };
        Routine below = g -> {
            g.memory().fill(g.push(64), 64, (byte) 1);
            g.ret(0);
        };
        try (Machine machine = new Machine(main, below)) {
            long start = machine.registers.stackPointer();
            machine.runner.turn();
            assertThat(machine.registers.stackPointer()).isEqualTo(start - 112);
            assertThat(machine.run()).isEqualTo(77);
        }
        try (Machine machine = new Machine(g -> g.push(1 << 20))) {
            assertThatThrownBy(machine::run)
                    .hasMessageContaining("stack overflow: routine=routine, needed bytes=1048576");
        }
    }

    @Test
    void givesAddressesOfLocalsForSystemCalls() {
        Routine main = g -> {
            if (g.point() == 0) {
                g.request(SystemCalls.GETTIMEOFDAY, g.localAddress(2), 0, 0, 0);
                g.resumeAt(1);
            } else {
                seen.add(g.result());
                seen.add(g.local(2));
                g.exit(0);
            }
        };
        try (Machine machine = new Machine(main)) {
            long before = System.currentTimeMillis() / 1000;
            machine.run();
            assertThat(seen.getFirst()).isEqualTo(0L);
            assertThat((long) seen.getLast()).isBetween(before - 1, System.currentTimeMillis() / 1000 + 1);
        }
    }

    @Test
    void refusesTwoTransfersInAStep() {
        assertFails(
                g -> {
                    g.call(0, 0, 0);
                    g.ret(0);
                },
                "a step ends once: first=CALL, second=RETURN");
        assertFails(
                g -> {
                    g.request(SystemCalls.READ, 0, 0, 0, 0);
                    g.request(SystemCalls.READ, 0, 0, 0, 0);
                },
                "a step ends once: first=REQUEST, second=REQUEST");
    }

    @Test
    void refusesWhatThereIsNot() {
        assertFails(g -> g.local(4), "no such local: routine=routine, slot=4, locals=4");
        assertFails(g -> g.local(-1, 0), "no such local: routine=routine, slot=-1, locals=4");
        assertFails(g -> g.call(1, 0, 0), "no such routine: program=test, routine=1, routines=1");
        assertFails(g -> g.request(99, 0, 0, 0, 0), "no such system call: number=99");
        assertFails(g -> g.request(-1, 0, 0, 0, 0), "no such system call: number=-1");
        assertFails(g -> g.request(4, 0, 0, 0, 0), "no such system call: number=4");
        assertThatThrownBy(() -> new Program("test", 1, Machine.SPACE, List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such main routine: program=test, mainRoutine=0, routines=0");
        assertThatThrownBy(() -> new Program.Entry("much", 1 << 20, g -> {}))
                .hasMessage("bad number of locals: routine=much, locals=1048576");
    }

    @Test
    void saysWhichStepFailed() {
        assertFails(g -> g.memory().getLong(3), "address is not aligned: address=3, lengthBytes=8");
        assertFails(
                g -> {
                    throw new IllegalStateException("a bug");
                },
                "a bug");
    }

    private static void assertFails(Routine main, String reason) {
        try (Machine machine = new Machine(main)) {
            assertThatThrownBy(machine::run)
                    .isInstanceOf(GuestException.StepFailed.class)
                    .hasMessage("step failed: program=test, routine=routine, point=0: " + reason)
                    .hasCauseInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void refusesToReturnToARoutineThatAWildStoreMadeUp() {
        Routine main = g -> g.call(1, 0, 0);
        Routine wild = g -> {
            g.memory().putInt(g.localAddress(0) - FrameLayout.LOCALS, 42);
            g.ret(0);
        };
        try (Machine machine = new Machine(main, wild)) {
            assertThatThrownBy(machine::run)
                    .isInstanceOf(GuestException.NoSuchRoutine.class)
                    .hasMessage("no such routine: program=test, routine=42, routines=2");
        }
    }
}
