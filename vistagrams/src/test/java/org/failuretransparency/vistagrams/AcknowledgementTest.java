package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.failuretransparency.vistagrams.TestNode.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a server may forget, and how it notices a client whose memory is another.
class AcknowledgementTest extends TestNodes {

    /// Lets the server look at its port until it has forgotten all but `entries`.
    private static void shrink(TestNode server, int entries) {
        long deadline = System.nanoTime() + SOON;
        while (server.node.responseEntries() > entries && System.nanoTime() < deadline) {
            server.node.begin();
            assertThat(server.node.receiveRequest(5_000_000)).isNull();
            server.node.commit();
        }
        assertThat(server.node.responseEntries()).isEqualTo(entries);
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatGoesIdleLetsItsServerForget(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            Peer peer = client.peerOf(server);
            for (int i = 0; i < 10; i++) {
                long id = client.send(peer, "q");
                server.serve("");
                client.response(id);
            }
            assertThat(server.node.responseEntries()).isPositive();
            shrink(server, 0);
            assertThat(server.node.messageBytesInUse()).isZero();
            assertThat(client.node.count(Counter.ACKS_SENT)).isPositive();
            long id = client.send(peer, "q");
            server.serve("");
            assertThat(client.response(id)).isEqualTo("q");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneSlowAnswerDoesNotHoldTheMessagesOfTheOthers(Kind kind) {
        try (TestNode client = open(kind, "client");
                TestNode server = open(kind, "server")) {
            Peer peer = client.peerOf(server);
            long slow = client.send(peer, "slow");
            long ticket = server.receive("slow");
            for (int i = 0; i < 50; i++) {
                long id = client.send(peer, "q");
                server.serve("");
                client.response(id);
            }
            assertThat(server.node.messageBytesInUse()).isLessThanOrEqualTo(3 * 64);
            assertThat(server.node.responseEntries()).isEqualTo(51);
            server.answer(ticket, "at last");
            assertThat(client.response(slow)).isEqualTo("at last");
            shrink(server, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatIsGoneIsDroppedByAnExplicitCall(Kind kind) {
        try (TestNode client = open(kind, "client")) {
            TestNode gone = open(kind, "gone");
            Peer peer = client.peerOf(gone);
            long first = client.send(peer, "q");
            client.send(peer, "q");
            gone.serve("");
            gone.close();
            assertThat(client.response(first)).isEqualTo("q");
            assertThat(client.node.requestEntries()).isEqualTo(1);
            client.node.dropPeer(peer);
            assertThat(client.node.requestEntries()).isZero();
            assertThat(client.node.messageBytesInUse()).isZero();
            try (TestNode other = open(kind, "other")) {
                Peer next = client.peerOf(other);
                long id = client.send(next, "q");
                assertThat(id).isGreaterThan(first);
                other.serve("");
                assertThat(client.response(id)).isEqualTo("q");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatIsGoneIsDroppedByAnExplicitCall(Kind kind) {
        try (TestNode server = open(kind, "server")) {
            TestNode gone = open(kind, "gone");
            gone.send(gone.peerOf(server), "answered");
            gone.send(gone.peerOf(server), "not answered");
            server.serve("");
            server.receive("not answered");
            gone.close();
            assertThat(server.node.responseEntries()).isEqualTo(2);
            server.node.dropClient(gone.node.nodeId());
            assertThat(server.node.responseEntries()).isZero();
            assertThat(server.node.messageBytesInUse()).isZero();
            assertThat(server.node.unansweredRequests()).isEmpty();
            try (TestNode client = open(kind, "client")) {
                long id = client.send(client.peerOf(server), "q");
                // What the client that is gone had sent again by then may still be on its way, and is executed first.
                String served = server.serve("");
                while (List.of("answered", "not answered").contains(served)) {
                    served = server.serve("");
                }
                assertThat(served).isEqualTo("q");
                assertThat(client.response(id)).isEqualTo("q");
            }
        }
    }

    @Test
    void aClientThatLostItsMemoryIsAnotherOneAndIsNoticed() throws IOException {
        try (TestNode server = open(Kind.RIO, "server")) {
            TestNode client = open(Kind.RIO, "client");
            NodeAddress address = client.node.address();
            long before = client.node.nodeId();
            long id = client.send(client.peerOf(server), "q");
            server.serve("");
            client.response(id);
            client.close();
            delete("client.");
            try (TestNode reborn = TestNode.open(
                    Kind.RIO, directory, "client", TestNode.small().withAddress(address))) {
                long again = reborn.send(reborn.peerOf(server), "another");
                assertThat(again).isEqualTo(id);
                assertThat(server.serve("")).isEqualTo("another");
                assertThat(reborn.response(again)).isEqualTo("another");
                assertThat(server.node.count(Counter.CLIENTS_REPLACED)).isEqualTo(1);
                assertThat(server.node.replacedClients()).containsExactly(before);
                server.node.dropClient(before);
                assertThat(server.node.replacedClients()).isEmpty();
            }
        }
    }

    /// A client whose segment is put back to an older state uses ids again: with another content they are refused, and
    /// those below what it once acknowledged too.
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RIO", "DISK"})
    void aClientThatWasPutBackToAnOlderStateIsRefused(Kind kind) throws IOException {
        try (TestNode server = open(kind, "server")) {
            TestNode client = open(kind, "client");
            Peer peer = client.peerOf(server);
            client.close();
            Path copy = copyOf("client.");
            client = client.again();
            for (int i = 0; i < 3; i++) {
                long id = client.send(client.peerOf(server), "old " + i);
                server.serve("");
                client.response(id);
            }
            client.close();
            putBack(copy);
            client = client.again();
            Peer again = client.node.peer(peer.address());
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ids.add(client.send(again, "new " + i));
            }
            server.node.begin();
            assertThat(server.node.receiveRequest(200_000_000)).isNull();
            server.node.commit();
            for (long id : ids) {
                TestNode refused = client;
                client.node.begin();
                assertThatThrownBy(() -> refused.node.receiveResponse(id, SOON))
                        .isInstanceOf(NodeException.Refused.class)
                        .hasMessageContaining("this node's segment was probably put back");
                client.node.commit();
            }
            assertThat(server.node.count(Counter.IDS_REUSED)).isPositive();
            assertThat(client.node.outstandingRequests()).isEmpty();
            long id = client.send(again, "beyond");
            assertThat(server.serve("")).isEqualTo("beyond");
            assertThat(client.response(id)).isEqualTo("beyond");
            client.close();
        }
    }

    private void delete(String prefix) throws IOException {
        for (Path file : files(directory, prefix)) {
            Files.delete(file);
        }
    }

    private static List<Path> files(Path in, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(file -> Objects.requireNonNull(file.getFileName())
                            .toString()
                            .startsWith(prefix))
                    .toList();
        }
    }

    private Path copyOf(String prefix) throws IOException {
        Path copy = Files.createTempDirectory(directory, "copy");
        for (Path file : files(directory, prefix)) {
            Files.copy(file, copy.resolve(Objects.requireNonNull(file.getFileName())));
        }
        return copy;
    }

    private void putBack(Path copy) throws IOException {
        for (Path file : files(copy, "")) {
            Path target = directory.resolve(Objects.requireNonNull(file.getFileName()));
            Files.delete(target);
            Files.copy(file, target);
        }
    }
}
