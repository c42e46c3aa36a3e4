package org.failuretransparency.vistagrams;

import java.lang.foreign.Arena;

/// The two sockets of a node, and where they are, with the ports that the system chose.
record NodeSockets(NodeSocket main, NodeSocket retransmit, NodeAddress address) {

    private static final long MAIN_WAIT_NANOS = 10_000_000;

    static NodeSockets bind(NodeOptions options, Arena arena, Counters counters, Counters ioCounters) {
        NodeAddress wanted = options.address();
        long ioWaitNanos = Math.min(MAIN_WAIT_NANOS, options.retransmitNanos() / 2);
        NodeSocket main = NodeSocket.bind(wanted.ipv4(), wanted.port(), MAIN_WAIT_NANOS, arena, counters);
        try {
            NodeSocket again = NodeSocket.bind(wanted.ipv4(), wanted.retransmitPort(), ioWaitNanos, arena, ioCounters);
            return new NodeSockets(main, again, new NodeAddress(wanted.ipv4(), main.port(), again.port()));
        } catch (RuntimeException e) {
            main.close();
            throw e;
        }
    }

    void close() {
        main.close();
        retransmit.close();
    }
}
