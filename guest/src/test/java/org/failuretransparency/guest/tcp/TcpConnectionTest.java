package org.failuretransparency.guest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Library;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.Simulation;
import org.failuretransparency.guest.Simulation.Network;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.os.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How connections begin, stand still, end and fail.
class TcpConnectionTest {

    /// One point of a program; the next one follows unless it says otherwise.
    private interface Point {
        void step(Guest g, Tcp tcp);
    }

    private static final TcpLimits LIMITS = new TcpLimits(1, 4096, 20, 200, 30, 500);
    private static final long ALL_ATTEMPTS_SECONDS = 5;
    private static final long SERVER = Tcp.loopback(7001);
    private static final long CLIENT = Tcp.loopback(7002);
    private static final long TURNS = 500_000;

    private static final long BUFFER = 0;
    private static final long BUFFER_BYTES = 20_000;
    private static final long POLLFD = 20_000;
    private static final long ENDPOINT = 20_016;
    private static final long FIRST_CONNECTION = ENDPOINT + EndpointLayout.BYTES;

    private static final int CONNECTION = 2;
    private static final int COUNT = 3;

    private static final Point OPEN = (g, tcp) -> tcp.open(g, ENDPOINT, CLIENT);
    private static final Point LISTEN = (g, tcp) -> tcp.listen(g, ENDPOINT, SERVER);
    private static final Point CONNECT = (g, tcp) -> tcp.connect(g, ENDPOINT, SERVER);
    private static final Point ACCEPT = (g, tcp) -> tcp.accept(g, ENDPOINT);
    private static final Point KEEP = (g, tcp) -> g.local(CONNECTION, g.result());
    private static final Point CLOSE = (g, tcp) -> tcp.close(g, g.local(CONNECTION));
    private static final Point SHUT = (g, tcp) -> tcp.shut(g, ENDPOINT);
    private static final Point SEND = (g, tcp) -> tcp.send(g, g.local(CONNECTION), BUFFER, BUFFER_BYTES);
    private static final Point READ_END = (g, tcp) -> tcp.receive(g, g.local(CONNECTION), BUFFER, BUFFER_BYTES);
    private static final Point END_WITH_RESULT = (g, tcp) -> g.exit((int) -g.result());

    private final Simulation simulation = new Simulation(1, Network.RELIABLE);

    @AfterEach
    void close() {
        simulation.close();
    }

    private static Program program(TcpLimits limits, Point... points) {
        Tcp tcp = new Tcp(1, limits);
        Program.Entry main = new Program.Entry("main", 4, g -> {
            g.resumeAt(g.point() + 1);
            points[g.point()].step(g, tcp);
        });
        return new Program(
                "connection",
                1,
                new AddressSpace(ENDPOINT + tcp.endpointBytes(), 0, 1 << 12),
                Library.link(List.of(main), tcp),
                0);
    }

    private Simulation.Node start(Point... points) {
        return simulation.start(program(LIMITS, points));
    }

    @Test
    void isRefusedWhereNobodyListens() {
        start((g, tcp) -> tcp.open(g, ENDPOINT, SERVER), ACCEPT);
        Simulation.Node client = start(OPEN, CONNECT, END_WITH_RESULT);
        simulation.run(TURNS, List.of(client));
        assertThat(client.status()).isEqualTo(Errno.ECONNREFUSED);
    }

    @Test
    void givesUpAPeerThatDoesNotAnswerAfterTenMinutes() {
        Simulation.Node client = simulation.start(program(TcpLimits.STANDARD, OPEN, CONNECT, END_WITH_RESULT));
        simulation.run(TURNS);
        assertThat(client.status()).isEqualTo(Errno.ETIMEDOUT);
        assertThat(simulation.seconds()).isBetween(590L, 600L);
    }

    @Test
    void givesUpAConnectionWhosePeerIsGone() {
        start(LISTEN, ACCEPT, (g, tcp) -> g.exit(0));
        Simulation.Node client = start(OPEN, CONNECT, KEEP, SEND, END_WITH_RESULT);
        simulation.run(TURNS);
        assertThat(client.status()).isEqualTo(Errno.ETIMEDOUT);
    }

    @Test
    void isResetByAPeerThatHasForgottenTheConnection() {
        start(LISTEN, ACCEPT, LISTEN, ACCEPT); // opened again, as if it had started from nothing
        Simulation.Node client = start(OPEN, CONNECT, KEEP, SEND, END_WITH_RESULT);
        simulation.run(TURNS, List.of(client));
        assertThat(client.status()).isEqualTo(Errno.ECONNRESET);
    }

    @Test
    void asksAgainUntilThereIsAPlaceForAConnection() {
        Simulation.Node server = start(LISTEN, ACCEPT, KEEP, CLOSE, SHUT, LISTEN, ACCEPT, KEEP, CLOSE, END_WITH_RESULT);
        Simulation.Node first = start(OPEN, CONNECT, KEEP, CLOSE, SHUT, END_WITH_RESULT);
        Simulation.Node second = start(
                (g, tcp) -> tcp.open(g, ENDPOINT, Tcp.loopback(7003)), CONNECT, KEEP, CLOSE, SHUT, END_WITH_RESULT);
        simulation.run(TURNS);
        assertThat(List.of(server.status(), first.status(), second.status())).containsOnly(0);
    }

    /// The end that closed first goes away without lingering, and its last acknowledgement may be lost: nothing else
    /// can be, since the other end closes when it has all.
    @Test
    void closesWithoutTheLastAcknowledgement() {
        closesWithoutTheLastAcknowledgement(
                new Network(20, 0, 0, 0), program(LIMITS, OPEN, CONNECT, KEEP, READ_END, CLOSE, END_WITH_RESULT));
    }

    @Test
    void bothEndsCanCloseAtTheSameTimeWithoutTheLastAcknowledgement() {
        closesWithoutTheLastAcknowledgement(
                new Network(20, 0, 0, 5000), program(LIMITS, OPEN, CONNECT, KEEP, CLOSE, END_WITH_RESULT));
    }

    private static void closesWithoutTheLastAcknowledgement(Network network, Program asking) {
        int lost = 0;
        for (long seed = 0; seed < 20; seed++) {
            try (Simulation lossy = new Simulation(seed, network)) {
                Simulation.Node server = lossy.start(program(LIMITS, LISTEN, ACCEPT, KEEP, CLOSE, END_WITH_RESULT));
                Simulation.Node client = lossy.start(asking);
                lossy.run(TURNS);
                assertThat(server.status()).isZero();
                assertThat(client.status()).isZero();
                lost += lossy.seconds() >= ALL_ATTEMPTS_SECONDS ? 1 : 0;
            }
        }
        assertThat(lost).isBetween(1, 19);
    }

    /// Who closes depends on which datagram takes longer: one of them, or both before they hear of each other.
    @Test
    void bothEndsCanCloseAtTheSameTime() {
        Point stateOfTheConnection =
                (g, tcp) -> g.exit(g.memory().getInt(FIRST_CONNECTION + ConnectionLayout.STATE) + (int) g.result());
        int simultaneous = 0;
        for (long seed = 0; seed < 20; seed++) {
            try (Simulation slow = new Simulation(seed, new Network(0, 0, 0, 5000))) {
                Simulation.Node server = slow.start(program(LIMITS, LISTEN, ACCEPT, KEEP, CLOSE, stateOfTheConnection));
                Simulation.Node client = slow.start(program(LIMITS, OPEN, CONNECT, KEEP, CLOSE, stateOfTheConnection));
                slow.run(TURNS);
                assertThat(client.status()).isEqualTo(ConnectionLayout.TIME_WAIT);
                assertThat(server.status()).isIn(ConnectionLayout.TIME_WAIT, ConnectionLayout.FREE);
                simultaneous += server.status() == ConnectionLayout.TIME_WAIT ? 1 : 0;
            }
        }
        assertThat(simultaneous).isBetween(1, 19);
    }

    /// The reader does nothing but progress until its buffer is full and the sender has asked several times.
    @Test
    void aFullWindowStopsTheSenderUntilThereIsRoomAgain() {
        Point waitUntilFull = (g, tcp) -> {
            g.local(COUNT, g.local(COUNT) + 1);
            g.memory().putInt(POLLFD + 4, 1);
            g.request(SystemCalls.POLL, POLLFD, 1, 300, 0);
        };
        Point progress = (g, tcp) -> {
            if (g.local(COUNT) < 30) {
                g.resumeAt(3);
            } else {
                g.local(COUNT, 0);
            }
            tcp.progress(g, ENDPOINT);
        };
        Point receive = (g, tcp) -> {
            long full = Connections.readableEnd(g.memory(), g.local(CONNECTION))
                    - g.memory().getLong(g.local(CONNECTION) + ConnectionLayout.CONSUMED);
            if (g.local(COUNT) == 0 && full != LIMITS.bufferBytes()) {
                g.exit(100);
            } else {
                tcp.receive(g, g.local(CONNECTION), BUFFER, 1000);
            }
        };
        Point count = (g, tcp) -> {
            g.local(COUNT, g.local(COUNT) + g.result());
            if (g.result() > 0) {
                g.resumeAt(5);
            }
        };
        Simulation.Node reader = start(
                LISTEN,
                ACCEPT,
                KEEP,
                waitUntilFull,
                progress,
                receive,
                count,
                CLOSE,
                (g, tcp) -> g.exit(g.local(COUNT) == BUFFER_BYTES && g.result() == 0 ? 0 : 101));
        Simulation.Node sender = start(OPEN, CONNECT, KEEP, SEND, CLOSE, SHUT, END_WITH_RESULT);
        simulation.run(TURNS);
        assertThat(reader.status()).isZero();
        assertThat(sender.status()).isZero();
        assertThat(simulation.seconds()).isPositive();
    }

    @Test
    void dropsAndCountsForeignDatagrams() {
        Simulation.Node server = start(LISTEN, ACCEPT, KEEP, CLOSE, END_WITH_RESULT);
        byte[] foreign = new byte[2000];
        for (int lengthBytes : new int[] {0, 1, 39, 40, 100, 1448, 1449, 2000}) {
            simulation.send(Tcp.loopback(9), SERVER, Arrays.copyOf(foreign, lengthBytes));
        }
        // They arrive when the server is there.
        Simulation.Node client = start(OPEN, CONNECT, KEEP, CLOSE, SHUT, END_WITH_RESULT);
        simulation.run(TURNS);
        assertThat(server.status()).isZero();
        assertThat(client.status()).isZero();
        assertThat(new Tcp(1, LIMITS).dropped(server.memory(), ENDPOINT)).isEqualTo(8);
    }
}
