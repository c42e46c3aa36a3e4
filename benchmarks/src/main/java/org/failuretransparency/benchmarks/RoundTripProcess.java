package org.failuretransparency.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;
import org.failuretransparency.vista.VistaOptions;
import org.failuretransparency.vistagrams.Node;
import org.failuretransparency.vistagrams.NodeAddress;
import org.failuretransparency.vistagrams.NodeOptions;
import org.failuretransparency.vistagrams.Peer;
import org.failuretransparency.vistagrams.Request;
import org.failuretransparency.vistagrams.Response;

/// A client or a server of [RoundTrip], in a JVM that runs one arm alone.
final class RoundTripProcess {

    private static final int ROOM_BYTES = 1 << 16;

    private final MemorySegment message = Arena.global().allocate(ROOM_BYTES, Long.BYTES);

    private RoundTripProcess() {}

    /// Arguments: role, arm, directory, the server's ports.
    public static void main(String[] arguments) throws IOException {
        RoundTripArm arm = RoundTripArm.valueOf(arguments[1]);
        RoundTripProcess process = new RoundTripProcess();
        boolean server = arguments[0].equals("server");
        String[] ports = arguments[3].split(",", -1);
        NodeAddress peer = new NodeAddress(0x7F00_0001, Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
        switch (arm) {
            case UDP -> process.udp(server, peer.port());
            case BASELINE -> {
                try (Node node = Node.openVolatile(NodeOptions.at(NodeAddress.anyLoopback()))) {
                    long count = Arena.global().allocate(ValueLayout.JAVA_LONG).address();
                    process.serveOrAsk(
                            server, node, peer, MemorySegment.ofAddress(count).reinterpret(8));
                }
            }
            case VISTAGRAMS -> {
                Storage storage = Storage.of(StorageKind.RIO, Path.of(arguments[2]));
                try (Vista vista = Vista.create(storage, arguments[0], VistaOptions.defaults())) {
                    VistaMemory counts = vista.createSegment("counts", 4096);
                    try (Node node = Node.open(vista, "node", NodeOptions.at(NodeAddress.anyLoopback()))) {
                        process.serveOrAskRecoverably(server, node, peer, counts);
                    }
                }
            }
        }
    }

    private void serveOrAsk(boolean server, Node node, NodeAddress peer, MemorySegment count) throws IOException {
        if (server) {
            System.out.println(node.address().port() + "," + node.address().retransmitPort());
            while (true) {
                node.begin();
                Request request = node.receiveRequest(Node.FOR_EVER);
                if (request != null) {
                    count.set(ValueLayout.JAVA_LONG, 0, count.get(ValueLayout.JAVA_LONG, 0) + 1);
                    node.sendResponse(request.ticket(), request);
                }
                node.commit();
            }
        }
        Peer to = node.peer(peer);
        orders((size, cycles) -> {
            for (int i = 0; i < cycles; i++) {
                message.set(ValueLayout.JAVA_LONG, size - 8, i);
                node.begin();
                count.set(ValueLayout.JAVA_LONG, 0, count.get(ValueLayout.JAVA_LONG, 0) + 1);
                long id = node.sendRequest(to, message, 0, size);
                node.commit();
                node.begin();
                check(Objects.requireNonNull(node.receiveResponse(id, Node.FOR_EVER)), size, i);
                node.commit();
            }
        });
    }

    private void serveOrAskRecoverably(boolean server, Node node, NodeAddress peer, VistaMemory counts)
            throws IOException {
        if (server) {
            System.out.println(node.address().port() + "," + node.address().retransmitPort());
            while (true) {
                node.begin();
                Request request = node.receiveRequest(Node.FOR_EVER);
                if (request != null) {
                    counts.addLong(0, 1);
                    node.sendResponse(request.ticket(), request);
                }
                node.commit();
            }
        }
        Peer to = node.peer(peer);
        orders((size, cycles) -> {
            for (int i = 0; i < cycles; i++) {
                message.set(ValueLayout.JAVA_LONG, size - 8, i);
                node.begin();
                counts.addLong(0, 1);
                long id = node.sendRequest(to, message, 0, size);
                node.commit();
                node.begin();
                check(Objects.requireNonNull(node.receiveResponse(id, Node.FOR_EVER)), size, i);
                node.commit();
            }
        });
    }

    private void check(Response response, int size, long last) {
        if (response.lengthBytes() != size || response.getLong(size - 8) != last) {
            throw new IllegalStateException("another response: bytes=" + response.lengthBytes() + ", expected=" + size);
        }
        response.copyTo(message, 0);
    }

    private void udp(boolean server, int port) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ByteBuffer bytes = message.asByteBuffer();
            if (server) {
                System.out.println(((InetSocketAddress) channel.getLocalAddress()).getPort() + ",1");
                while (true) {
                    SocketAddress source = channel.receive(bytes.clear());
                    channel.send(bytes.flip(), source);
                }
            }
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            orders((size, cycles) -> {
                for (int i = 0; i < cycles; i++) {
                    channel.write(bytes.clear().limit(size));
                    channel.read(bytes.clear());
                }
            });
        }
    }

    /// What a client does when it is ordered to.
    private interface Cycles {
        void run(int size, int cycles) throws IOException;
    }

    private static void orders(Cycles body) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ", -1);
            long started = System.nanoTime();
            body.run(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
            System.out.println(System.nanoTime() - started);
        }
    }
}
