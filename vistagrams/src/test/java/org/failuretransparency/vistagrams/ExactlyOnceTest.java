package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.failuretransparency.crashlab.LossyNetwork;
import org.failuretransparency.vistagrams.TestNode.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests through a network that loses, duplicates, delays and reorders, with transactions that abort and nodes that
/// restart: each is executed once and answered once, and a simple map agrees.
class ExactlyOnceTest {

    private static final long SHORT = 3_000_000;

    @TempDir
    private Path directory;

    /// A server that adds to counters in its memory, one a transaction, and answers with the sum; a client that keeps
    /// some requests outstanding. Both abort now and then, and start again.
    private final class Exchange {
        private final SplittableRandom random;
        private final int restartPercent;
        private TestNode client;
        private TestNode server;
        private final Peer[] peer = new Peer[1];
        private final NodeAddress front;
        private final List<Long> open = new ArrayList<>();
        private final TreeMap<Integer, Long> model = new TreeMap<>();
        private final TreeMap<Long, Integer> wanted = new TreeMap<>();
        private long answers;

        Exchange(Kind kind, long seed, int restartPercent, LossyNetwork network) {
            random = new SplittableRandom(seed);
            this.restartPercent = restartPercent;
            client = TestNode.open(kind, directory, "client");
            server = TestNode.open(kind, directory, "server");
            NodeAddress address = server.node.address();
            front = new NodeAddress(
                    NodeAddress.LOOPBACK, network.before(address.port()), network.before(address.retransmitPort()));
            peer[0] = client.node.peer(front);
        }

        void run(int requests) {
            int sent = 0;
            while (sent < requests || !open.isEmpty()) {
                if (sent < requests && open.size() < 10 && random.nextInt(3) != 0) {
                    sent += send();
                }
                serve();
                receive();
                restart();
            }
        }

        private int send() {
            int counter = random.nextInt(8);
            client.node.begin();
            byte[] message = new byte[4 + random.nextInt(300)];
            message[0] = (byte) counter;
            long id = client.node.sendRequest(peer[0], message);
            if (random.nextInt(5) == 0) {
                client.node.abort();
                return 0;
            }
            client.node.commit();
            open.add(id);
            wanted.put(id, counter);
            model.merge(counter, 1L, Long::sum);
            return 1;
        }

        private void serve() {
            server.node.begin();
            Request request = server.node.receiveRequest(SHORT);
            if (request != null) {
                int counter = request.getByte(0);
                long sum = server.words().addLong(8L * counter, 1);
                server.node.sendResponse(request.ticket(), new byte[] {(byte) counter, (byte) sum});
            }
            if (random.nextInt(4) == 0) {
                server.node.abort();
            } else {
                server.node.commit();
            }
        }

        private void receive() {
            if (open.isEmpty()) {
                return;
            }
            client.node.begin();
            Response response = random.nextBoolean()
                    ? client.node.receiveResponse(open.get(random.nextInt(open.size())), SHORT)
                    : client.node.receiveResponse(SHORT);
            if (response == null) {
                client.node.commit();
                return;
            }
            long id = response.id();
            assertThat(response.getByte(0))
                    .isEqualTo(Objects.requireNonNull(wanted.get(id)).byteValue());
            if (random.nextInt(4) == 0) {
                client.node.abort();
                return;
            }
            client.node.commit();
            answers++;
            assertThat(open.remove(id)).isTrue();
        }

        private void restart() {
            if (random.nextInt(100) < restartPercent) {
                client = client.again();
                peer[0] = client.node.peer(front);
                assertThat(client.node.outstandingRequests()).hasSize(open.size());
            }
            if (random.nextInt(100) < restartPercent) {
                server = server.again();
            }
        }

        void requireAllOnce(int requests) {
            assertThat(answers).isEqualTo(requests);
            for (int counter = 0; counter < 8; counter++) {
                assertThat(server.words().getLong(8L * counter))
                        .as("counter %d", counter)
                        .isEqualTo(model.getOrDefault(counter, 0L));
            }
            assertThat(client.node.messageBytesInUse()).isZero();
        }

        void close() {
            client.close();
            server.close();
        }
    }

    private void exchange(Kind kind, long seed, int restartPercent, int requests) {
        LossyNetwork.Faults faults = new LossyNetwork.Faults(20, 15, 15);
        try (LossyNetwork network = new LossyNetwork(seed, faults)) {
            Exchange exchange = new Exchange(kind, seed, restartPercent, network);
            try {
                exchange.run(requests);
                exchange.requireAllOnce(requests);
                assertThat(network.lost()).isPositive();
            } finally {
                exchange.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"RIO, 1, 0, 200", "RIO, 2, 3, 100", "DISK, 3, 0, 40", "DISK, 4, 3, 30"})
    void eachRequestIsExecutedAndAnsweredOnce(Kind kind, long seed, int restartPercent, int requests) {
        exchange(kind, seed, restartPercent, requests);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"RIO, 11, 0, 5000", "RIO, 12, 2, 2000", "RIO, 13, 10, 500", "DISK, 14, 2, 500"})
    void eachRequestIsExecutedAndAnsweredOnceForLong(Kind kind, long seed, int restartPercent, int requests) {
        exchange(kind, seed, restartPercent, requests);
    }
}
