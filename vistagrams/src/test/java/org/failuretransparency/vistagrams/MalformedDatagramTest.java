package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.failuretransparency.vistagrams.TestNode.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Datagrams that no node sent, or that arrive otherwise than they were sent, on both ports: each is counted and
/// dropped, and the exchange goes on.
class MalformedDatagramTest {

    private static final long SOON = TestNode.SOON;
    private static final Counter[] DROPPED = {
        Counter.FOREIGN_DROPPED, Counter.MALFORMED_DROPPED, Counter.CHECKSUM_DROPPED, Counter.FORGED_DROPPED
    };

    @TempDir
    private Path directory;

    @Test
    void everyFlippedBitAndEveryTruncationIsDropped() throws IOException {
        try (TestNode server = TestNode.open(Kind.RIO, directory, "server");
                Stranger stranger = new Stranger(server)) {
            byte[] good = Stranger.request(buffer -> {});
            for (int bit = 0; bit < 8 * good.length; bit++) {
                byte[] bytes = good.clone();
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                stranger.requireDropped(
                        bytes, bytes.length, bit < 32 ? Counter.FOREIGN_DROPPED : Counter.CHECKSUM_DROPPED);
            }
            for (int length = 0; length < good.length; length++) {
                if (length > 0) {
                    stranger.requireDropped(
                            good, length, length < 4 ? Counter.FOREIGN_DROPPED : Counter.MALFORMED_DROPPED);
                }
            }
            stranger.requireDropped(Arrays.copyOf(good, good.length + 1), good.length + 1, Counter.MALFORMED_DROPPED);
            assertThat(server.node.responseEntries()).isZero();
            stranger.send(server.node.address().port(), good, good.length);
            assertThat(server.receive("hello")).isNotNegative();
        }
    }

    @Test
    void whatContradictsItselfIsDropped() throws IOException {
        try (TestNode server = TestNode.open(Kind.RIO, directory, "server");
                Stranger stranger = new Stranger(server)) {
            requireDropped(stranger, Counter.FOREIGN_DROPPED, buffer -> buffer.put(8, (byte) 2));
            requireDropped(stranger, Counter.MALFORMED_DROPPED, buffer -> buffer.put(9, (byte) 0));
            requireDropped(stranger, Counter.MALFORMED_DROPPED, buffer -> buffer.put(9, (byte) 6));
            requireDropped(stranger, Counter.MALFORMED_DROPPED, buffer -> buffer.put(9, (byte) WireLayout.TYPE_ACK));
            requireDropped(stranger, Counter.MALFORMED_DROPPED, buffer -> buffer.put(10, (byte) 4));
            requireDropped(stranger, Counter.MALFORMED_DROPPED, buffer -> buffer.put(11, (byte) 4));
            requireDropped(stranger, Counter.MALFORMED_DROPPED, buffer -> buffer.put(11, (byte) -1));
            requireDropped(stranger, Counter.MALFORMED_DROPPED, buffer -> buffer.putInt(WireLayout.MESSAGE_BYTES, 4));
            requireDropped(stranger, Counter.MALFORMED_DROPPED, buffer -> buffer.putInt(WireLayout.MESSAGE_BYTES, -1));
            requireDropped(stranger, Counter.MALFORMED_DROPPED, buffer -> buffer.putInt(WireLayout.RESERVED, 1));
            requireDropped(stranger, Counter.MALFORMED_DROPPED, buffer -> buffer.putLong(WireLayout.CLIENT, 0));
            requireDropped(stranger, Counter.MALFORMED_DROPPED, buffer -> buffer.putLong(WireLayout.SENDER, 0));
            requireDropped(stranger, Counter.MALFORMED_DROPPED, buffer -> buffer.putLong(WireLayout.FLOOR, 6));
            requireDropped(stranger, Counter.MALFORMED_DROPPED, buffer -> buffer.putLong(WireLayout.FLOOR, -1));
            requireDropped(
                    stranger,
                    Counter.MALFORMED_DROPPED,
                    buffer -> buffer.put(11, (byte) 1).putLong(WireLayout.ACK, WireLayout.id(1, 1)));
            assertThat(server.node.responseEntries()).isZero();
        }
    }

    private static void requireDropped(Stranger stranger, Counter why, Consumer<ByteBuffer> change) throws IOException {
        byte[] bytes = Stranger.request(change);
        stranger.requireDropped(bytes, bytes.length, why);
    }

    @Test
    void whatSomebodyElseForgesIsDropped() throws IOException {
        try (TestNode client = TestNode.open(Kind.RIO, directory, "client");
                TestNode server = TestNode.open(Kind.RIO, directory, "server");
                Stranger stranger = new Stranger(client)) {
            long id = client.send(client.peerOf(server), "q");
            // A response to a request that is open, from a stranger; to one that was never sent; to another's.
            stranger.forge(WireLayout.TYPE_RESPONSE, client.node.nodeId(), id, 0);
            stranger.forge(WireLayout.TYPE_REFUSED, client.node.nodeId(), id, 0);
            stranger.forge(WireLayout.TYPE_RESPONSE, client.node.nodeId(), id + 1, 0);
            stranger.forge(WireLayout.TYPE_RESPONSE, client.node.nodeId(), WireLayout.id(99, 0), 0);
            stranger.forge(WireLayout.TYPE_RESPONSE, 77, id, 0);
            stranger.forge(WireLayout.TYPE_ACKED, 77, id, 0);
            NodeAddress address = client.node.address();
            stranger.forge(address.retransmitPort(), WireLayout.TYPE_ACKED, client.node.nodeId(), id, 1000);
            byte[] forwarded = Stranger.request(buffer -> buffer.put(10, (byte) WireLayout.FLAG_FORWARDED));
            stranger.send(client.node.address().port(), forwarded, forwarded.length);
            server.serve("a ");
            assertThat(client.response(id)).isEqualTo("a q");
            assertThat(client.node.count(Counter.FORGED_DROPPED)).isBetween(7L, 8L);
            long deadline = System.nanoTime() + SOON;
            while (client.node.count(Counter.FORGED_DROPPED) < 8 && System.nanoTime() < deadline) {
                Thread.onSpinWait(); // until the thread of the other port has taken its own
            }
            assertThat(client.node.count(Counter.FORGED_DROPPED)).isEqualTo(8);
            assertThat(client.node.responseEntries()).isZero();
        }
    }

    @Test
    void noiseDoesNotDisturbAnExchange() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        try (TestNode client = TestNode.open(Kind.RIO, directory, "client");
                TestNode server = TestNode.open(Kind.RIO, directory, "server");
                Stranger toServer = new Stranger(server);
                Stranger toClient = new Stranger(client)) {
            Peer peer = client.peerOf(server);
            for (int i = 0; i < 300; i++) {
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                if (noise.length > 4 && random.nextBoolean()) {
                    ByteBuffer.wrap(noise).order(ByteOrder.LITTLE_ENDIAN).putInt(0, WireLayout.MAGIC_VALUE);
                }
                toServer.send(server.node.address().port(), noise, noise.length);
                toServer.send(server.node.address().retransmitPort(), noise, noise.length);
                toClient.send(client.node.address().port(), noise, noise.length);
                long id = client.send(peer, "q" + i);
                assertThat(server.serve("")).isEqualTo("q" + i);
                client.node.begin();
                assertThat(TestNode.text(Objects.requireNonNull(client.node.receiveResponse(id, SOON))))
                        .isEqualTo("q" + i);
                client.node.commit();
            }
            assertThat(Arrays.stream(DROPPED).mapToLong(server.node::count).sum())
                    .isPositive();
            assertThat(server.node.count(Counter.REQUESTS_RECEIVED)).isEqualTo(300);
        }
    }
}
