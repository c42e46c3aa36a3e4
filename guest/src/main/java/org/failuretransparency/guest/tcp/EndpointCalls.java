package org.failuretransparency.guest.tcp;

import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.os.Errno;

/// The routines of an endpoint: `open(endpoint, address)`, `accept(endpoint)`, `connect(endpoint, address)`,
/// `shut(endpoint)`.
final class EndpointCalls {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int NON_BLOCKING = 0x800;
    private static final int SOCKADDR_BYTES = 16;

    private static final int ENDPOINT = 0;
    private static final int ADDRESS = 1;
    private static final int KEPT = 2;
    static final int LOCALS = 3;

    private final Connections connections;
    private final int progress;

    EndpointCalls(Connections connections, int progress) {
        this.connections = connections;
        this.progress = progress;
    }

    void open(Guest g) {
        Memory memory = g.memory();
        long endpoint = g.local(ENDPOINT);
        g.resumeAt(g.point() + 1);
        switch (g.point()) {
            case 0 -> {
                clear(memory, endpoint);
                g.request(SystemCalls.SOCKET, AF_INET, SOCK_DGRAM | NON_BLOCKING, 0, 0);
            }
            case 1 -> {
                if (g.result() < 0) {
                    g.ret(g.result());
                } else {
                    memory.putInt(endpoint + EndpointLayout.DESCRIPTOR, (int) g.result());
                    memory.putLong(endpoint + EndpointLayout.LOCAL, g.local(ADDRESS));
                    long local = endpoint + EndpointLayout.LOCAL;
                    g.request(SystemCalls.BIND, g.result(), local, SOCKADDR_BYTES, 0);
                }
            }
            case 2 -> {
                g.local(KEPT, g.result());
                int descriptor = memory.getInt(endpoint + EndpointLayout.DESCRIPTOR);
                if (g.result() < 0) {
                    g.request(SystemCalls.CLOSE, descriptor, 0, 0, 0);
                } else {
                    g.request(SystemCalls.GETSOCKNAME, descriptor, endpoint + EndpointLayout.LOCAL, 0, 0);
                }
            }
            default -> g.ret(g.local(KEPT));
        }
    }

    private void clear(Memory memory, long endpoint) {
        int listening = memory.getInt(endpoint + EndpointLayout.LISTENING);
        memory.fill(endpoint, EndpointLayout.BYTES, (byte) 0);
        memory.putInt(endpoint + EndpointLayout.LISTENING, listening);
        for (long c = connections.first(endpoint); c != 0; c = connections.following(endpoint, c)) {
            memory.putInt(c + ConnectionLayout.STATE, ConnectionLayout.FREE);
            memory.putLong(c + ConnectionLayout.DEADLINE, 0);
        }
    }

    void accept(Guest g) {
        Memory memory = g.memory();
        long endpoint = g.local(ENDPOINT);
        long c = acceptable(memory, endpoint);
        if (c != 0) {
            Connections.setFlags(memory, c, ConnectionLayout.ACCEPTED);
            g.ret(c);
        } else if (g.point() > 0 && g.result() < -1) {
            g.ret(g.result());
        } else {
            g.resumeAt(1);
            g.call(progress, endpoint, 1);
        }
    }

    /// A connection that nobody has accepted yet, or 0.
    long acceptable(Memory memory, long endpoint) {
        for (long c = connections.first(endpoint); c != 0; c = connections.following(endpoint, c)) {
            if (memory.getInt(c + ConnectionLayout.STATE) == ConnectionLayout.ESTABLISHED
                    && !Connections.has(memory, c, ConnectionLayout.ACCEPTED)) {
                return c;
            }
        }
        return 0;
    }

    void connect(Guest g) {
        Memory memory = g.memory();
        long endpoint = g.local(ENDPOINT);
        if (g.point() > 0 && g.result() < -1) {
            g.ret(g.result());
            return;
        }
        switch (g.point()) {
            case 0 -> {
                g.resumeAt(1); // when the clock is known
                g.call(progress, endpoint, 0);
            }
            case 1 -> {
                long connects = memory.getLong(endpoint + EndpointLayout.CONNECTS) + 1;
                int id = (int) (memory.getLong(endpoint + EndpointLayout.NOW) + connects);
                long c = connections.begin(memory, endpoint, ConnectionLayout.SYN_SENT, g.local(ADDRESS), id);
                if (c == 0) {
                    g.ret(-Errno.ENOBUFS);
                } else {
                    memory.putLong(endpoint + EndpointLayout.CONNECTS, connects);
                    Connections.setFlags(memory, c, ConnectionLayout.ACCEPTED);
                    g.local(KEPT, c);
                    g.resumeAt(2);
                    g.call(progress, endpoint, 1);
                }
            }
            default -> connecting(g, memory, endpoint, g.local(KEPT));
        }
    }

    private void connecting(Guest g, Memory memory, long endpoint, long c) {
        int state = memory.getInt(c + ConnectionLayout.STATE);
        if (state == ConnectionLayout.SYN_SENT) {
            g.call(progress, endpoint, 1);
        } else if (state == ConnectionLayout.FAILED && memory.getLong(c + ConnectionLayout.EXPECTED) == 0) {
            memory.putInt(c + ConnectionLayout.STATE, ConnectionLayout.FREE);
            g.ret(-memory.getInt(c + ConnectionLayout.ERROR));
        } else {
            g.ret(c);
        }
    }

    void shut(Guest g) {
        Memory memory = g.memory();
        long endpoint = g.local(ENDPOINT);
        if (g.point() == 2) {
            g.ret(g.result());
        } else if (lingers(memory, endpoint) && !(g.point() == 1 && g.result() < -1)) {
            g.resumeAt(1);
            g.call(progress, endpoint, 1);
        } else {
            g.resumeAt(2);
            g.request(SystemCalls.CLOSE, memory.getInt(endpoint + EndpointLayout.DESCRIPTOR), 0, 0, 0);
        }
    }

    private boolean lingers(Memory memory, long endpoint) {
        for (long c = connections.first(endpoint); c != 0; c = connections.following(endpoint, c)) {
            if (memory.getInt(c + ConnectionLayout.STATE) == ConnectionLayout.TIME_WAIT) {
                return true;
            }
        }
        return false;
    }
}
