package org.failuretransparency.guest.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.failuretransparency.guest.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both ends are rolled back, again and again, to before their last send, and each byte comes exactly once.
class TcpRollbackTest {

    private static final TcpLimits LIMITS = new TcpLimits(2, 1 << 14, 20, 200, 300, 1000);
    private static final long SERVER = Tcp.loopback(7001);
    private static final long CLIENT = Tcp.loopback(7002);
    private static final long LENGTH_BYTES = 150_000;
    private static final long TURNS = 500_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noByteIsLostOrRepeatedWhenProcessesCommitBeforeEachSend(long seed) {
        try (Simulation simulation = new Simulation(seed, Simulation.Network.BAD)) {
            Simulation.Node server = simulation.start(Duplex.program(LIMITS, SERVER, 0, LENGTH_BYTES));
            Simulation.Node client = simulation.start(Duplex.program(LIMITS, CLIENT, SERVER, LENGTH_BYTES));
            server.rollBack(20, 1);
            client.rollBack(20, 1);
            simulation.run(TURNS);
            assertThat(server.status()).isZero();
            assertThat(client.status()).isZero();
            assertThat(server.rollbacks()).isGreaterThan(50);
            assertThat(client.rollbacks()).isGreaterThan(50);
        }
    }

    /// What this suite would see if a runtime did not commit before every send: bytes that were acknowledged are lost.
    @Test
    void bytesAreLostWithoutTheCommitBeforeAnAcknowledgement() {
        try (Simulation simulation = new Simulation(1, Simulation.Network.RELIABLE)) {
            Simulation.Node server = simulation.start(Duplex.program(LIMITS, SERVER, 0, LENGTH_BYTES));
            simulation.start(Duplex.program(LIMITS, CLIENT, SERVER, LENGTH_BYTES));
            server.rollBack(20, 7);
            assertThatThrownBy(() -> {
                        simulation.run(TURNS);
                        assertThat(server.status()).isZero();
                    })
                    .isInstanceOf(AssertionError.class);
        }
    }
}
