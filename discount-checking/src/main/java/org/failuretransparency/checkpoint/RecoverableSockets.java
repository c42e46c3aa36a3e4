package org.failuretransparency.checkpoint;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Registers;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;

/// Sockets and their addresses. A socket that is bound gets the same address back, so that those who know the process
/// by it still reach it; also a port that the system picked. One that is connected is connected again. What was on its
/// way to it is lost, as datagrams may be.
///
/// A first send or connect of a socket that has no address would pick a port on its own, in the same moment in which
/// others see it: too late to commit it first. So it is bound before, as an event of its own, and the call stays
/// pending.
///
/// **Source**: §5.2.2, bound sockets, connected sockets.
final class RecoverableSockets implements KernelPart {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int ADDRESS_BYTES = 16;

    private final Path checkpoint;
    private final Descriptors descriptors;
    private final DescriptorRecords records;
    private final MemorySegment address = Arena.ofAuto().allocate(ADDRESS_BYTES, Long.BYTES);
    private final MemorySegment addressBytes = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);

    RecoverableSockets(Path checkpoint, Descriptors descriptors, DescriptorRecords records) {
        this.checkpoint = checkpoint;
        this.descriptors = descriptors;
        this.records = records;
    }

    /// Whether the pending call would first have the system pick a port.
    boolean needsPort(Registers call) {
        long fd = call.argument(0);
        return switch (call.systemCall()) {
            case SystemCalls.SENDTO, SystemCalls.WRITE, SystemCalls.CONNECT ->
                descriptors.host(fd) >= 0 && descriptors.isSocket(fd) && !is((int) fd, DescriptorRecords.BOUND);
            default -> false;
        };
    }

    /// Binds the socket to a port that the system picks. Returns whether there was one left; if there was none, the
    /// call itself will fail and say so.
    boolean pickPort(int fd) {
        address.fill((byte) 0);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
        boolean picked = SystemCall.bind(descriptors.host(fd), address.address(), ADDRESS_BYTES) == 0;
        if (picked) {
            bound(fd);
        }
        return picked;
    }

    /// Records a new socket.
    void opened(int fd) {
        records.begin(fd, DescriptorRecords.SOCKET);
        records.putInt(fd, DescriptorRecords.NON_BLOCKING, descriptors.isNonBlocking(fd) ? 1 : 0);
    }

    /// Records the address that the socket has now, with the port that was picked if none was asked for.
    void bound(int fd) {
        addressBytes.set(ValueLayout.JAVA_INT, 0, ADDRESS_BYTES);
        long named = SystemCall.getsockname(descriptors.host(fd), address.address(), addressBytes.address());
        if (named < 0) {
            throw new CheckpointException.SocketTaken(checkpoint, fd, "unknown", Errno.nameOf((int) -named));
        }
        records.put(fd, DescriptorRecords.BOUND_ADDRESS, address.toArray(ValueLayout.JAVA_BYTE));
        records.putInt(
                fd, DescriptorRecords.NAMED, records.getInt(fd, DescriptorRecords.NAMED) | DescriptorRecords.BOUND);
    }

    /// Records the peer at that address of the memory; the family 0 says that there is none any more. With that the
    /// system takes back a port that it picked; the socket gets it again, or is recorded to have none.
    void connected(int fd, Memory memory, long peer) {
        byte[] bytes = new byte[ADDRESS_BYTES];
        memory.get(peer, bytes, 0, ADDRESS_BYTES);
        int named = records.getInt(fd, DescriptorRecords.NAMED);
        boolean dissolved = bytes[0] == 0 && bytes[1] == 0;
        records.put(fd, DescriptorRecords.CONNECTED_ADDRESS, bytes);
        records.putInt(
                fd,
                DescriptorRecords.NAMED,
                dissolved ? (keepsPort(fd) ? DescriptorRecords.BOUND : 0) : named | DescriptorRecords.CONNECTED);
    }

    /// Binds a socket that was bound before to the same address, if it is not bound to it still (`EINVAL`).
    private boolean keepsPort(int fd) {
        if (!is(fd, DescriptorRecords.BOUND)) {
            return false;
        }
        load(fd, DescriptorRecords.BOUND_ADDRESS);
        long bound = SystemCall.bind(descriptors.host(fd), address.address(), ADDRESS_BYTES);
        return bound == 0 || bound == -Errno.EINVAL;
    }

    private boolean isRecorded(int fd) {
        return records.getInt(fd, DescriptorRecords.KIND) == DescriptorRecords.SOCKET;
    }

    private boolean is(int fd, int named) {
        return (records.getInt(fd, DescriptorRecords.NAMED) & named) != 0;
    }

    @Override
    public void restore(Memory memory) {
        for (int fd = 0; fd < Descriptors.LIMIT; fd++) {
            if (isRecorded(fd)) {
                restore(fd);
            }
        }
    }

    private void restore(int fd) {
        int host = (int) require(fd, "none", SystemCall.socket(AF_INET, SOCK_DGRAM, 0));
        descriptors.give(fd, host, true);
        descriptors.nonBlocking(fd, records.getInt(fd, DescriptorRecords.NON_BLOCKING) != 0);
        if (is(fd, DescriptorRecords.BOUND)) {
            load(fd, DescriptorRecords.BOUND_ADDRESS);
            require(fd, text(), SystemCall.bind(host, address.address(), ADDRESS_BYTES));
        }
        if (is(fd, DescriptorRecords.CONNECTED)) {
            load(fd, DescriptorRecords.CONNECTED_ADDRESS);
            require(fd, text(), SystemCall.connect(host, address.address(), ADDRESS_BYTES));
        }
    }

    private void load(int fd, long field) {
        address.copyFrom(MemorySegment.ofArray(records.get(fd, field, ADDRESS_BYTES)));
    }

    private long require(int fd, String name, long result) {
        if (result < 0) {
            throw new CheckpointException.SocketTaken(checkpoint, fd, name, Errno.nameOf((int) -result));
        }
        return result;
    }

    /// The address for people; the port is in network order.
    private String text() {
        byte[] bytes = address.toArray(ValueLayout.JAVA_BYTE);
        StringBuilder text = new StringBuilder();
        for (int i = 4; i < 8; i++) {
            text.append(bytes[i] & 0xFF).append(i < 7 ? '.' : ':');
        }
        return text.append((bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF).toString();
    }
}
