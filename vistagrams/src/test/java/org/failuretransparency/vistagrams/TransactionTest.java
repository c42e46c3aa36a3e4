package org.failuretransparency.vistagrams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.failuretransparency.vistagrams.TestNode.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Messages and memory in one transaction: both or neither, and again after a restart.
class TransactionTest extends TestNodes {

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RIO", "DISK"})
    void anAbortedSendIsNotSent(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            Peer peer = client.peerOf(server);
            client.vista().begin();
            client.words().putLong(0, 1);
            client.node.sendRequest(peer, "never".getBytes(UTF_8));
            client.vista().abort();
            assertThat(client.words().getLong(0)).isZero();
            assertThat(client.node.outstandingRequests()).isEmpty();
            assertThat(client.node.messageBytesInUse()).isZero();
            client.vista().begin();
            client.words().putLong(0, 2);
            long id = client.node.sendRequest(peer, "sent".getBytes(UTF_8));
            client.vista().commit();
            assertThat(server.serve("")).isEqualTo("sent");
            assertThat(client.response(id)).isEqualTo("sent");
            assertThat(client.node.count(Counter.REQUESTS_SENT)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RIO", "DISK"})
    void abortedReceivesAreReceivedAgainInTheirOrder(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            Peer peer = client.peerOf(server);
            for (int i = 0; i < 5; i++) {
                client.send(peer, "q" + i);
            }
            for (int round = 1; round <= 3; round++) {
                server.vista().begin();
                server.words().putLong(0, 7);
                assertThat(receive(server.node, round))
                        .isEqualTo(List.of("q0", "q1", "q2").subList(0, round));
                server.vista().abort();
                assertThat(server.words().getLong(0)).isZero();
                assertThat(server.node.responseEntries()).isZero();
            }
            server.vista().begin();
            assertThat(receive(server.node, 5)).containsExactly("q0", "q1", "q2", "q3", "q4");
            server.vista().commit();
            assertThat(server.node.unansweredRequests()).hasSize(5);
            assertThat(server.node.parkedBytes()).isZero();
        }
    }

    private static List<String> receive(Node node, int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Request request = Objects.requireNonNull(node.receiveRequest(SOON));
            texts.add(TestNode.text(request));
        }
        return texts;
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RIO", "DISK"})
    void anAbortedAnswerIsNotSentAndTheRequestComesAgain(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            long id = client.send(client.peerOf(server), "q");
            server.vista().begin();
            Request request = Objects.requireNonNull(server.node.receiveRequest(SOON));
            server.node.sendResponse(request.ticket(), "wrong".getBytes(UTF_8));
            server.vista().abort();
            assertThat(server.node.messageBytesInUse()).isZero();
            server.serve("right ");
            assertThat(client.response(id)).isEqualTo("right q");
            assertThat(server.node.count(Counter.RESPONSES_SENT)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RIO", "DISK"})
    void anAbortedAnswerOfALaterTransactionLeavesTheTicket(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            long id = client.send(client.peerOf(server), "q");
            long ticket = server.receive("q");
            server.vista().begin();
            server.node.sendResponse(ticket, "wrong".getBytes(UTF_8));
            server.vista().abort();
            server.answer(ticket, "right");
            assertThat(client.response(id)).isEqualTo("right");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RIO", "DISK"})
    void anAbortedResponseIsReceivedAgain(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            Peer peer = client.peerOf(server);
            long first = client.send(peer, "first");
            long second = client.send(peer, "second");
            server.serve("");
            server.serve("");
            for (int i = 0; i < 3; i++) {
                client.vista().begin();
                client.words().putLong(0, 7);
                assertThat(TestNode.text(Objects.requireNonNull(client.node.receiveResponse(second, SOON))))
                        .isEqualTo("second");
                assertThat(TestNode.text(Objects.requireNonNull(client.node.receiveResponse(SOON))))
                        .isEqualTo("first");
                client.vista().abort();
                assertThat(client.node.outstandingRequests()).containsExactly(first, second);
            }
            assertThat(client.response(first)).isEqualTo("first");
            assertThat(client.response(second)).isEqualTo("second");
            assertThat(client.words().getLong(0)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RIO", "DISK"})
    void aRequestOutlivesItsClientUntilItIsAnswered(Kind kind) {
        TestNode client = open(kind, "client");
        try (TestNode server = open(kind, "server")) {
            long nodeId = client.node.nodeId();
            NodeAddress address = client.node.address();
            client.vista().begin();
            long id = client.node.sendRequest(client.peerOf(server), "q".getBytes(UTF_8));
            client.words().putLong(0, id + 1);
            client.vista().commit();
            client = client.again();
            assertThat(client.node.nodeId()).isEqualTo(nodeId);
            assertThat(client.node.address()).isEqualTo(address);
            assertThat(client.node.outstandingRequests())
                    .containsExactly(client.words().getLong(0) - 1);
            server.serve("a ");
            client = client.again();
            assertThat(client.response(id)).isEqualTo("a q");
            client = client.again();
            assertThat(client.node.outstandingRequests()).isEmpty();
            assertThat(client.node.messageBytesInUse()).isZero();
        } finally {
            client.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RIO", "DISK"})
    void aServerAnswersAfterARestartWhatItReceivedBefore(Kind kind) {
        TestNode server = open(kind, "server");
        try (TestNode client = open(kind, "client")) {
            Peer peer = client.peerOf(server);
            long id = client.send(peer, "q");
            long ticket = server.receive("q");
            server = server.again();
            assertThat(server.node.unansweredRequests()).containsExactly(ticket);
            server.answer(ticket, "a");
            server = server.again();
            assertThat(client.response(id)).isEqualTo("a");
            long next = client.send(peer, "next");
            assertThat(server.serve("")).isEqualTo("next");
            assertThat(client.response(next)).isEqualTo("next");
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RIO", "DISK"})
    void aRequestThatWasSentWhileItsServerWasAwayArrives(Kind kind) {
        TestNode server = open(kind, "server");
        try (TestNode client = open(kind, "client")) {
            Peer peer = client.peerOf(server);
            server.close();
            long id = client.send(peer, "q");
            server = server.again();
            assertThat(server.serve("a ")).isEqualTo("q");
            assertThat(client.response(id)).isEqualTo("a q");
            assertThat(client.node.count(Counter.REQUESTS_RESENT)).isPositive();
            assertThat(server.node.count(Counter.FORWARDED)).isPositive();
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RIO", "DISK"})
    void aResponseThatIsNotAcknowledgedIsSentAgainByTheNextLife(Kind kind) {
        TestNode server = open(kind, "server");
        TestNode client = open(kind, "client");
        try {
            long id = client.send(client.peerOf(server), "q");
            client.close();
            server.serve("a ");
            server = server.again();
            client = client.again();
            assertThat(client.response(id)).isEqualTo("a q");
            assertThat(server.node.count(Counter.RESPONSES_RESENT)).isPositive();
            assertThat(server.node.count(Counter.REQUESTS_RECEIVED)).isZero();
        } finally {
            client.close();
            server.close();
        }
    }
}
