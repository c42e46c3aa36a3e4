package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.os.SystemCall;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Timed checkpoints come also while a process waits, and hold what it did before.
@Timeout(60)
final class TimedCheckpointsTest {

    private static final long VALUE = 8;
    private static final long POLLFD = 64;
    private static final long SET = 72;
    private static final long TIME = 80;
    private static final long BUFFER = 96;
    private static final long LINE = 128;

    @TempDir
    private Path directory;

    private int pipe = -1;

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Stores something, waits for its input in that call, and says what it stored and what came.
    private static Program waiting(int systemCall) {
        return new Program(
                "waiting",
                1,
                new AddressSpace(AddressSpace.PAGE_BYTES, 0, 16 << 10),
                List.of(new Program.Entry("main", 2, g -> main(g, systemCall))),
                0);
    }

    private static void main(Guest g, int systemCall) {
        Memory memory = g.memory();
        g.resumeAt(g.point() + 1);
        switch (g.point()) {
            case 0 -> {
                memory.putLong(VALUE, 42);
                memory.putLong(POLLFD, 1L << 32);
                memory.putLong(SET, 1);
                switch (systemCall) {
                    case SystemCalls.POLL -> g.request(SystemCalls.POLL, POLLFD, 1, -1, 0);
                    case SystemCalls.SELECT -> g.request(SystemCalls.SELECT, 1, SET, 0, 0);
                    default -> g.request(SystemCalls.READ, 0, BUFFER, 1, 0);
                }
            }
            case 1 -> {
                if (systemCall != SystemCalls.READ) {
                    g.request(SystemCalls.READ, 0, BUFFER, 1, 0);
                }
            }
            case 2 -> StoppedRuns.say(g, LINE, memory.getLong(VALUE) + " and " + (char) memory.getByte(BUFFER));
            default -> g.exit(3);
        }
    }

    private DiscountChecking open(StorageKind kind, Program program, Duration interval, StopPoints points)
            throws IOException, InterruptedException {
        if (pipe < 0) {
            pipe = HostFiles.pipe(directory.resolve("pipe"));
        }
        Descriptors descriptors = new Descriptors();
        descriptors.lend(0, pipe);
        descriptors.give(1, HostFiles.toAppend(directory.resolve("out")), false);
        CheckpointOptions options =
                CheckpointOptions.defaults().withStorage(kind).withCheckpoints(new Checkpoints.Every(interval));
        return DiscountChecking.open(program, Storage.of(kind, directory), "waiting.dc", options, descriptors, points);
    }

    /// Stopped behind the second checkpoint: the first one made the process, and before its call it had no other.
    @ParameterizedTest
    @CsvSource({"RIO,0", "DISK,0", "RIO,7", "RIO,23"})
    void aProcessThatWaitsIsCheckpointed(StorageKind kind, int systemCall) throws IOException, InterruptedException {
        int[] commits = {0};
        StopPoints afterTheSecond = what -> {
            if (what.equals("after commit") && ++commits[0] == 2) {
                throw new Stopped();
            }
        };
        Duration interval = Duration.ofMillis(30);
        try (DiscountChecking process = open(kind, waiting(systemCall), interval, afterTheSecond)) {
            assertThatThrownBy(process::run).isInstanceOf(Stopped.class);
        }
        try (DiscountChecking process = open(kind, waiting(systemCall), interval, StopPoints.NONE);
                Arena arena = Arena.ofConfined()) {
            assertThat(process.recovery().orElseThrow().checkpoint()).isEqualTo(2);
            assertThat(SystemCall.write(pipe, arena.allocateFrom("x").address(), 1))
                    .isEqualTo(1);
            assertThat(process.run()).isEqualTo(3);
        } finally {
            SystemCall.close(pipe);
        }
        assertThat(Files.readString(directory.resolve("out"))).isEqualTo("42 and x\n");
    }

    /// The checkpoints in the wait and behind it; those of its making and its end are not counted.
    @Test
    void thereIsOneCheckpointAWait() throws IOException, InterruptedException {
        Program sleeper = new Program(
                "sleeper",
                1,
                new AddressSpace(AddressSpace.PAGE_BYTES, 0, 16 << 10),
                List.of(new Program.Entry("main", 2, TimedCheckpointsTest::sleepAndExit)),
                0);
        try (DiscountChecking process = open(StorageKind.RIO, sleeper, Duration.ofMillis(1), StopPoints.NONE)) {
            assertThat(process.run()).isZero();
            assertThat(process.statistics().checkpoints()).isEqualTo(2);
        } finally {
            SystemCall.close(pipe);
        }
    }

    private static void sleepAndExit(Guest g) {
        if (g.point() == 0) {
            g.memory().put(TIME, new long[] {0, 50_000_000}, 0, 2);
            g.request(SystemCalls.NANOSLEEP, TIME, 0, 0, 0);
            g.resumeAt(1);
        } else {
            g.exit((int) g.result());
        }
    }
}
