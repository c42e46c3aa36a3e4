package org.failuretransparency.guest.tcp;

import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.os.Errno;

/// The routine `progress(endpoint, wait)`, by which everything happens: reads the clock, takes what datagrams there are
/// and sends what there is to send. If asked to wait, and if there was nothing, waits for a datagram or for a timer and
/// does it once more. Returns the milliseconds until the next timer, or -1; or the negated number of an error of the
/// socket, below -1.
final class Progress {

    private static final int CLOCK = 0;
    private static final int READ = 1;
    private static final int TAKE = 2;
    private static final int SEND = 3;

    private static final int ENDPOINT = 0;
    private static final int WAIT = 1;
    private static final int HAPPENED = 2;
    static final int LOCALS = 3;

    /// Datagrams that are taken before anything is sent, so that one acknowledgement does for them.
    private static final int BATCH = 16;

    private static final long MICROS = 1_000_000;
    private static final int POLLIN = 1;

    private final Connections connections;
    private final Receiver receiver;
    private final Sender sender;

    Progress(Connections connections) {
        this.connections = connections;
        this.receiver = new Receiver(connections);
        this.sender = new Sender(connections);
    }

    void step(Guest g) {
        long endpoint = g.local(ENDPOINT);
        switch (g.point()) {
            case CLOCK -> {
                g.resumeAt(READ);
                g.request(SystemCalls.GETTIMEOFDAY, endpoint + EndpointLayout.TIMEVAL, 0, 0, 0);
            }
            case READ -> {
                tell(g.memory(), endpoint);
                read(g, endpoint);
            }
            case TAKE -> take(g, endpoint);
            default -> send(g, endpoint);
        }
    }

    private static void happened(Guest g) {
        g.local(HAPPENED, g.local(HAPPENED) + 1);
    }

    private static void tell(Memory memory, long endpoint) {
        long seconds = memory.getLong(endpoint + EndpointLayout.TIMEVAL);
        long micros = memory.getLong(endpoint + EndpointLayout.TIMEVAL + Long.BYTES);
        memory.putLong(endpoint + EndpointLayout.NOW, seconds * MICROS + micros);
    }

    private static void read(Guest g, long endpoint) {
        g.resumeAt(TAKE);
        g.request(
                SystemCalls.RECVFROM,
                g.memory().getInt(endpoint + EndpointLayout.DESCRIPTOR),
                endpoint + EndpointLayout.IN,
                SegmentLayout.MAX_BYTES + 1,
                endpoint + EndpointLayout.FROM);
    }

    private void take(Guest g, long endpoint) {
        long received = g.result();
        if (received >= 0) {
            happened(g);
            Receiver.Then then = receiver.take(g.memory(), endpoint, received);
            if (then == Receiver.Then.RESET) {
                transmit(g, endpoint, sender.reset(g.memory(), endpoint));
            } else if (then == Receiver.Then.READ_ON && g.local(HAPPENED) < BATCH) {
                read(g, endpoint);
            } else {
                expire(g, endpoint);
            }
        } else if (received == -Errno.EAGAIN || received == -Errno.EINTR) {
            expire(g, endpoint);
        } else {
            g.ret(received);
        }
    }

    /// Does what is due, when what came in time has been taken: the process may not have run for long.
    private void expire(Guest g, long endpoint) {
        if (connections.expire(g.memory(), endpoint)) {
            happened(g);
        }
        g.resumeAt(SEND);
    }

    private void send(Guest g, long endpoint) {
        Memory memory = g.memory();
        long lengthBytes = sender.next(memory, endpoint);
        long timeoutMillis = connections.timeoutMillis(memory, endpoint);
        if (lengthBytes > 0) {
            transmit(g, endpoint, lengthBytes);
        } else if (g.local(WAIT) == 0 || g.local(HAPPENED) > 0) {
            g.ret(timeoutMillis);
        } else {
            g.local(WAIT, 0);
            long pollfd = endpoint + EndpointLayout.POLLFD;
            memory.putInt(pollfd, memory.getInt(endpoint + EndpointLayout.DESCRIPTOR));
            memory.putInt(pollfd + Integer.BYTES, POLLIN);
            g.resumeAt(CLOCK);
            g.request(SystemCalls.POLL, pollfd, 1, timeoutMillis, 0);
        }
    }

    /// Sends `out`. Whether the system took it does not matter: what was not taken is lost, like others on their way.
    private static void transmit(Guest g, long endpoint, long lengthBytes) {
        g.resumeAt(SEND);
        g.request(
                SystemCalls.SENDTO,
                g.memory().getInt(endpoint + EndpointLayout.DESCRIPTOR),
                endpoint + EndpointLayout.OUT,
                lengthBytes,
                endpoint + EndpointLayout.TO);
    }
}
