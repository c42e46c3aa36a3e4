package org.failuretransparency.vistagrams.samples;

import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;
import org.failuretransparency.vistagrams.Node;
import org.failuretransparency.vistagrams.Request;

/// The server of a recoverable lock manager. It needs nothing to recover: who holds a lock and who waits for it is in
/// persistent memory, changed in the same transactions that receive requests and send the grants.
///
/// A request is a word that says what ([LockClient]), and a word with the number of a lock. A lock that is held is
/// granted later, to those who wait in the order in which they asked; the response to each is the grant.
/// ```
/// off  len  field     of a lock, 128 bytes
///   0    8  holder    node id of the client; 0: nobody
///   8    8  first     number of the first who waits, counted from the beginning
///  16    8  end       number behind the last who waits
///  24   96  tickets   of those who wait: number n is in place n modulo 12
/// ```
///
/// **Threads**: one, the Vista's.
///
/// **Source**: §4.4.3, Figure 4.4.
public final class LockServer {

    static final long ACQUIRE = 1;
    static final long RELEASE = 2;
    static final long GRANTED = 1;
    static final long RELEASED = 2;
    static final long REFUSED = 3;

    static final int REQUEST_BYTES = 16;

    private static final String SEGMENT = "locks";
    private static final int LOCK_BYTES = 128;
    private static final int HOLDER = 0;
    private static final int FIRST = 8;
    private static final int END = 16;
    private static final int TICKETS = 24;
    private static final int MOST_WAITING = 12;

    private final Node node;
    private final VistaMemory locks;
    private final int count;
    private final byte[] reply = new byte[Long.BYTES];

    /// Opens the locks, or makes them, all free.
    public LockServer(Vista vista, Node node, int count) {
        this.node = node;
        this.count = count;
        this.locks = vista.segmentNames().contains(SEGMENT)
                ? vista.segment(SEGMENT)
                : vista.createSegment(SEGMENT, (long) count * LOCK_BYTES);
    }

    /// Waits up to `timeoutNanos` for a request and executes it, in one transaction; returns whether one came.
    public boolean serve(long timeoutNanos) {
        node.begin();
        Request request = node.receiveRequest(timeoutNanos);
        if (request != null) {
            process(request);
        }
        node.commit();
        return request != null;
    }

    private void process(Request request) {
        long lock = request.lengthBytes() == REQUEST_BYTES ? request.getLong(Long.BYTES) : -1;
        long call = lock >= 0 && lock < count ? request.getLong(0) : 0;
        if (call == ACQUIRE) {
            acquire(lock * LOCK_BYTES, request);
        } else if (call == RELEASE && locks.getLong(lock * LOCK_BYTES + HOLDER) == request.client()) {
            release(lock * LOCK_BYTES, request);
        } else {
            respond(request.ticket(), REFUSED);
        }
    }

    private void acquire(long lock, Request request) {
        long end = locks.getLong(lock + END);
        if (locks.getLong(lock + HOLDER) == 0) {
            locks.putLong(lock + HOLDER, request.client());
            respond(request.ticket(), GRANTED);
        } else if (end - locks.getLong(lock + FIRST) < MOST_WAITING) {
            locks.putLong(lock + TICKETS + end % MOST_WAITING * Long.BYTES, request.ticket());
            locks.putLong(lock + END, end + 1);
        } else {
            respond(request.ticket(), REFUSED);
        }
    }

    private void release(long lock, Request request) {
        respond(request.ticket(), RELEASED);
        long first = locks.getLong(lock + FIRST);
        if (first == locks.getLong(lock + END)) {
            locks.putLong(lock + HOLDER, 0);
            return;
        }
        long ticket = locks.getLong(lock + TICKETS + first % MOST_WAITING * Long.BYTES);
        locks.putLong(lock + FIRST, first + 1);
        locks.putLong(lock + HOLDER, node.clientOf(ticket));
        respond(ticket, GRANTED);
    }

    private void respond(long ticket, long word) {
        reply[0] = (byte) word;
        node.sendResponse(ticket, reply);
    }

    /// The node id of the client that holds a lock; 0: nobody.
    public long holder(int lock) {
        return locks.getLong((long) lock * LOCK_BYTES + HOLDER);
    }
}
