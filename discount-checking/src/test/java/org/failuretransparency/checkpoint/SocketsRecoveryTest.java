package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.os.SystemCall;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.workloads.kernel.DatagramEcho;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A process that is stopped anywhere comes back under the address that its peer knows, in whatever way it got it.
@Timeout(120)
final class SocketsRecoveryTest {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final long LOOPBACK = 0x0100007FL;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int POLLIN = 1;
    private static final int POLL_MS = 50;

    private static final long LINE = 64;
    private static final long NAME = 512;
    private static final long PEER = 528;
    private static final long SENT = 544;
    private static final long RECEIVED = 552;
    private static final long POLLED = 560;
    private static final long NO_PEER = 576;

    private static final int FD = 2;
    private static final int ROUND = 3;
    private static final int ROUNDS = 3;

    @TempDir
    private Path directory;

    /// How the socket gets its address, whether it has a peer, and whether it lets that go before it sends.
    private record Use(boolean binds, boolean connects, boolean dissolves) {}

    private static Program program(Use use, int peerPort) {
        return new Program(
                "sender",
                1,
                new AddressSpace(AddressSpace.PAGE_BYTES, 1 << 16, 16 << 10),
                List.of(new Program.Entry("main", 4, g -> main(g, use, peerPort))),
                0);
    }

    private static long address(int port) {
        return LOOPBACK << 32 | (long) (port & 0xFF) << 24 | (long) (port >> 8) << 16 | AF_INET;
    }

    /// Sends a number and waits for it to come back, and sends it again if it does not.
    private static void main(Guest g, Use use, int peerPort) {
        Memory memory = g.memory();
        g.resumeAt(g.point() + 1);
        switch (g.point()) {
            case 0 -> g.request(SystemCalls.SOCKET, AF_INET, SOCK_DGRAM, 0, 0);
            case 1 -> {
                g.local(FD, g.result());
                memory.putLong(NAME, address(0));
                memory.putLong(PEER, address(peerPort));
            }
            case 2 -> {
                if (use.binds()) {
                    g.request(SystemCalls.BIND, g.local(FD), NAME, 16, 0);
                }
            }
            case 3 -> {
                if (use.connects()) {
                    g.request(SystemCalls.CONNECT, g.local(FD), PEER, 16, 0);
                }
            }
            case 4 -> {
                if (use.dissolves()) {
                    g.request(SystemCalls.CONNECT, g.local(FD), NO_PEER, 16, 0);
                }
            }
            case 5 -> g.request(SystemCalls.FCNTL, g.local(FD), F_SETFL, SystemCall.O_NONBLOCK, 0);
            case 6 -> {
                memory.putLong(SENT, g.local(ROUND));
                boolean connected = use.connects() && !use.dissolves();
                g.request(SystemCalls.SENDTO, g.local(FD), SENT, 8, connected ? 0 : PEER);
            }
            case 7 -> {
                memory.putLong(POLLED, (long) POLLIN << 32 | g.local(FD));
                g.request(SystemCalls.POLL, POLLED, 1, POLL_MS, 0);
            }
            case 8 -> {
                if (g.result() == 0) {
                    g.resumeAt(6);
                } else {
                    g.request(SystemCalls.RECVFROM, g.local(FD), RECEIVED, 8, 0);
                }
            }
            case 9 -> {
                if (g.result() == 8 && memory.getLong(RECEIVED) == g.local(ROUND)) {
                    StoppedRuns.say(g, LINE, "echo " + g.local(ROUND));
                    g.local(ROUND, g.local(ROUND) + 1);
                    g.resumeAt(g.local(ROUND) < ROUNDS ? 6 : 10);
                } else {
                    g.resumeAt(7); // nothing, or an echo that is not of this round
                }
            }
            case 10 -> g.request(SystemCalls.FCNTL, g.local(FD), F_GETFL, 0, 0);
            case 11 -> StoppedRuns.say(g, LINE, "flags " + (g.result() & SystemCall.O_NONBLOCK));
            case 12 -> g.request(SystemCalls.CLOSE, g.local(FD), 0, 0, 0);
            case 13 -> g.request(SystemCalls.GETSOCKNAME, g.local(FD), NAME, 0, 0);
            case 14 -> StoppedRuns.say(g, LINE, "closed " + g.result());
            default -> g.exit((int) g.local(ROUND));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RIO,true,false,false",
        "RIO,false,false,false",
        "RIO,false,true,false",
        "DISK,true,true,false",
        "DISK,false,false,false",
        "RIO,false,true,true",
        "DISK,true,true,true"
    })
    void peersSeeOneAddressWhereverItIsStopped(StorageKind kind, boolean binds, boolean connects, boolean dissolves)
            throws IOException {
        Use use = new Use(binds, connects, dissolves);
        int landed = 0;
        for (boolean stopped = true; stopped; ) {
            try (DatagramEcho echo = new DatagramEcho()) {
                StoppedRuns runs = new StoppedRuns(directory, kind, () -> program(use, echo.port()), _ -> {});
                StoppedRuns.Run run = runs.stoppedBefore(landed);
                assertThat(run.withoutRepeats())
                        .as("output, stopped before step " + landed)
                        .isEqualTo("echo 0\necho 1\necho 2\nflags 2048\nclosed -9\n");
                assertThat(run.status()).isEqualTo(ROUNDS);
                assertThat(echo.senders())
                        .as("addresses, stopped before step " + landed)
                        .hasSize(1);
                stopped = run.stops() == 1;
                landed += run.stops();
            }
        }
        assertThat(landed).isGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource({"RIO,false", "DISK,true"})
    void peersSeeOneAddressThroughManyStops(StorageKind kind, boolean binds) throws IOException {
        Use use = new Use(binds, false, false);
        try (DatagramEcho echo = new DatagramEcho()) {
            StoppedEverywhere.requireNothingForgotten(directory, kind, () -> program(use, echo.port()), _ -> {}, 7);
            assertThat(echo.senders()).hasSize(2); // the plain run's and the other's
        }
    }

    @Test
    void saysWhichPortIsTakenAndGoesOnWhenItIsFree() throws IOException {
        try (DatagramEcho echo = new DatagramEcho()) {
            StoppedRuns runs = new StoppedRuns(
                    directory, StorageKind.RIO, () -> program(new Use(true, false, false), echo.port()), _ -> {});
            runs.openStandard();
            assertThat(runs.stopBefore(14)).isTrue();
            InetSocketAddress mine = echo.senders().iterator().next();
            try (DatagramSocket other = new DatagramSocket(mine.getPort(), InetAddress.getLoopbackAddress())) {
                assertThat(other.isBound()).isTrue();
                for (int attempt = 0; attempt < 2; attempt++) {
                    assertThatThrownBy(() -> runs.stopBefore(1_000))
                            .isInstanceOf(CheckpointException.SocketTaken.class)
                            .hasMessageContaining("socket cannot be restored")
                            .hasMessageContaining(
                                    "process.dc, fd=0, address=127.0.0.1:" + mine.getPort() + ", reason=EADDRINUSE");
                }
            }
            assertThat(runs.stopBefore(1_000)).isFalse();
            assertThat(runs.output()).endsWith("echo 2\nflags 2048\nclosed -9\n");
            assertThat(echo.senders()).hasSize(1);
            runs.closeStandard();
        }
    }
}
