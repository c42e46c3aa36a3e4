package org.failuretransparency.vistagrams;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;

/// One UDP socket of a node. A receive waits for a fixed time at most, which is set once, so that receiving is one
/// system call; shorter waits poll first.
final class NodeSocket {

    /// A receive's result when nothing came: no more time, or a signal.
    static final int NOTHING = 0;

    static final int ADDRESS_BYTES = 16;
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVTIMEO = 20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_TRUNC = 0x20;
    private static final short POLLIN = 1;
    private static final int SOCKET_BUFFER_BYTES = 8 << 20;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    final int fd;
    /// How long a receive waits at most.
    final long waitNanos;

    private final Counters counters;
    private final MemorySegment source;
    private final MemorySegment sourceBytes;
    private final MemorySegment destination;
    private final MemorySegment poll;
    private final MemorySegment time;
    private boolean closed;

    private NodeSocket(int fd, long waitNanos, Arena arena, Counters counters) {
        this.fd = fd;
        this.waitNanos = waitNanos;
        this.counters = counters;
        this.source = arena.allocate(ADDRESS_BYTES, Long.BYTES);
        this.sourceBytes = arena.allocate(ValueLayout.JAVA_INT);
        this.destination = arena.allocate(ADDRESS_BYTES, Long.BYTES);
        this.poll = arena.allocate(Long.BYTES, Long.BYTES);
        this.time = arena.allocate(2 * Long.BYTES, Long.BYTES);
    }

    /// Binds the port of `ipv4`, or one that the system chooses if it is 0.
    static NodeSocket bind(int ipv4, int port, long waitNanos, Arena arena, Counters counters) {
        String address = NodeAddress.inWords(NodeAddress.socketWord(ipv4, port));
        int fd = checked("socket", address, SystemCall.socket(AF_INET, SOCK_DGRAM, 0));
        try {
            NodeSocket socket = new NodeSocket(fd, waitNanos, arena, counters);
            socket.set(SO_SNDBUF, SOCKET_BUFFER_BYTES, 0, Integer.BYTES, address);
            socket.set(SO_RCVBUF, SOCKET_BUFFER_BYTES, 0, Integer.BYTES, address);
            socket.set(SO_RCVTIMEO, waitNanos / NANOS_PER_SECOND, waitNanos % NANOS_PER_SECOND / 1000, 16, address);
            socket.source.set(ValueLayout.JAVA_LONG, 0, NodeAddress.socketWord(ipv4, port));
            socket.source.set(ValueLayout.JAVA_LONG, Long.BYTES, 0);
            checked("bind", address, SystemCall.bind(fd, socket.source.address(), ADDRESS_BYTES));
            return socket;
        } catch (RuntimeException e) {
            SystemCall.close(fd);
            throw e;
        }
    }

    private void set(int option, long first, long second, int lengthBytes, String address) {
        time.set(ValueLayout.JAVA_LONG, 0, first);
        time.set(ValueLayout.JAVA_LONG, Long.BYTES, second);
        checked("setsockopt", address, SystemCall.setsockopt(fd, SOL_SOCKET, option, time.address(), lengthBytes));
    }

    private static int checked(String call, String address, long result) {
        if (result < 0) {
            throw new NodeException.Socket(call, address, (int) -result);
        }
        return (int) result;
    }

    /// The port that is bound.
    int port() {
        sourceBytes.set(ValueLayout.JAVA_INT, 0, ADDRESS_BYTES);
        checked("getsockname", "fd " + fd, SystemCall.getsockname(fd, source.address(), sourceBytes.address()));
        return NodeAddress.portOf(source.get(ValueLayout.JAVA_LONG, 0));
    }

    /// Receives a datagram into native memory and returns how long it was, also if that is more than there is room for,
    /// or NOTHING. Waits `nanos` or [#waitNanos], whichever is shorter; 0 for not at all.
    int receive(long buffer, int roomBytes, long nanos) {
        if (nanos > 0 && nanos < waitNanos && !isReadable(nanos)) {
            return NOTHING;
        }
        counters.count(Counter.SYSTEM_CALLS);
        sourceBytes.set(ValueLayout.JAVA_INT, 0, ADDRESS_BYTES);
        int flags = MSG_TRUNC | (nanos < waitNanos ? MSG_DONTWAIT : 0);
        long received = SystemCall.recvfrom(fd, buffer, roomBytes, flags, source.address(), sourceBytes.address());
        if (received >= 0) {
            // An empty datagram is none of the protocol's, and not worth a result of its own.
            return (int) received;
        }
        if (received != -Errno.EAGAIN && received != -Errno.EINTR && received != -Errno.ECONNREFUSED) {
            throw new NodeException.Socket("recvfrom", "fd " + fd, (int) -received);
        }
        return NOTHING;
    }

    private boolean isReadable(long nanos) {
        counters.count(Counter.SYSTEM_CALLS);
        poll.set(ValueLayout.JAVA_INT, 0, fd);
        poll.set(ValueLayout.JAVA_SHORT, Integer.BYTES, POLLIN);
        time.set(ValueLayout.JAVA_LONG, 0, nanos / NANOS_PER_SECOND);
        time.set(ValueLayout.JAVA_LONG, Long.BYTES, nanos % NANOS_PER_SECOND);
        return SystemCall.ppoll(poll.address(), 1, time.address()) > 0;
    }

    /// Where the last datagram came from.
    long source() {
        return source.get(ValueLayout.JAVA_LONG, 0);
    }

    /// Native address of a socket address made of that word, until the next call.
    long addressFor(long socketWord) {
        destination.set(ValueLayout.JAVA_LONG, 0, socketWord);
        return destination.address();
    }

    void close() {
        if (!closed) {
            closed = true;
            SystemCall.close(fd);
        }
    }
}
