package org.failuretransparency.harness.run;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.failuretransparency.os.OsException;
import org.failuretransparency.os.SystemCall;

/// A link of bare UDP datagrams, for reference: by the same system calls as Vistagrams', without any protocol. A lost
/// datagram is an error here.
final class DatagramLink implements MessageLink {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int ADDRESS_BYTES = 16;
    private static final long PATIENCE_SECONDS = 10;
    private static final int ROOM_BYTES = 1 << 16;
    private static final int LOOPBACK = 0x0100_007F;
    private static final long CALLS_PER_EXCHANGE = 2;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment message = arena.allocate(ROOM_BYTES, Long.BYTES);
    /// A `sockaddr_in`: family, port, machine.
    private final MemorySegment peer = arena.allocate(ADDRESS_BYTES, Long.BYTES);

    private final MemorySegment peerBytes = arena.allocate(ValueLayout.JAVA_INT);
    private final int fd;
    private long exchanges;

    DatagramLink() {
        fd = (int) checked("socket", SystemCall.socket(AF_INET, SOCK_DGRAM, 0));
        peer.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
        peer.set(ValueLayout.JAVA_INT, Integer.BYTES, LOOPBACK);
        checked("bind", SystemCall.bind(fd, peer.address(), ADDRESS_BYTES));
    }

    private static long checked(String call, long result) {
        if (result < 0) {
            throw new OsException(call, "a datagram socket of this machine", (int) -result);
        }
        return result;
    }

    /// The port, as it is on the wire.
    String address() {
        peerBytes.set(ValueLayout.JAVA_INT, 0, ADDRESS_BYTES);
        checked("getsockname", SystemCall.getsockname(fd, peer.address(), peerBytes.address()));
        return Short.toString(peer.get(ValueLayout.JAVA_SHORT, Short.BYTES));
    }

    /// Sends to that server from now on.
    DatagramLink connect(String address) {
        message.set(ValueLayout.JAVA_LONG, 0, PATIENCE_SECONDS);
        message.set(ValueLayout.JAVA_LONG, Long.BYTES, 0);
        checked("setsockopt", SystemCall.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, message.address(), ADDRESS_BYTES));
        peer.set(ValueLayout.JAVA_SHORT, Short.BYTES, Short.parseShort(address));
        peer.set(ValueLayout.JAVA_INT, Integer.BYTES, LOOPBACK);
        return this;
    }

    @Override
    public void ask(int lengthBytes, long number) {
        message.set(ValueLayout.JAVA_LONG, 0, number);
        send(lengthBytes);
    }

    private void send(long lengthBytes) {
        checked("sendto", SystemCall.sendto(fd, message.address(), lengthBytes, 0, peer.address(), ADDRESS_BYTES));
        exchanges++;
    }

    private long receive() {
        peerBytes.set(ValueLayout.JAVA_INT, 0, ADDRESS_BYTES);
        return checked(
                "recvfrom",
                SystemCall.recvfrom(fd, message.address(), ROOM_BYTES, 0, peer.address(), peerBytes.address()));
    }

    @Override
    public long answer() {
        receive();
        return message.get(ValueLayout.JAVA_LONG, 0);
    }

    @Override
    public Totals totals() {
        send(TOTALS_BYTES);
        receive();
        return own(message.get(ValueLayout.JAVA_LONG, 0)).plus(own(0));
    }

    /// Each end sends one datagram for each that it receives.
    private Totals own(long served) {
        long sent = served == 0 ? exchanges : served;
        return new Totals(served, sent, 0, CALLS_PER_EXCHANGE * sent);
    }

    @Override
    public void serve() {
        long lengthBytes;
        do {
            lengthBytes = receive();
            if (lengthBytes == TOTALS_BYTES) {
                message.set(ValueLayout.JAVA_LONG, 0, exchanges + 1);
                send(Long.BYTES);
            } else {
                send(lengthBytes);
            }
        } while (lengthBytes != END_BYTES);
    }

    @Override
    public void end() {
        send(END_BYTES);
        receive();
    }

    @Override
    public void close() {
        SystemCall.close(fd);
        arena.close();
    }
}
