package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.failuretransparency.vistagrams.TestNode.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A message costs as much beside 100,000 others, or 1,000 peers, as alone: counted in entries that lookups go through
/// and in system calls.
class ScaleTest {

    private static final int OUTSTANDING = 100_000;
    private static final int PEERS = 1_000;
    private static final int CYCLES = 2_000;
    private static final int IN_ONE_TRANSACTION = 1_000;
    private static final long NEVER = 3_600_000_000_000L;

    @TempDir
    private Path directory;

    /// What a cycle costs a client.
    private record Cost(double steps, double systemCalls) {}

    private TestNode open(String name, NodeOptions options) {
        return TestNode.open(Kind.RIO, directory, name, options);
    }

    private static Cost costOf(TestNode client, TestNode server, Peer peer) {
        long steps = client.node.lookupSteps() + server.node.lookupSteps();
        long calls = client.node.count(Counter.SYSTEM_CALLS);
        for (int i = 0; i < CYCLES; i++) {
            long id = client.send(peer, "q");
            server.serve("");
            client.response(id);
        }
        return new Cost(
                (double) (client.node.lookupSteps() + server.node.lookupSteps() - steps) / CYCLES,
                (double) (client.node.count(Counter.SYSTEM_CALLS) - calls) / CYCLES);
    }

    @Test
    void outstandingRequestsMakeNoMessageDearer() {
        NodeOptions options = NodeOptions.at(NodeAddress.anyLoopback()).withNanos(NEVER, NEVER, NEVER);
        try (TestNode client = open("client", options);
                TestNode server = open("server", options)) {
            Peer peer = client.peerOf(server);
            Cost alone = costOf(client, server, peer);
            Peer silent = client.node.peer(NodeAddress.loopback(9));
            for (int i = 0; i < OUTSTANDING / IN_ONE_TRANSACTION; i++) {
                client.node.begin();
                for (int j = 0; j < IN_ONE_TRANSACTION; j++) {
                    client.node.sendRequest(silent, new byte[50]);
                }
                client.node.commit();
            }
            assertThat(client.node.requestEntries()).isEqualTo(OUTSTANDING);
            Cost among = costOf(client, server, peer);
            assertThat(among.steps()).isLessThan(alone.steps() + 4);
            assertThat(among.systemCalls()).isLessThan(alone.systemCalls() + 0.1);
            client.node.dropPeer(silent);
            assertThat(client.node.requestEntries()).isZero();
            assertThat(client.node.messageBytesInUse()).isZero();
        }
    }

    @Test
    void requestsThatOneServerHasNotAnsweredMakeNoMessageDearer() {
        NodeOptions options = NodeOptions.at(NodeAddress.anyLoopback()).withNanos(NEVER, NEVER, NEVER);
        try (TestNode client = open("client", options);
                TestNode server = open("server", options)) {
            Peer peer = client.peerOf(server);
            Cost alone = costOf(client, server, peer);
            for (int i = 0; i < OUTSTANDING / 2; i++) {
                client.send(peer, "waits");
                server.receive("waits");
            }
            Cost among = costOf(client, server, peer);
            assertThat(server.node.responseEntries()).isGreaterThanOrEqualTo(OUTSTANDING / 2);
            assertThat(among.steps()).isLessThan(alone.steps() + 8);
            assertThat(among.systemCalls()).isLessThan(alone.systemCalls() + 0.1);
        }
    }

    @Test
    void peersMakeNoMessageDearer() {
        NodeOptions options = NodeOptions.at(NodeAddress.anyLoopback()).withNanos(NEVER, NEVER, NEVER);
        try (TestNode client = open("client", options);
                TestNode server = open("server", options)) {
            Peer peer = client.peerOf(server);
            Cost alone = costOf(client, server, peer);
            for (int i = 0; i < PEERS; i++) {
                client.send(client.node.peer(NodeAddress.loopback(2 * i + 2001)), "q");
            }
            Cost among = costOf(client, server, peer);
            assertThat(among.steps()).isLessThan(alone.steps() + 4);
            assertThat(among.systemCalls()).isLessThan(alone.systemCalls() + 0.1);
        }
    }

    /// 1,000 clients of one server, as one client that reaches it by 1,000 addresses: each pair is a record of its own.
    @Test
    void clientsMakeNoMessageDearer() {
        NodeOptions options = NodeOptions.at(new NodeAddress(0, 0, 0)).withNanos(NEVER, NEVER, NEVER);
        try (TestNode client = open("client", options);
                TestNode server = open("server", options)) {
            NodeAddress at = server.node.address();
            for (int i = 0; i < PEERS; i++) {
                long id = client.send(
                        client.node.peer(new NodeAddress(NodeAddress.LOOPBACK + 1 + i, at.port(), at.retransmitPort())),
                        "q");
                server.serve("");
                client.node.begin();
                // A server that is bound to every address answers from the one that it was reached by only by chance.
                Response response = client.node.receiveResponse(id, 0);
                assertThat(Objects.isNull(response) || response.id() == id).isTrue();
                client.node.commit();
            }
            Peer peer = client.node.peer(new NodeAddress(NodeAddress.LOOPBACK, at.port(), at.retransmitPort()));
            Cost among = costOf(client, server, peer);
            assertThat(among.steps()).isLessThan(12);
            assertThat(among.systemCalls()).isLessThan(2.1);
        }
    }

    @Test
    void twoSystemCallsACycleOnEachSide() {
        try (TestNode client = open("client", TestNode.small());
                TestNode server = open("server", TestNode.small())) {
            Peer peer = client.peerOf(server);
            long serverCalls = server.node.count(Counter.SYSTEM_CALLS);
            assertThat(costOf(client, server, peer).systemCalls()).isBetween(2.0, 3.0);
            assertThat(server.node.count(Counter.SYSTEM_CALLS) - serverCalls).isBetween(2L * CYCLES, 3L * CYCLES);
        }
    }
}
