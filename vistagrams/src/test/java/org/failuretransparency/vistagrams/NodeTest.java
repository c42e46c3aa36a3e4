package org.failuretransparency.vistagrams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.failuretransparency.recoverable.LogFullException;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaOptions;
import org.failuretransparency.vistagrams.TestNode.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every node keeps, whatever its memory is.
class NodeTest extends TestNodes {

    private static final int NARROW_LOG_BYTES = 4096;

    @ParameterizedTest
    @EnumSource
    void aRequestAndItsResponseTakeTwoDatagrams(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            Peer peer = client.peerOf(server);
            for (int i = 0; i < 100; i++) {
                long id = client.send(peer, "q" + i);
                assertThat(server.serve("a ")).isEqualTo("q" + i);
                assertThat(client.response(id)).isEqualTo("a q" + i);
            }
            assertThat(client.node.count(Counter.REQUESTS_SENT)).isEqualTo(100);
            assertThat(server.node.count(Counter.RESPONSES_SENT)).isEqualTo(100);
            assertThat(client.node.requestEntries()).isZero();
            assertThat(client.node.messageBytesInUse()).isZero();
            assertThat(server.node.responseEntries()).isLessThanOrEqualTo(2);
            assertThat(server.node.messageBytesInUse()).isLessThanOrEqualTo(128);
        }
    }

    @ParameterizedTest
    @EnumSource
    void responsesMayBeReceivedInAnyOrder(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            Peer peer = client.peerOf(server);
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ids.add(client.send(peer, "q" + i));
            }
            for (int i = 0; i < 20; i++) {
                server.serve("a ");
            }
            for (int i = 19; i >= 0; i -= 2) {
                assertThat(client.response(ids.get(i))).isEqualTo("a q" + i);
            }
            for (int i = 0; i < 20; i += 2) {
                client.node.begin();
                Response response = Objects.requireNonNull(client.node.receiveResponse(SOON));
                assertThat(TestNode.text(response)).isEqualTo("a q" + ids.indexOf(response.id()));
                client.node.commit();
            }
            assertThat(client.node.outstandingRequests()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyNodeIsClientAndServer(Kind kind) {
        try (TestNode one = open(kind, "one");
                TestNode two = open(kind, "two")) {
            long forth = one.send(one.peerOf(two), "forth");
            long aback = two.send(two.peerOf(one), "aback");
            assertThat(one.serve("one ")).isEqualTo("aback");
            assertThat(two.serve("two ")).isEqualTo("forth");
            assertThat(one.response(forth)).isEqualTo("two forth");
            assertThat(two.response(aback)).isEqualTo("one aback");
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfAllSizes(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server");
                Arena arena = Arena.ofConfined()) {
            Peer peer = client.peerOf(server);
            MemorySegment message = arena.allocate(Node.MAX_MESSAGE_BYTES);
            for (int size :
                    new int[] {0, 1, 7, 8, 63, 64, 65, 1000, 1024, 4097, 32_768, 65_000, Node.MAX_MESSAGE_BYTES}) {
                message.fill((byte) size);
                client.node.begin();
                long id = client.node.sendRequest(peer, message, 0, size);
                client.node.commit();
                server.node.begin();
                Request request = Objects.requireNonNull(server.node.receiveRequest(SOON));
                assertThat(request.lengthBytes()).isEqualTo(size);
                server.node.sendResponse(request.ticket(), request);
                server.node.commit();
                client.node.begin();
                Response response = Objects.requireNonNull(client.node.receiveResponse(id, SOON));
                byte[] expected = new byte[size];
                Arrays.fill(expected, (byte) size);
                assertThat(response.bytes()).isEqualTo(expected);
                client.node.commit();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void largerMessagesAreRefusedByName(Kind kind) {
        try (TestNode client = open(kind, "client")) {
            Peer peer = client.node.peer(NodeAddress.loopback(9));
            client.node.begin();
            assertThatThrownBy(() -> client.node.sendRequest(peer, new byte[Node.MAX_MESSAGE_BYTES + 1]))
                    .isInstanceOf(NodeException.TooLarge.class)
                    .hasMessage("message is too large: lengthBytes=65412, most=65411");
            client.node.commit();
            assertThat(client.node.requestEntries()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestAndItsResponseCannotBeInOneTransaction(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            Peer peer = client.peerOf(server);
            client.node.begin();
            long id = client.node.sendRequest(peer, new byte[8]);
            assertThatThrownBy(() -> client.node.receiveResponse(id, Node.FOR_EVER))
                    .isInstanceOf(NodeException.SameTransaction.class)
                    .hasMessageContaining("expected=commit() before receiveResponse");
            assertThatThrownBy(() -> client.node.receiveResponse(Node.FOR_EVER))
                    .isInstanceOf(NodeException.SameTransaction.class);
            client.node.commit();
            server.serve("");
            assertThat(client.response(id)).hasSize(8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalMessagesToSeveralDestinationsInOneTransaction(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode one = open(kind, "one");
                TestNode two = open(kind, "two")) {
            Peer first = client.peerOf(one);
            Peer second = client.peerOf(two);
            client.node.begin();
            long[] ids = {
                client.node.sendRequest(first, "a".getBytes(UTF_8)),
                client.node.sendRequest(second, "b".getBytes(UTF_8)),
                client.node.sendRequest(first, "c".getBytes(UTF_8))
            };
            client.node.commit();
            assertThat(List.of(one.serve("1"), one.serve("1"), two.serve("2"))).containsExactly("a", "c", "b");
            client.node.begin();
            for (long id : ids) {
                Objects.requireNonNull(client.node.receiveResponse(id, SOON));
            }
            client.node.commit();
            assertThat(client.node.outstandingRequests()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestMayBeAnsweredInALaterTransaction(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            Peer peer = client.peerOf(server);
            long first = client.send(peer, "first");
            long second = client.send(peer, "second");
            long firstTicket = server.receive("first");
            long secondTicket = server.receive("second");
            assertThat(server.node.unansweredRequests()).containsExactlyInAnyOrder(firstTicket, secondTicket);
            assertThat(server.node.clientOf(firstTicket)).isEqualTo(client.node.nodeId());
            assertThat(server.node.requestOf(secondTicket)).isEqualTo(second);
            server.answer(secondTicket, "2");
            server.answer(firstTicket, "1");
            assertThat(client.response(first)).isEqualTo("1");
            assertThat(client.response(second)).isEqualTo("2");
            assertThatThrownBy(() -> server.answer(firstTicket, "again"))
                    .isInstanceOf(NodeException.AnsweredAlready.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void selectTellsWhatCanBeReceived(Kind kind) {
        try (TestNode one = open(kind, "one");
                TestNode two = open(kind, "two")) {
            assertThat(one.node.select(Node.REQUEST | Node.RESPONSE, 0)).isZero();
            long id = one.send(one.peerOf(two), "q");
            assertThat(two.node.select(Node.REQUEST | Node.RESPONSE, SOON)).isEqualTo(Node.REQUEST);
            assertThat(two.node.select(Node.RESPONSE, 1_000_000)).isZero();
            two.serve("");
            two.send(two.peerOf(one), "r");
            assertThat(one.node.select(Node.REQUEST, SOON)).isEqualTo(Node.REQUEST);
            assertThat(one.node.select(Node.RESPONSE, SOON)).isEqualTo(Node.RESPONSE);
            assertThat(one.node.select(Node.REQUEST | Node.RESPONSE, 0)).isEqualTo(Node.REQUEST | Node.RESPONSE);
            assertThat(one.response(id)).isEqualTo("q");
            assertThat(one.serve("")).isEqualTo("r");
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitingEndsWithTheTimeout(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            long id = client.send(client.peerOf(server), "q");
            client.node.begin();
            assertThat(client.node.receiveResponse(id, 0)).isNull();
            assertThat(client.node.receiveResponse(id, 1_000_000)).isNull();
            assertThat(client.node.receiveResponse(30_000_000)).isNull();
            assertThat(client.node.receiveRequest(1_000_000)).isNull();
            client.node.commit();
            server.serve("");
            assertThat(client.response(id)).isEqualTo("q");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsFullIsSaidByName(Kind kind) {
        NodeOptions options = TestNode.small().withTables(4, 2).withPeers(2, 1).withBytes(1 << 16, 1 << 16);
        try (TestNode client = TestNode.open(kind, directory, "client", options);
                TestNode server = TestNode.open(kind, directory, "server", options.withBytes(1 << 20, 1 << 16));
                TestNode other = open(kind, "other")) {
            Peer peer = client.peerOf(server);
            client.node.begin();
            client.node.sendRequest(peer, new byte[40_000]);
            assertThatThrownBy(() -> client.node.sendRequest(peer, new byte[8]))
                    .isInstanceOf(NodeException.Full.class)
                    .hasMessageContaining("option messageBytes=65536");
            client.node.commit();
            server.serve("");
            client.node.begin();
            Objects.requireNonNull(client.node.receiveResponse(SOON));
            client.node.commit();
            for (int i = 0; i < 4; i++) {
                client.send(peer, "q");
            }
            client.node.begin();
            assertThatThrownBy(() -> client.node.sendRequest(peer, new byte[8]))
                    .isInstanceOf(NodeException.Full.class)
                    .hasMessageContaining("option requests=4");
            client.node.commit();
            server.serve("");
            server.serve("");
            server.node.begin();
            assertThatThrownBy(() -> server.node.receiveRequest(SOON))
                    .isInstanceOf(NodeException.Full.class)
                    .hasMessageContaining("option responses=2");
            server.node.commit();
            assertThatThrownBy(() -> {
                        client.node.peer(NodeAddress.loopback(1000));
                        client.node.peer(NodeAddress.loopback(2000));
                    })
                    .isInstanceOf(NodeException.Full.class)
                    .hasMessageContaining("option peers=2");
            other.send(other.peerOf(server), "q");
            server.node.dropClient(client.node.nodeId());
            assertThat(server.node.responseEntries()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void misuseIsRefused(Kind kind) {
        TestNode client = open(kind, "client");
        Peer peer = client.node.peer(NodeAddress.loopback(9));
        assertThatThrownBy(() -> client.node.sendRequest(peer, new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call=sendRequest, expected=begin() before it");
        assertThatThrownBy(() -> client.node.receiveRequest(0)).isInstanceOf(IllegalStateException.class);
        client.node.begin();
        assertThatThrownBy(() -> client.node.receiveResponse(SOON)).isInstanceOf(NodeException.UnknownRequest.class);
        assertThatThrownBy(() -> client.node.receiveResponse(77, SOON))
                .isInstanceOf(NodeException.UnknownRequest.class)
                .hasMessageContaining("id=4d");
        assertThatThrownBy(() -> client.node.sendResponse(77, new byte[1]))
                .isInstanceOf(NodeException.UnknownRequest.class)
                .hasMessageContaining("ticket=4d");
        assertThatThrownBy(() -> client.node.receiveRequest(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.node.select(4, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.node.dropPeer(peer)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> client.node.sendRequest(peer, MemorySegment.ofArray(new byte[4]), 2, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        client.node.commit();
        client.node.dropPeer(peer);
        client.node.begin();
        assertThatThrownBy(() -> client.node.sendRequest(peer, new byte[1])).isInstanceOf(NodeException.Dropped.class);
        client.node.commit();
        client.close();
        client.close();
        assertThatThrownBy(client.node::begin)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("node is closed");
    }

    @ParameterizedTest
    @EnumSource
    void aTakenPortIsSaidByName(Kind kind) {
        try (TestNode client = open(kind, "client")) {
            NodeAddress taken = client.node.address();
            assertThatThrownBy(() -> TestNode.open(
                            kind, directory, "other", TestNode.small().withAddress(taken)))
                    .isInstanceOf(NodeException.Socket.class)
                    .hasMessage("socket: call=bind, address=127.0.0.1:" + taken.port() + ", errno=EADDRINUSE");
        }
    }

    @Test
    void limitsThatNoSegmentHoldsAreRefused() {
        NodeOptions small = TestNode.small();
        assertThatThrownBy(() -> small.withTables(1 << 24, 1 << 24).withBytes(1 << 30, 1 << 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("options out of range: segmentBytes=");
    }

    /// What a transaction had taken that outgrew its log is given back by its abort.
    @Test
    void aTransactionThatOutgrowsItsLogTakesNothing() {
        Storage storage = Storage.of(StorageKind.RIO, directory);
        try (Vista vista = Vista.create(storage, "narrow", new VistaOptions(NARROW_LOG_BYTES));
                Node node = Node.open(vista, "node", TestNode.small());
                TestNode server = open(Kind.RIO, "server")) {
            Peer peer = node.peer(server.node.address());
            vista.begin();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < NARROW_LOG_BYTES; i++) {
                            node.sendRequest(peer, new byte[1]);
                        }
                    })
                    .isInstanceOf(LogFullException.class);
            vista.abort();
            assertThat(node.requestEntries()).isZero();
            assertThat(node.messageBytesInUse()).isZero();
        }
    }
}
