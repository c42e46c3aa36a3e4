package org.failuretransparency.vistagrams;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntSupplier;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.vista.Participant;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;
import org.jspecify.annotations.Nullable;

/// A process's end of Vistagrams: sends and receives requests and responses inside of transactions, each exactly once,
/// whatever crashes. Any node may be client and server at once.
/// ```java
/// try (Vista vista = Vista.open(storage, "client");
///         Node node = Node.open(vista, "node", NodeOptions.at(NodeAddress.loopback(7000)))) {
///     Peer server = node.peer(NodeAddress.loopback(7100));
///     vista.begin();
///     long id = node.sendRequest(server, "lock".getBytes(UTF_8));     // goes out if and when the transaction commits
///     memory.putLong(PENDING, id);
///     vista.commit();
///
///     vista.begin();
///     Response response = node.receiveResponse(id, Node.FOR_EVER);    // is undone if the transaction aborts
///     memory.putLong(PENDING, 0);
///     vista.commit();
/// }
/// ```
/// Sends wait for the commit, and so a request and its response cannot be in one transaction. A committed request is
/// sent again until its response is received, over crashes of either side. Requests and their responses of one
/// transaction go out together or not at all, to as many peers as there are.
///
/// **Survives**: as the Vista's storage: all messages of committed transactions, what was received, and the node's
/// identity. A volatile node ([#openVolatile]), the baseline of comparisons, loses all.
///
/// **Threads**: one, the Vista's. A thread of its own resends; it reads committed entries and writes none.
///
/// **Failure ordering**: all that a transaction changes in the tables is in the Vista's undo log; what must not be seen
/// before the commit are intents; the datagrams leave after the commit point, and if a crash comes in between, the next
/// opening sends them.
///
/// **Throws**: [NodeException], each reason by its class; `IllegalStateException` outside of a transaction or after
/// close.
///
/// **Source**: §4.3, §4.4.
public final class Node implements AutoCloseable {

    /// The longest message.
    public static final int MAX_MESSAGE_BYTES = WireLayout.MAX_DATAGRAM_BYTES - WireLayout.HEADER_BYTES;

    /// A timeout that never comes.
    public static final long FOR_EVER = Long.MAX_VALUE;

    /// For [#select]: a request can be received.
    public static final int REQUEST = 1 << Parked.REQUESTS;
    /// For [#select]: a response can be received.
    public static final int RESPONSE = 1 << Parked.RESPONSES;

    private static final int RING_ROOM = 1 << 15;
    private static final int DROPPED_AT_ONCE = 64;

    private final NodeMemory memory;
    private final NodeOptions options;
    private final long nodeId;
    private final Arena arena = Arena.ofShared();
    private final Counters counters = new Counters();
    private final Counters ioCounters = new Counters();
    private final NodeTrace trace;
    private final Messages messages;
    private final ClientSide client;
    private final ServerSide server;
    private final NodeSockets sockets;
    private final Sender sender;
    private final SendRing ring = new SendRing(RING_ROOM);
    private final IoThread io;
    private final Inbox inbox;
    private final Participant participant = new InTransaction();
    private final Request request = new Request();
    private final Response response = new Response();
    private boolean joined;
    private boolean closed;

    /// Opens the node in the segment of that name, or makes one there: the segment if it is missing, and in it an
    /// identity that no node had before. An existing node keeps its address and its limits, and is checked before
    /// anything is changed or bound.
    public static Node open(Vista vista, String segment, NodeOptions options) {
        VistaMemory memory = vista.segmentNames().contains(segment)
                ? vista.segment(segment)
                : vista.createSegment(segment, NodeLayout.areas(options).lengthBytes());
        Node node = new Node(new VistaNodeMemory(memory), options);
        vista.beforeClose(node::close);
        return node;
    }

    /// Makes a node without recovery: the same protocol and the same code, on memory that a crash loses and without
    /// transactions. The baseline of §4.6.
    public static Node openVolatile(NodeOptions options) {
        return new Node(VolatileNodeMemory.of(NodeLayout.areas(options).lengthBytes()), options);
    }

    private Node(NodeMemory memory, NodeOptions given) {
        this.memory = memory;
        this.trace = NodeTrace.open(given.trace());
        NodeSockets bound = null;
        try {
            NodeTables tables = NodeTables.open(memory, given, counters, trace);
            NodeOptions known = tables.options();
            this.nodeId = tables.nodeId();
            this.messages = tables.messages();
            this.client = tables.client();
            this.server = tables.server();
            bound = NodeSockets.bind(known, arena, counters, ioCounters);
            this.sockets = bound;
            this.options = known.withAddress(bound.address());
            if (tables.isNew()) {
                tables.make(memory, bound.address());
            }
            this.sender = new Sender(bound.main().fd, arena, counters, nodeId, trace.self());
            this.io = new IoThread(
                    memory,
                    NodeLayout.areas(options),
                    options,
                    bound.retransmit(),
                    bound.main().fd,
                    arena,
                    client,
                    server,
                    ring,
                    nodeId,
                    ioCounters,
                    trace.self());
            this.inbox = new Inbox(memory, bound.main(), arena, options, client, server, sender, counters, io);
            client.traceOutstanding();
            server.traceOutstanding();
        } catch (RuntimeException e) {
            if (bound != null) {
                bound.close();
            }
            trace.close();
            arena.close();
            memory.close();
            throw e;
        }
        io.start();
    }

    /// This node's identity, drawn when its segment was made.
    public long nodeId() {
        return nodeId;
    }

    /// Where this node receives, with the ports that are bound.
    public NodeAddress address() {
        return options.address();
    }

    /// The peer at an address, made if it is not known. That is no part of a transaction: an abort does not undo it.
    public Peer peer(NodeAddress address) {
        return peer(address, -1);
    }

    /// The same for a peer that writes a trace too, as process `process` of it.
    public Peer peer(NodeAddress address, int process) {
        requireOpen("peer");
        return client.peer(address, process);
    }

    /// Starts a transaction of the Vista. Whoever has the Vista may call its own `begin`, `commit` and `abort` instead.
    public void begin() {
        requireOpen("begin");
        memory.begin();
    }

    /// Commits the transaction; then its messages are sent.
    public void commit() {
        requireOpen("commit");
        memory.commit();
    }

    /// Undoes the transaction: nothing is sent, and what was received will be received again. A volatile node cannot.
    public void abort() {
        requireOpen("abort");
        memory.abort();
    }

    /// Sends a request when the transaction commits; returns its id, which the transaction may store.
    public long sendRequest(Peer peer, byte[] message) {
        return sendRequest(peer, MemorySegment.ofArray(message), 0, message.length);
    }

    /// Sends `lengthBytes` bytes at `offset` of a native segment or of a byte array's.
    public long sendRequest(Peer peer, MemorySegment source, long offset, int lengthBytes) {
        join("sendRequest");
        client.requireUsable(peer);
        int slot = client.table.take();
        if (slot == EntryTable.NONE) {
            throw new NodeException.Full(memory.name, "requests", options.requests());
        }
        int buffer = 0;
        try {
            buffer = take(source, offset, lengthBytes);
        } finally {
            if (buffer == 0) {
                client.table.release(slot);
            }
        }
        return client.send(peer, slot, buffer, lengthBytes);
    }

    /// Puts a message into a buffer.
    private int take(MemorySegment source, long offset, int lengthBytes) {
        return taken(messages.put(source, offset, lengthBytes), lengthBytes);
    }

    private int taken(int buffer, int lengthBytes) {
        if (buffer == 0) {
            throw new NodeException.Full(memory.name, "messageBytes", options.messageBytes());
        }
        counters.add(Counter.BYTES_COPIED, lengthBytes);
        return buffer;
    }

    /// Receives the next request, waiting up to `timeoutNanos` ([#FOR_EVER]; 0 for not at all); null if there is none.
    /// If the transaction aborts, or a crash undoes it, the request will be received again.
    public @Nullable Request receiveRequest(long timeoutNanos) {
        join("receiveRequest");
        requireTimeout(timeoutNanos);
        if (!inbox.selectRequest(timeoutNanos)) {
            return null;
        }
        long datagram = inbox.address();
        long ticket = inbox.receiveRequest();
        counters.count(Counter.REQUESTS_RECEIVED);
        trace.received(datagram);
        request.fill(
                ticket, RawMemory.getLong(datagram + WireLayout.CLIENT), RawMemory.getLong(datagram + WireLayout.ID));
        inbox.place(request);
        return request;
    }

    /// Answers a request, of this transaction or of an earlier one, when the transaction commits.
    public void sendResponse(long ticket, byte[] message) {
        sendResponse(ticket, MemorySegment.ofArray(message), 0, message.length);
    }

    /// Answers with `lengthBytes` bytes at `offset` of a native segment or of a byte array's.
    public void sendResponse(long ticket, MemorySegment source, long offset, int lengthBytes) {
        join("sendResponse");
        int slot = server.requireUnanswered(ticket);
        server.send(slot, take(source, offset, lengthBytes), lengthBytes);
    }

    /// Answers with a message that was received.
    public void sendResponse(long ticket, Message message) {
        join("sendResponse");
        int slot = server.requireUnanswered(ticket);
        int lengthBytes = message.lengthBytes();
        server.send(slot, taken(messages.put(message.address(), lengthBytes), lengthBytes), lengthBytes);
    }

    /// Receives the response to a request, waiting up to `timeoutNanos`; null if it has not come. Once the transaction
    /// commits, the request is done with.
    ///
    /// @throws NodeException.SameTransaction if this transaction sends the request
    /// @throws NodeException.UnknownRequest if there is no such request, or its response was received
    /// @throws NodeException.Refused if the server refuses the request; committing gives it up
    public @Nullable Response receiveResponse(long id, long timeoutNanos) {
        join("receiveResponse");
        requireTimeout(timeoutNanos);
        int slot = client.requireSent(id);
        return inbox.selectResponse(slot, id, timeoutNanos) ? received() : null;
    }

    /// Receives the response to any request, as [#receiveResponse(long, long)].
    public @Nullable Response receiveResponse(long timeoutNanos) {
        join("receiveResponse");
        requireTimeout(timeoutNanos);
        client.requireAnySent();
        return inbox.selectResponse(timeoutNanos) ? received() : null;
    }

    private Response received() {
        long datagram = inbox.address();
        boolean refused = inbox.isRefusal();
        int slot = inbox.slot();
        long id = inbox.receiveResponse();
        if (refused) {
            counters.count(Counter.REFUSALS_RECEIVED);
            throw new NodeException.Refused(memory.name, id, client.inWords(slot));
        }
        counters.count(Counter.RESPONSES_RECEIVED);
        trace.received(datagram);
        response.fill(id);
        inbox.place(response);
        return response;
    }

    /// Waits up to `timeoutNanos` until a message can be received, in a transaction or outside of one. Returns which of
    /// `interest` can ([#REQUEST], [#RESPONSE], or both), or 0. Acknowledgements that come meanwhile free entries: in
    /// the transaction, or else in one of their own.
    public int select(int interest, long timeoutNanos) {
        requireOpen("select");
        requireTimeout(timeoutNanos);
        if (interest < REQUEST || interest > (REQUEST | RESPONSE)) {
            throw new IllegalArgumentException("no such interest: interest=" + interest + ", expected=1..3");
        }
        if (memory.inTransaction()) {
            join("select");
        }
        return inbox.select(interest, timeoutNanos);
    }

    /// The ids of all requests whose responses were not received, in order of peers and then of sending: what a program
    /// that recovers goes on to wait for.
    public long[] outstandingRequests() {
        requireOpen("outstandingRequests");
        return client.outstanding();
    }

    /// The tickets of all requests that were received and not answered: what a program that recovers still has to
    /// answer. Their messages are not kept; what is needed of them is in the program's own memory, where the
    /// transaction that received them put it.
    public long[] unansweredRequests() {
        requireOpen("unansweredRequests");
        return server.unanswered();
    }

    /// The client, by its node id, whose unanswered request has this ticket.
    public long clientOf(long ticket) {
        requireOpen("clientOf");
        return server.clientOf(server.requireUnanswered(ticket));
    }

    /// The id of the unanswered request that has this ticket.
    public long requestOf(long ticket) {
        requireOpen("requestOf");
        return server.idOf(server.requireUnanswered(ticket));
    }

    /// The node ids of clients at whose addresses others have appeared: their memory was lost, or they are gone.
    public List<Long> replacedClients() {
        requireOpen("replacedClients");
        return server.clients.replaced();
    }

    /// Gives up a peer that is gone for good, with all requests to it. Outside of a transaction; after a crash inside
    /// it is called again.
    public void dropPeer(Peer peer) {
        requireNoTransaction("dropPeer");
        client.requireUsable(peer);
        inTransactionsUntilNone("dropPeer", () -> client.drop(peer, DROPPED_AT_ONCE));
        client.forget(peer);
    }

    /// Gives up a client that is gone for good, with all that is kept for it, its unanswered requests too. Should it
    /// come back nevertheless, or something be on its way from it, that is executed again. Outside of a transaction, as
    /// [#dropPeer].
    public void dropClient(long clientId) {
        requireNoTransaction("dropClient");
        inTransactionsUntilNone("dropClient", () -> server.drop(clientId, DROPPED_AT_ONCE));
        server.clients.forget(clientId);
    }

    private void inTransactionsUntilNone(String call, IntSupplier dropSome) {
        int[] dropped = {1};
        while (dropped[0] > 0) {
            memory.alone(() -> {
                join(call);
                dropped[0] = dropSome.getAsInt();
            });
        }
    }

    /// Writes to the trace, if there is one, that the program shows `value` to its observer.
    public void traceVisible(long value) {
        requireOpen("traceVisible");
        trace.add(EventType.VISIBLE, value);
    }

    /// Says in the trace, if there is one, that the computation has ended and the trace is whole.
    public void finishTrace() {
        requireOpen("finishTrace");
        trace.finish();
    }

    /// What was counted since the node was opened.
    public long count(Counter counter) {
        return counters.get(counter) + ioCounters.get(counter);
    }

    /// Entries of the request table that are in use.
    public int requestEntries() {
        return client.table.count();
    }

    /// Entries of the response table that are in use.
    public int responseEntries() {
        return server.table.count();
    }

    /// Bytes of the buffers that outgoing messages take.
    public long messageBytesInUse() {
        return messages.buffers.takenBytes();
    }

    /// Bytes in volatile memory of messages that wait to be received.
    public long parkedBytes() {
        return inbox.parkedBytes();
    }

    /// Entries that lookups in both tables went through so far, by which their cost is judged.
    long lookupSteps() {
        return client.table.steps() + server.table.steps();
    }

    private void join(String call) {
        if (closed || !memory.inTransaction()) {
            throw outside(call);
        }
        if (!joined) {
            memory.join(participant);
            joined = true;
        }
    }

    private RuntimeException outside(String call) {
        return closed
                ? new IllegalStateException("node is closed: node=" + memory.name + ", call=" + call)
                : new IllegalStateException(
                        "no transaction: node=" + memory.name + ", call=" + call + ", expected=begin() before it");
    }

    private void requireOpen(String call) {
        if (closed) {
            throw outside(call);
        }
    }

    private void requireNoTransaction(String call) {
        requireOpen(call);
        if (memory.inTransaction()) {
            throw new IllegalStateException("transaction is open: node=" + memory.name + ", call=" + call
                    + ", expected=commit() or abort() before it");
        }
    }

    private static void requireTimeout(long timeoutNanos) {
        if (timeoutNanos < 0) {
            throw new IllegalArgumentException("timeout is negative: timeoutNanos=" + timeoutNanos);
        }
    }

    /// Follows the Vista's transaction.
    private final class InTransaction implements Participant {

        @Override
        public void committed() {
            joined = false;
            if (closed) {
                return;
            }
            if (trace.isOn()) {
                trace.committed();
            }
            inbox.committed();
            server.committed(sender);
            client.committed(sender, ring);
        }

        @Override
        public void aborted() {
            joined = false;
            if (closed) {
                return;
            }
            trace.aborted();
            server.aborted();
            client.aborted();
            inbox.aborted();
        }
    }

    /// Stops the I/O thread and gives up the ports. Messages that are not answered or acknowledged are sent again by
    /// the next opening. A second close does nothing.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        io.stop();
        sockets.close();
        trace.close();
        arena.close();
        memory.close();
    }
}
