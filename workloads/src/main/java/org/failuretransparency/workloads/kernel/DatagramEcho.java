package org.failuretransparency.workloads.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A peer on the loopback interface that sends back what it gets, and knows who has sent it something.
public final class DatagramEcho implements AutoCloseable {

    private final DatagramSocket socket;
    private final Set<InetSocketAddress> senders = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    public DatagramEcho() throws SocketException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        thread = Thread.ofPlatform().daemon().start(this::serve);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public Set<InetSocketAddress> senders() {
        return senders;
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        while (!socket.isClosed()) {
            try {
                packet.setLength(100);
                socket.receive(packet);
                senders.add((InetSocketAddress) packet.getSocketAddress());
                socket.send(packet);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
