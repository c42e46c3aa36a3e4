package org.failuretransparency.crashlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A network on this machine that loses datagrams, sends some twice and some late, behind others that were sent after
/// them. It stands before the ports of servers: whoever sends to a port of the network reaches the server's, and the
/// answers come back from the network's.
/// ```java
/// try (LossyNetwork network = new LossyNetwork(seed, new LossyNetwork.Faults(20, 10, 10))) {
///     int port = network.before(server.port());       // clients use this one
/// ```
/// Which datagram suffers what follows from the seed and from the order in which they come, which is the machine's.
///
/// **Threads**: any; it has one of its own that passes datagrams on.
public final class LossyNetwork implements AutoCloseable {

    private static final int DATAGRAM_BYTES = 65_536;
    private static final int LATE_MILLIS = 2;

    /// How many of a hundred datagrams are lost, sent twice, and sent late.
    public record Faults(int lostPercent, int twicePercent, int latePercent) {
        public Faults {
            if (lostPercent < 0
                    || twicePercent < 0
                    || latePercent < 0
                    || lostPercent + twicePercent + latePercent > 100) {
                throw new IllegalArgumentException("faults out of range: lost=" + lostPercent + ", twice="
                        + twicePercent + ", late=" + latePercent + ", expected a sum of 0..100");
            }
        }
    }

    /// A socket of the network. One before a server has no peer; one behind it belongs to a client.
    private static final class Door {
        private final DatagramChannel channel;
        private final SocketAddress server;
        private final @Nullable Door front;
        private final @Nullable SocketAddress client;
        private final Map<SocketAddress, Door> backs = new HashMap<>();

        Door(DatagramChannel channel, SocketAddress server, @Nullable Door front, @Nullable SocketAddress client) {
            this.channel = channel;
            this.server = server;
            this.front = front;
            this.client = client;
        }
    }

    /// A datagram that is held back.
    private record Late(ByteBuffer bytes, DatagramChannel from, SocketAddress to) {}

    private final Selector selector;
    private final SplittableRandom random;
    private final Queue<Late> late = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM_BYTES);
    private final CompletableFuture<Void> thread;
    private volatile Faults faults;
    private volatile boolean closing;
    private final AtomicLong lostCount = new AtomicLong();
    private final AtomicLong passedCount = new AtomicLong();

    /// An address of this machine that belongs to this process, by a number from 0 to 200: ports there cannot be taken
    /// by other campaigns while a process is down.
    public static Inet4Address ownAddress(int number) {
        long pid = ProcessHandle.current().pid();
        return Inet4Address.ofLiteral("127." + (1 + pid / 250 % 250) + "." + (1 + pid % 250) + "." + (10 + number));
    }

    public LossyNetwork(long seed, Faults faults) {
        this.random = new SplittableRandom(seed);
        this.faults = faults;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = CompletableFuture.runAsync(
                this::pass,
                command -> Thread.ofPlatform().daemon().name("lossy network").start(command));
    }

    /// Opens a port before a server's port on this machine; returns it.
    public int before(int serverPort) {
        return before(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
    }

    /// Opens a port of this machine before a server's; returns it.
    public int before(InetSocketAddress server) {
        InetAddress here = InetAddress.getLoopbackAddress();
        try {
            DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(here, 0));
            add(new Door(channel, server, null, null));
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Door door) throws IOException {
        door.channel.configureBlocking(false);
        door.channel.register(selector, SelectionKey.OP_READ, door);
        selector.wakeup();
    }

    /// Behaves otherwise from here on.
    public void faults(Faults newFaults) {
        faults = newFaults;
    }

    private void pass() {
        try {
            while (!closing) {
                selector.select(late.isEmpty() ? 0 : LATE_MILLIS);
                boolean none = selector.selectedKeys().isEmpty();
                for (SelectionKey key : selector.selectedKeys()) {
                    passAll((Door) key.attachment());
                }
                selector.selectedKeys().clear();
                if (none && !late.isEmpty()) {
                    Late next = late.remove();
                    next.from.send(next.bytes, next.to);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void passAll(Door door) throws IOException {
        while (true) {
            SocketAddress sender = door.channel.receive(buffer.clear());
            if (sender == null) {
                return;
            }
            buffer.flip();
            if (door.front == null) {
                passOne(back(door, sender).channel, door.server);
            } else if (door.client != null) {
                passOne(door.front.channel, door.client);
            }
        }
    }

    private Door back(Door front, SocketAddress client) throws IOException {
        Door known = front.backs.get(client);
        if (known == null) {
            DatagramChannel channel =
                    DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            known = new Door(channel, front.server, front, client);
            front.backs.put(client, known);
            add(known);
        }
        return known;
    }

    private void passOne(DatagramChannel from, SocketAddress to) throws IOException {
        Faults now = faults;
        int fate = random.nextInt(100);
        if (fate < now.lostPercent) {
            lostCount.incrementAndGet();
            return;
        }
        passedCount.incrementAndGet();
        if (fate < now.lostPercent + now.twicePercent) {
            from.send(buffer.duplicate(), to);
        } else if (fate < now.lostPercent + now.twicePercent + now.latePercent) {
            ByteBuffer copy =
                    ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
            late.add(new Late(copy, from, to));
            return;
        }
        from.send(buffer, to);
        if (!late.isEmpty() && random.nextBoolean()) {
            Late next = late.remove();
            next.from.send(next.bytes, next.to);
        }
    }

    /// Datagrams lost so far.
    public long lost() {
        return lostCount.get();
    }

    /// Datagrams that were not lost so far.
    public long passed() {
        return passedCount.get();
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        thread.join();
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
