package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Objects;
import org.failuretransparency.vistagrams.TestNode.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Messages that have arrived and wait while something happens that changes what they mean.
class PendingMessageTest extends TestNodes {

    /// Two copies come while the node waits for a response: one is put aside, the other still in the receive buffer
    /// when the time is over.
    @ParameterizedTest
    @EnumSource
    void aCopyThatCameMeanwhileIsNotReceivedAgain(Kind kind) throws IOException {
        try (TestNode node = open(kind, "node");
                TestNode silent = open(kind, "silent");
                Stranger stranger = new Stranger(node)) {
            long id = node.send(node.peerOf(silent), "q");
            byte[] request = Stranger.request(_ -> {});
            stranger.send(node.node.address().port(), request, request.length);
            stranger.send(node.node.address().port(), request, request.length);
            node.node.begin();
            assertThat(node.node.receiveResponse(id, 1)).isNull();
            assertThat(node.node.receiveResponse(id, 1)).isNull();
            assertThat(node.node.parkedBytes()).isPositive();
            assertThat(node.node.receiveRequest(0)).isNotNull();
            assertThat(node.node.receiveRequest(0)).isNull();
            node.node.commit();
            assertThat(node.node.responseEntries()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResponseOfADroppedPeerAnswersNobodyElse(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode dropped = open(kind, "dropped");
                TestNode silent = open(kind, "silent")) {
            client.send(client.peerOf(dropped), "q");
            dropped.serve("");
            assertThat(client.node.select(Node.RESPONSE, SOON)).isEqualTo(Node.RESPONSE);
            client.node.dropPeer(client.peerOf(dropped));
            long id = client.send(client.peerOf(silent), "another");
            client.node.begin();
            assertThat(client.node.receiveResponse(0)).isNull();
            assertThat(client.node.receiveResponse(id, 0)).isNull();
            client.node.commit();
            silent.serve("");
            assertThat(client.response(id)).isEqualTo("another");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RIO", "DISK"})
    void anAbortUndoesWhatASelectFreed(Kind kind) {
        try (TestNode client = open(kind, "client")) {
            TestNode server = open(kind, "server");
            for (int i = 0; i < 5; i++) {
                long id = client.send(client.peerOf(server), "q");
                server.serve("");
                client.response(id);
            }
            int entries = server.node.responseEntries();
            assertThat(entries).isPositive();
            server.node.begin();
            while (server.node.count(Counter.ACKS_RECEIVED) == 0) {
                assertThat(server.node.select(Node.REQUEST, 5_000_000)).isZero();
            }
            server.node.abort();
            assertThat(server.node.responseEntries()).isEqualTo(entries);
            for (int i = 0; i < 5; i++) {
                long id = client.send(client.peerOf(server), "q" + i);
                server.serve("");
                assertThat(client.response(id)).isEqualTo("q" + i);
            }
            server = server.again();
            long id = client.send(client.peerOf(server), "q");
            server.serve("");
            assertThat(client.response(id)).isEqualTo("q");
            server.close();
        }
    }

    /// The acknowledgements that make room come with, or behind, the request that finds none.
    @ParameterizedTest
    @EnumSource
    void aFullTableHasRoomAgainWhenItsAnswersAreAcknowledged(Kind kind) {
        NodeOptions two = TestNode.small().withTables(256, 2);
        try (TestNode client = open(kind, "client");
                TestNode server = TestNode.open(kind, directory, "server", two)) {
            int refused = 0;
            for (int round = 0; round < 3; round++) {
                long first = client.send(client.peerOf(server), "q");
                long second = client.send(client.peerOf(server), "q");
                int served = 0;
                while (served < 2) {
                    server.node.begin();
                    try {
                        Request request = Objects.requireNonNull(server.node.receiveRequest(SOON));
                        server.node.sendResponse(request.ticket(), request);
                        served++;
                    } catch (NodeException.Full e) {
                        refused++;
                    }
                    server.node.commit();
                }
                client.response(first);
                client.response(second);
            }
            assertThat(refused).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RIO", "DISK"})
    void aTicketOfAnAbortedTransactionIsNone(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            long id = client.send(client.peerOf(server), "q");
            server.node.begin();
            long ticket =
                    Objects.requireNonNull(server.node.receiveRequest(SOON)).ticket();
            server.node.abort();
            server.node.begin();
            assertThatThrownBy(() -> server.node.sendResponse(ticket, new byte[0]))
                    .isInstanceOf(NodeException.UnknownRequest.class);
            server.node.commit();
            assertThat(server.node.messageBytesInUse()).isZero();
            server.serve("");
            assertThat(client.response(id)).isEqualTo("q");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatOnlySelectsForgetsWhatIsAcknowledged(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            long id = client.send(client.peerOf(server), "q");
            server.serve("");
            client.response(id);
            long deadline = System.nanoTime() + SOON;
            while (server.node.responseEntries() > 0 && System.nanoTime() < deadline) {
                assertThat(server.node.select(Node.REQUEST, 5_000_000)).isZero();
            }
            assertThat(server.node.responseEntries()).isZero();
            assertThat(server.node.messageBytesInUse()).isZero();
        }
    }

    @Test
    void aForgedAcknowledgementDoesNotReachBeyondWhatWasReceived() throws IOException {
        try (TestNode client = open(Kind.RIO, "client");
                TestNode server = open(Kind.RIO, "server");
                Stranger stranger = new Stranger(server)) {
            long id = client.send(client.peerOf(server), "q");
            long ticket = server.receive("q");
            stranger.forge(WireLayout.TYPE_ACK, client.node.nodeId(), id, WireLayout.COUNTER_MASK);
            while (server.node.count(Counter.ACKS_RECEIVED) == 0) {
                assertThat(server.node.select(Node.REQUEST, 5_000_000)).isZero();
            }
            server.answer(ticket, "a");
            assertThat(client.response(id)).isEqualTo("a");
            long next = client.send(client.peerOf(server), "another");
            server.serve("");
            assertThat(client.response(next)).isEqualTo("another");
        }
    }
}
