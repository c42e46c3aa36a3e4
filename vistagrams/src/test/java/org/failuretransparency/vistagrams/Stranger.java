package org.failuretransparency.vistagrams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// Sends datagrams of its own making to a node's ports. Over the loopback they are in the socket when it returns.
final class Stranger implements AutoCloseable {

    private final TestNode server;
    private final DatagramSocket socket;

    Stranger(TestNode server) throws IOException {
        this.server = server;
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    /// A request as somebody else might send it.
    static byte[] request(Consumer<ByteBuffer> change) {
        byte[] message = "hello".getBytes(UTF_8);
        byte[] bytes = new byte[WireLayout.HEADER_BYTES + message.length];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(WireLayout.MAGIC, WireLayout.MAGIC_VALUE);
        buffer.putInt(WireLayout.KIND, WireLayout.kind(WireLayout.TYPE_REQUEST, 0, 0));
        buffer.putInt(WireLayout.MESSAGE_BYTES, message.length);
        buffer.putInt(WireLayout.MESSAGE_CHECK, crc(message, 0, message.length));
        buffer.putLong(WireLayout.CLIENT, 77);
        buffer.putLong(WireLayout.SENDER, 77);
        buffer.putLong(WireLayout.ID, WireLayout.id(0, 5));
        buffer.put(WireLayout.HEADER_BYTES, message);
        change.accept(buffer);
        buffer.putInt(WireLayout.HEADER_CHECK, crc(bytes, WireLayout.CHECKED, WireLayout.HEADER_BYTES));
        return bytes;
    }

    private static int crc(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    void send(int port, byte[] bytes, int length) throws IOException {
        socket.send(new DatagramPacket(bytes, length, InetAddress.getLoopbackAddress(), port));
    }

    /// Sends a datagram of that type, in the name of that client, to the node's main port.
    void forge(int type, long clientId, long id, long floor) throws IOException {
        forge(server.node.address().port(), type, clientId, id, floor);
    }

    void forge(int port, int type, long clientId, long id, long floor) throws IOException {
        boolean response = type == WireLayout.TYPE_RESPONSE;
        byte[] bytes = request(buffer -> {
            buffer.putInt(WireLayout.KIND, WireLayout.kind(type, 0, 0));
            buffer.putLong(WireLayout.CLIENT, clientId).putLong(WireLayout.ID, id);
            buffer.putLong(WireLayout.FLOOR, floor);
            if (!response) {
                buffer.putInt(WireLayout.MESSAGE_BYTES, 0).putInt(WireLayout.MESSAGE_CHECK, 0);
            }
        });
        send(port, bytes, response ? bytes.length : WireLayout.HEADER_BYTES);
    }

    /// Sends a datagram to both ports, one at a time, each of which the node has to drop.
    void requireDropped(byte[] bytes, int length, Counter why) throws IOException {
        NodeAddress address = server.node.address();
        for (int port : new int[] {address.port(), address.retransmitPort()}) {
            long before = server.node.count(why);
            send(port, bytes, length);
            long deadline = System.nanoTime() + TestNode.SOON;
            while (server.node.count(why) == before && System.nanoTime() < deadline) {
                assertThat(server.node.select(Node.REQUEST, 0)).isZero();
            }
            assertThat(server.node.count(why)).isEqualTo(before + 1);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
