package org.failuretransparency.guest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.failuretransparency.guest.Simulation;
import org.failuretransparency.guest.Simulation.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A megabyte each way at the same time, over a simulated network.
class TcpTransferTest {

    private static final TcpLimits LIMITS = new TcpLimits(2, 1 << 15, 20, 200, 300, 1000);
    private static final long SERVER = Tcp.loopback(7001);
    private static final long CLIENT = Tcp.loopback(7002);
    private static final long LENGTH_BYTES = 1 << 20;
    private static final long TURNS = 2_000_000;

    @Test
    void transfersBothWaysAndRepeatsNothingOnAReliableNetwork() {
        try (Simulation simulation = new Simulation(1, Network.RELIABLE)) {
            Simulation.Node server = simulation.start(Duplex.program(LIMITS, SERVER, 0, LENGTH_BYTES));
            Simulation.Node client = simulation.start(Duplex.program(LIMITS, CLIENT, SERVER, LENGTH_BYTES));
            simulation.run(TURNS);
            assertThat(server.status()).isZero();
            assertThat(client.status()).isZero();
            Tcp tcp = new Tcp(1, LIMITS);
            assertThat(tcp.repeated(server.memory(), Duplex.ENDPOINT)).isZero();
            assertThat(tcp.dropped(client.memory(), Duplex.ENDPOINT)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void transfersOverANetworkThatLosesRepeatsReordersAndDamages(long seed) {
        try (Simulation simulation = new Simulation(seed, Network.BAD)) {
            Simulation.Node server = simulation.start(Duplex.program(LIMITS, SERVER, 0, LENGTH_BYTES));
            Simulation.Node client = simulation.start(Duplex.program(LIMITS, CLIENT, SERVER, LENGTH_BYTES));
            simulation.run(TURNS);
            assertThat(server.status()).isZero();
            assertThat(client.status()).isZero();
            Tcp tcp = new Tcp(1, LIMITS);
            assertThat(tcp.repeated(server.memory(), Duplex.ENDPOINT)).isGreaterThan(100);
            assertThat(tcp.dropped(server.memory(), Duplex.ENDPOINT)).isPositive();
        }
    }
}
