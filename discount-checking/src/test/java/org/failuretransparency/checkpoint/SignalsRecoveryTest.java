package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.IntervalTimer;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.Signals;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.vista.PageTracker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Handlers, masks, pending signals, handlers in the middle of handlers, and the timer survive wherever the process is
/// stopped.
@Timeout(120)
final class SignalsRecoveryTest {

    private static final AddressSpace SPACE = new AddressSpace(2 * AddressSpace.PAGE_BYTES, 1 << 16, 16 << 10);
    private static final int MAIN = 0;
    private static final int ALARM = 1;
    private static final int FAULT = 2;

    private static final long LINE = 64;
    private static final long ITIMERVAL = 512;
    private static final long TIMESPEC = 544;
    private static final long OLD_MASK = 560;
    private static final long FAULTS = 568;
    /// The count of alarms has a page of its own, which every alarm protects.
    private static final long PAGE = AddressSpace.PAGE_BYTES;

    private static final int TOLD_ALARMS = 4;

    @TempDir
    private Path directory;

    private static Program program() {
        return new Program(
                "alarms",
                1,
                SPACE,
                List.of(
                        new Program.Entry("main", 2, SignalsRecoveryTest::main),
                        new Program.Entry("alarm", 2, SignalsRecoveryTest::alarm),
                        new Program.Entry("fault", 2, SignalsRecoveryTest::fault)),
                MAIN);
    }

    private static void main(Guest g) {
        Memory memory = g.memory();
        g.resumeAt(g.point() + 1);
        switch (g.point()) {
            case 0 -> g.request(SystemCalls.SIGACTION, Signals.SIGALRM, ALARM, 0, 0);
            case 1 -> g.request(SystemCalls.SIGACTION, Signals.SIGSEGV, FAULT, 0, 0);
            case 2 -> g.request(SystemCalls.SIGPROCMASK, 0, Signals.bit(Signals.SIGALRM), 0, 0);
            case 3 -> arm(g, 1_000, 0);
            case 4 -> sleep(g, 0, 3_000_000);
            case 5 -> StoppedRuns.say(g, LINE, "slept " + g.result() + " alarms " + memory.getLong(PAGE));
            case 6 -> g.request(SystemCalls.SIGPROCMASK, 2, 0, OLD_MASK, 0);
            case 7 -> StoppedRuns.say(g, LINE, "mask was " + memory.getLong(OLD_MASK));
            case 8 -> StoppedRuns.say(g, LINE, "arming");
            case 9 -> arm(g, 5_000, 2_000);
            case 10 -> sleep(g, 5, 0);
            case 11 -> {
                if (g.result() == 0) {
                    StoppedRuns.say(g, LINE, "the timer is lost");
                    g.resumeAt(12);
                } else {
                    g.resumeAt(memory.getLong(PAGE) < TOLD_ALARMS ? 10 : 12);
                }
            }
            case 12 -> arm(g, 0, 0);
            case 13 -> StoppedRuns.say(g, LINE, "disarmed");
            default -> g.exit(3);
        }
    }

    private static void arm(Guest g, long micros, long intervalMicros) {
        Memory memory = g.memory();
        memory.put(ITIMERVAL, new long[] {0, intervalMicros, 0, micros}, 0, 4);
        g.request(SystemCalls.SETITIMER, 0, ITIMERVAL, 0, 0);
    }

    private static void sleep(Guest g, long seconds, long nanos) {
        g.memory().put(TIMESPEC, new long[] {seconds, nanos}, 0, 2);
        g.request(SystemCalls.NANOSLEEP, TIMESPEC, 0, 0, 0);
    }

    /// Counts on a page that it protects before, so that the handler of the fault runs in the middle of this one.
    private static void alarm(Guest g) {
        Memory memory = g.memory();
        g.resumeAt(g.point() + 1);
        switch (g.point()) {
            case 0 -> g.request(SystemCalls.MPROTECT, PAGE, AddressSpace.PAGE_BYTES, Memory.NONE, 0);
            case 1 -> memory.putLong(PAGE, memory.getLong(PAGE) + 1);
            case 2 -> {
                if (memory.getLong(PAGE) <= TOLD_ALARMS) {
                    StoppedRuns.say(g, LINE, "alarm " + memory.getLong(PAGE) + " faults " + memory.getLong(FAULTS));
                }
            }
            default -> g.ret(0);
        }
    }

    private static void fault(Guest g) {
        Memory memory = g.memory();
        g.resumeAt(g.point() + 1);
        switch (g.point()) {
            case 0 -> {
                memory.putLong(FAULTS, memory.getLong(FAULTS) + 1);
                if (memory.getLong(FAULTS) <= TOLD_ALARMS) {
                    StoppedRuns.say(g, LINE, "fault " + memory.getLong(FAULTS) + " at " + g.local(1));
                }
            }
            case 1 -> g.request(SystemCalls.MPROTECT, PAGE, AddressSpace.PAGE_BYTES, Memory.READ_WRITE, 0);
            default -> g.ret(0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void surviveBeingStoppedBeforeEachStep(StorageKind kind) throws IOException {
        StoppedEverywhere.requireEqualOutput(directory, kind, SignalsRecoveryTest::program, _ -> {});
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void surviveAmnesia(StorageKind kind) throws IOException {
        StoppedEverywhere.requireNothingForgotten(directory, kind, SignalsRecoveryTest::program, _ -> {}, 1);
    }

    @Test
    void theTimerGoesOnWhereItWasAtTheCheckpoint() {
        long[] nanos = {100};
        try (CheckpointStore store = RioStore.create(Storage.of(StorageKind.RIO, directory), "timer", SPACE)) {
            PageTracker context = new PageTracker(store.context(), ContextLayout.LINE_BYTES);
            CheckpointedMemory memory = new CheckpointedMemory(SPACE, store);
            IntervalTimer timer = new IntervalTimer(() -> nanos[0]);
            RecoverableTimer part = new RecoverableTimer(context, timer);
            timer.arm(1_000, 0);
            part.changed();
            nanos[0] += 400;
            part.beforeCommit();
            assertThat(restored(context, memory, nanos).remainingNanos()).isEqualTo(600);
            nanos[0] += 5_000;
            part.beforeCommit();
            assertThat(restored(context, memory, nanos).remainingNanos()).isEqualTo(1);
            assertThat(timer.expired()).isTrue();
            part.beforeCommit();
            assertThat(restored(context, memory, nanos).remainingNanos()).isEqualTo(IntervalTimer.NOT_ARMED);
            timer.arm(700, 300);
            part.changed();
            part.beforeCommit();
            assertThat(restored(context, memory, nanos).remainingNanos()).isEqualTo(700);
            assertThat(restored(context, memory, nanos).intervalNanos()).isEqualTo(300);
        }
    }

    private static IntervalTimer restored(PageTracker context, CheckpointedMemory memory, long[] nanos) {
        IntervalTimer timer = new IntervalTimer(() -> nanos[0]);
        new RecoverableTimer(context, timer).restore(memory);
        return timer;
    }
}
