package org.failuretransparency.guest.tcp;

import java.util.List;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Library;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Program;

/// Streams of bytes between processes, over datagrams: TCP as a library of the program. Sockets, buffers, timers and
/// what has to be sent again are in an *endpoint*, a block of memory that the program provides; so whoever saves the
/// program's memory has saved its connections.
///
/// An endpoint has a local address and connections, which it can begin ([#connect]) or wait for ([#accept]). Each
/// method here but the last few is a call: it ends the step, and what it returns is `result()` in the next one; a
/// failed one returns the negated error number: `ECONNRESET` if the other end knows nothing of the connection,
/// `ETIMEDOUT` if it does not answer. Everything happens in these calls, and in [#progress] for programs that
/// have nothing to call: in between nothing is sent, repeated or acknowledged. Not to be called by signal handlers,
/// which may interrupt it; a call that waits goes on waiting after a signal.
///
/// **Survives**: what the program's memory survives. Under a recovery system that commits before each send, no byte of
/// a stream is lost or repeated when processes fail: the argument is in the module's README.
///
/// **Threads**: any; it holds nothing but parameters.
///
/// **Source**: §5.2.2, *TCP*.
public final class Tcp implements Library {

    private static final int OPEN = 0;
    private static final int ACCEPT = 1;
    private static final int CONNECT = 2;
    private static final int SEND = 3;
    private static final int RECEIVE = 4;
    private static final int FINISH = 5;
    private static final int CLOSE = 6;
    private static final int SHUT = 7;
    private static final int PROGRESS = 8;

    private static final int AF_INET = 2;
    private static final int LOOPBACK = 0x7F000001;
    private static final int IP_SHIFT = 32;
    private static final int PORT_SHIFT = 16;
    private static final int MAX_PORT = 0xFFFF;

    private final int firstRoutine;
    private final Connections connections;
    private final EndpointCalls endpointCalls;
    private final StreamCalls streamCalls;
    private final Progress progress;

    /// @param firstRoutine the number that the first of its [#routines()] has in the program
    /// @param limits of all its endpoints
    public Tcp(int firstRoutine, TcpLimits limits) {
        this.firstRoutine = firstRoutine;
        this.connections = new Connections(limits);
        this.endpointCalls = new EndpointCalls(connections, firstRoutine + PROGRESS);
        this.streamCalls = new StreamCalls(connections, firstRoutine + PROGRESS);
        this.progress = new Progress(connections);
    }

    @Override
    public int firstRoutine() {
        return firstRoutine;
    }

    @Override
    public List<Program.Entry> routines() {
        return List.of(
                new Program.Entry("tcp.open", EndpointCalls.LOCALS, endpointCalls::open),
                new Program.Entry("tcp.accept", EndpointCalls.LOCALS, endpointCalls::accept),
                new Program.Entry("tcp.connect", EndpointCalls.LOCALS, endpointCalls::connect),
                new Program.Entry("tcp.send", StreamCalls.LOCALS, streamCalls::send),
                new Program.Entry("tcp.receive", StreamCalls.LOCALS, streamCalls::receive),
                new Program.Entry("tcp.finish", StreamCalls.LOCALS, streamCalls::finish),
                new Program.Entry("tcp.close", StreamCalls.LOCALS, streamCalls::close),
                new Program.Entry("tcp.shut", EndpointCalls.LOCALS, endpointCalls::shut),
                new Program.Entry("tcp.progress", Progress.LOCALS, progress::step));
    }

    /// Bytes of an endpoint, which the program provides, at a multiple of 16.
    public long endpointBytes() {
        return connections.endpointBytes();
    }

    /// An address on this machine; port 0: the system picks one.
    public static long loopback(int port) {
        return address(LOOPBACK, port);
    }

    /// An address, as the first word of a `sockaddr_in` has it; `ip` is `a.b.c.d` with `a` in the highest byte.
    public static long address(int ip, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("no such port: port=" + port);
        }
        long networkPort = Short.reverseBytes((short) port) & MAX_PORT;
        return (long) Integer.reverseBytes(ip) << IP_SHIFT | networkPort << PORT_SHIFT | AF_INET;
    }

    /// The port of an address.
    public static int port(long address) {
        return Short.reverseBytes((short) (address >>> PORT_SHIFT)) & MAX_PORT;
    }

    /// Opens an endpoint at a local address; nobody can connect to it. Returns 0.
    public void open(Guest g, long endpoint, long address) {
        g.memory().putInt(endpoint + EndpointLayout.LISTENING, 0);
        g.call(firstRoutine + OPEN, endpoint, address);
    }

    /// Opens an endpoint at a local address, to which others can connect. Returns 0.
    public void listen(Guest g, long endpoint, long address) {
        g.memory().putInt(endpoint + EndpointLayout.LISTENING, 1);
        g.call(firstRoutine + OPEN, endpoint, address);
    }

    /// Waits until somebody has connected; returns the connection.
    public void accept(Guest g, long endpoint) {
        g.call(firstRoutine + ACCEPT, endpoint, 0);
    }

    /// Connects to an address; returns the connection. `ECONNREFUSED`: nobody listens there; `ETIMEDOUT`: nobody
    /// answers; `ENOBUFS`: the endpoint has no place for a connection.
    public void connect(Guest g, long endpoint, long address) {
        g.call(firstRoutine + CONNECT, endpoint, address);
    }

    /// Waits until all bytes are in the send buffer; returns their number. `EPIPE`: after [#finish].
    public void send(Guest g, long connection, long buffer, long lengthBytes) {
        transfer(g, SEND, connection, buffer, lengthBytes, lengthBytes);
    }

    /// Waits until there is a byte or more; returns how many are in the buffer now, or 0 if the other end has finished.
    public void receive(Guest g, long connection, long buffer, long capacityBytes) {
        transfer(g, RECEIVE, connection, buffer, capacityBytes, 0);
    }

    private void transfer(Guest g, int routine, long connection, long buffer, long lengthBytes, long value) {
        if (lengthBytes < 0 || lengthBytes == 0 && routine == RECEIVE) {
            throw new IllegalArgumentException("bad length: lengthBytes=" + lengthBytes);
        }
        g.memory().putLong(connection + ConnectionLayout.BUFFER, buffer);
        g.memory().putLong(connection + ConnectionLayout.LEFT, lengthBytes);
        g.call(firstRoutine + routine, connection, value);
    }

    /// Says that no more bytes will be sent; returns 0 at once. Bytes can still be received.
    public void finish(Guest g, long connection) {
        g.call(firstRoutine + FINISH, connection, 0);
    }

    /// Finishes, waits until the other end has finished too and has all bytes, and gives the connection back. Returns
    /// 0; or the error with which the connection failed, and then the other end may not have all bytes.
    public void close(Guest g, long connection) {
        g.call(firstRoutine + CLOSE, connection, 0);
    }

    /// Waits until connections that were closed here first need not linger, and closes the socket; connections that are
    /// not closed are forgotten. Returns 0.
    public void shut(Guest g, long endpoint) {
        g.call(firstRoutine + SHUT, endpoint, 0);
    }

    /// Takes and sends what there is, without waiting. Returns the milliseconds after which it has to be called again
    /// at the latest, or -1 if that need not be before [#descriptor] can be read.
    public void progress(Guest g, long endpoint) {
        g.call(firstRoutine + PROGRESS, endpoint, 0);
    }

    /// The number of an endpoint's socket, for a `poll` of the program's own.
    public int descriptor(Memory memory, long endpoint) {
        return memory.getInt(endpoint + EndpointLayout.DESCRIPTOR);
    }

    /// The local address of an endpoint.
    public long localAddress(Memory memory, long endpoint) {
        return memory.getLong(endpoint + EndpointLayout.LOCAL);
    }

    /// Whether [#accept] need not wait.
    public boolean canAccept(Memory memory, long endpoint) {
        return endpointCalls.acceptable(memory, endpoint) != 0;
    }

    /// Whether [#receive] need not wait: there are bytes, or their end, or an error.
    public boolean canReceive(Memory memory, long connection) {
        return Connections.readableEnd(memory, connection) > memory.getLong(connection + ConnectionLayout.CONSUMED)
                || Connections.peerFinished(memory, connection)
                || memory.getInt(connection + ConnectionLayout.STATE) == ConnectionLayout.FAILED;
    }

    /// How many bytes [#send] takes without waiting.
    public long sendable(Memory memory, long connection) {
        return memory.getLong(connection + ConnectionLayout.UNCONFIRMED)
                + connections.bufferBytes
                - memory.getLong(connection + ConnectionLayout.WRITTEN);
    }

    /// Datagrams that an endpoint dropped: no segments, damaged ones, or of connections that it does not have.
    public long dropped(Memory memory, long endpoint) {
        return memory.getLong(endpoint + EndpointLayout.DROPPED);
    }

    /// Segments that an endpoint sent again.
    public long repeated(Memory memory, long endpoint) {
        return memory.getLong(endpoint + EndpointLayout.REPEATED);
    }
}
