package org.failuretransparency.guest.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A thread that passes datagrams between a client and a server. It loses a fifth of them, sends a tenth twice, and a
/// tenth after the one that follows it.
final class LossyProxy implements AutoCloseable {

    private static final int LOST_PERCENT = 20;
    private static final int TWICE_PERCENT = 30;
    private static final int LATE_PERCENT = 40;

    private final DatagramChannel front = DatagramChannel.open();
    private final DatagramChannel back = DatagramChannel.open();
    private final Selector selector = Selector.open();
    private final SplittableRandom random;
    private final SocketAddress server;
    private final CompletableFuture<Integer> lost;
    private volatile boolean closing;
    private @Nullable SocketAddress client;
    private int lostCount;

    /// @param address where the client is to connect to
    LossyProxy(long seed, InetSocketAddress address, SocketAddress server) throws IOException {
        this.random = new SplittableRandom(seed);
        this.server = server;
        front.bind(address).configureBlocking(false).register(selector, SelectionKey.OP_READ);
        back.bind(new InetSocketAddress(address.getAddress(), 0))
                .configureBlocking(false)
                .register(selector, SelectionKey.OP_READ);
        lost = CompletableFuture.supplyAsync(
                this::pass, command -> Thread.ofPlatform().daemon().start(command));
    }

    private int pass() {
        try (selector;
                front;
                back) {
            Late forth = new Late();
            Late aback = new Late();
            while (!closing) {
                selector.select();
                selector.selectedKeys().clear();
                passAll(front, back, true, forth);
                passAll(back, front, false, aback);
            }
            return lostCount;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The datagram that waits for the next one of its direction.
    private static final class Late {
        private @Nullable ByteBuffer bytes;
    }

    /// Passes the datagrams that are there, to the server or to the client.
    private void passAll(DatagramChannel from, DatagramChannel to, boolean toServer, Late late) throws IOException {
        while (true) {
            ByteBuffer bytes = ByteBuffer.allocate(2048);
            SocketAddress sender = from.receive(bytes);
            if (sender == null) {
                return;
            }
            client = toServer ? sender : client;
            pass(bytes.flip(), to, toServer ? server : client, late);
        }
    }

    private void pass(ByteBuffer bytes, DatagramChannel to, @Nullable SocketAddress target, Late late)
            throws IOException {
        int fate = random.nextInt(100);
        if (target == null || fate < LOST_PERCENT) {
            lostCount++;
            return;
        }
        if (fate >= TWICE_PERCENT && fate < LATE_PERCENT && late.bytes == null) {
            late.bytes = bytes;
            return;
        }
        to.send(bytes.duplicate(), target);
        if (fate < TWICE_PERCENT) {
            to.send(bytes, target);
        }
        if (late.bytes != null) {
            to.send(late.bytes, target);
            late.bytes = null;
        }
    }

    /// Ends its thread; returns how many datagrams were lost.
    int stop() {
        closing = true;
        selector.wakeup();
        return lost.join();
    }

    @Override
    public void close() {
        stop();
    }
}
