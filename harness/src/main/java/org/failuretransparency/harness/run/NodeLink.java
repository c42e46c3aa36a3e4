package org.failuretransparency.harness.run;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;
import org.failuretransparency.vista.VistaOptions;
import org.failuretransparency.vistagrams.Counter;
import org.failuretransparency.vistagrams.Message;
import org.failuretransparency.vistagrams.Node;
import org.failuretransparency.vistagrams.NodeAddress;
import org.failuretransparency.vistagrams.NodeOptions;
import org.failuretransparency.vistagrams.Peer;
import org.failuretransparency.vistagrams.Request;
import org.failuretransparency.vistagrams.Response;
import org.jspecify.annotations.Nullable;

/// A link over Vistagrams, or over their volatile baseline. Both ends count in a word of their memory, in the
/// transaction that sends or answers.
final class NodeLink implements MessageLink {

    private static final String NODE = "node";
    private static final String COUNTS = "counts";
    private static final long COUNTS_BYTES = 4096;
    private static final int ROOM_BYTES = 1 << 16;
    /// Longer than a server takes that syncs for each of 64 requests.
    private static final long FIRST_ON_DISK_NANOS = 500_000_000;

    private final @Nullable Vista vista;
    private final Node node;
    private final Count count;
    private final MemorySegment message = Arena.global().allocate(ROOM_BYTES, Long.BYTES);
    private @Nullable Peer server;

    /// The word that an end counts in.
    private interface Count {
        /// Adds 1 and returns the sum.
        long next();
    }

    private NodeLink(@Nullable Vista vista, Node node, Count count) {
        this.vista = vista;
        this.node = node;
        this.count = count;
    }

    /// An end over a Vista of that name, which is made new.
    static NodeLink recoverable(String storage, Path directory, String name) {
        StorageKind kind = StorageKind.of(storage);
        Vista vista = Vista.create(Storage.of(kind, directory), name, VistaOptions.defaults());
        VistaMemory counts = vista.createSegment(COUNTS, COUNTS_BYTES);
        NodeOptions options = NodeOptions.at(NodeAddress.anyLoopback());
        if (kind.forces()) {
            options = options.withNanos(FIRST_ON_DISK_NANOS, options.retransmitMaxNanos(), options.idleAckNanos());
        }
        Node node = Node.open(vista, NODE, options);
        return new NodeLink(vista, node, () -> counts.addLong(0, 1));
    }

    /// An end of the baseline.
    static NodeLink baseline() {
        long[] word = new long[1];
        return new NodeLink(null, Node.openVolatile(NodeOptions.at(NodeAddress.anyLoopback())), () -> ++word[0]);
    }

    /// Where it receives, in the form that [#connect] takes.
    String address() {
        return node.address().toString();
    }

    /// Sends to that server from now on.
    NodeLink connect(String address) {
        server = node.peer(NodeAddress.parse(address));
        return this;
    }

    @Override
    public void ask(int lengthBytes, long number) {
        message.set(ValueLayout.JAVA_LONG, 0, number);
        ask(lengthBytes);
    }

    private void ask(int lengthBytes) {
        Peer to = server;
        if (to == null) {
            throw new IllegalStateException("not connected");
        }
        node.begin();
        count.next();
        node.sendRequest(to, message, 0, lengthBytes);
        node.commit();
    }

    @Override
    public long answer() {
        node.begin();
        long number = received().getLong(0);
        node.commit();
        return number;
    }

    /// The message is taken out of the library's buffer, as a program does.
    private Message received() {
        Response response = node.receiveResponse(Node.FOR_EVER);
        if (response == null) {
            throw new IllegalStateException("no response");
        }
        response.copyTo(message, 0);
        return response;
    }

    @Override
    public Totals totals() {
        ask(TOTALS_BYTES);
        node.begin();
        Message reply = received();
        Totals servers = new Totals(
                reply.getLong(0),
                reply.getLong(Long.BYTES),
                reply.getLong(2 * Long.BYTES),
                reply.getLong(3 * Long.BYTES));
        node.commit();
        return servers.plus(own(0));
    }

    private Totals own(long served) {
        long messages = 0;
        for (Counter counter : new Counter[] {
            Counter.REQUESTS_SENT,
            Counter.RESPONSES_SENT,
            Counter.REQUESTS_RESENT,
            Counter.RESPONSES_RESENT,
            Counter.ACKS_SENT,
            Counter.REFUSALS_SENT,
            Counter.FORWARDED
        }) {
            messages += node.count(counter);
        }
        return new Totals(served, messages, node.count(Counter.BYTES_COPIED), node.count(Counter.SYSTEM_CALLS));
    }

    @Override
    public void serve() {
        long served = 0;
        boolean ends = false;
        while (!ends) {
            node.begin();
            Request request = node.receiveRequest(Node.FOR_EVER);
            if (request != null) {
                served = count.next();
                ends = request.lengthBytes() == END_BYTES;
                if (request.lengthBytes() == TOTALS_BYTES) {
                    totals(request.ticket(), served);
                } else {
                    node.sendResponse(request.ticket(), request);
                }
            }
            node.commit();
        }
    }

    @Override
    public void end() {
        ask(END_BYTES);
        node.begin();
        received();
        node.commit();
    }

    private void totals(long ticket, long served) {
        Totals totals = own(served);
        message.set(ValueLayout.JAVA_LONG, 0, totals.served());
        message.set(ValueLayout.JAVA_LONG, Long.BYTES, totals.messages());
        message.set(ValueLayout.JAVA_LONG, 2 * Long.BYTES, totals.bytesCopied());
        message.set(ValueLayout.JAVA_LONG, 3 * Long.BYTES, totals.systemCalls());
        node.sendResponse(ticket, message, 0, Totals.BYTES);
    }

    @Override
    public void close() {
        node.close();
        if (vista != null) {
            vista.close();
        }
    }
}
