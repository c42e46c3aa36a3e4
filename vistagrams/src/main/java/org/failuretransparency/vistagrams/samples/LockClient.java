package org.failuretransparency.vistagrams.samples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;
import org.failuretransparency.vistagrams.Node;
import org.failuretransparency.vistagrams.Peer;
import org.failuretransparency.vistagrams.Response;

/// A client of the lock manager, with one lock at a time. A request takes two transactions, since what a transaction
/// sends leaves at its commit: the first says PENDING and sends, the second receives and says LOCKED. A client that
/// crashed between them finds PENDING, and only does the second one again ([#await]).
///
/// Its state is a page of a segment: a word with the status, and a word with the id of the request that is pending.
///
/// **Threads**: one, the Vista's.
///
/// **Source**: §4.4.3, Figure 4.4.
public final class LockClient {

    /// What the client knows of its lock.
    public enum Status {
        FREE(0),
        PENDING(1),
        LOCKED(2),
        RELEASING(3);

        private final long word;

        Status(long word) {
            this.word = word;
        }
    }

    private static final String SEGMENT = "lock";
    private static final long STATUS = 0;
    private static final long REQUEST = 8;
    private static final long SEGMENT_BYTES = 4096;

    private final Node node;
    private final Peer server;
    private final VistaMemory state;

    /// Opens the client's state, or makes it, without a lock.
    public LockClient(Vista vista, Node node, Peer server) {
        this.node = node;
        this.server = server;
        this.state = vista.segmentNames().contains(SEGMENT)
                ? vista.segment(SEGMENT)
                : vista.createSegment(SEGMENT, SEGMENT_BYTES);
    }

    public Status status() {
        return Status.values()[(int) state.getLong(STATUS)];
    }

    /// Asks for a lock. [#await] tells when it is granted.
    public void acquire(int lock) {
        require(Status.FREE);
        send(LockServer.ACQUIRE, lock, Status.PENDING);
    }

    /// Gives the lock back. [#await] tells when the server knows.
    public void release(int lock) {
        require(Status.LOCKED);
        send(LockServer.RELEASE, lock, Status.RELEASING);
    }

    private void send(long call, int lock, Status next) {
        byte[] message = ByteBuffer.allocate(LockServer.REQUEST_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(call)
                .putLong(lock)
                .array();
        node.begin();
        state.putLong(STATUS, next.word);
        state.putLong(REQUEST, node.sendRequest(server, message));
        node.commit();
    }

    /// Waits up to `timeoutNanos` for the answer to what is pending; returns the status then. After a crash it is all
    /// there is to do.
    public Status await(long timeoutNanos) {
        if (status() == Status.FREE || status() == Status.LOCKED) {
            return status();
        }
        node.begin();
        Response response = node.receiveResponse(state.getLong(REQUEST), timeoutNanos);
        if (response != null) {
            state.putLong(STATUS, after(response.getByte(0)).word);
        }
        node.commit();
        return status();
    }

    private Status after(byte answer) {
        boolean acquiring = status() == Status.PENDING;
        if (answer == LockServer.REFUSED) {
            return acquiring ? Status.FREE : Status.LOCKED;
        }
        return acquiring ? Status.LOCKED : Status.FREE;
    }

    private void require(Status expected) {
        if (status() != expected) {
            throw new IllegalStateException("lock is not " + expected + ": status=" + status());
        }
    }
}
