package org.failuretransparency.guest;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;

/// The system calls on datagram sockets. Sockets first try without waiting, which saves the `ppoll` where there is
/// something to do.
final class SocketCalls {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int SOCKADDR_BYTES = 16;
    private static final long DATAGRAM_BYTES = 65_535;

    private final Descriptors descriptors;
    private final Waiter waiter;
    /// The length of a socket's address, before and after a call.
    private final MemorySegment addressBytes;

    SocketCalls(Descriptors descriptors, Waiter waiter, Arena arena) {
        this.descriptors = descriptors;
        this.waiter = waiter;
        this.addressBytes = arena.allocate(ValueLayout.JAVA_INT);
    }

    long socket(Registers call) {
        if (call.argument0 != AF_INET) {
            return -Errno.EAFNOSUPPORT;
        }
        long type = call.argument1 & ~(SystemCall.O_NONBLOCK | SOCK_CLOEXEC);
        if (type != SOCK_DGRAM || call.argument2 != 0) {
            return -Errno.EPROTONOSUPPORT;
        }
        int fd = descriptors.lowestFree();
        if (fd < 0) {
            return -Errno.EMFILE;
        }
        long host = SystemCall.socket(AF_INET, SOCK_DGRAM, 0);
        if (host < 0) {
            return host;
        }
        descriptors.give(fd, (int) host, true);
        descriptors.nonBlocking(fd, (call.argument1 & SystemCall.O_NONBLOCK) != 0);
        return fd;
    }

    long bind(Registers call, Memory memory) {
        long socket = socket(call.argument0);
        long address = memory.nativeToLoad(call.argument1, SOCKADDR_BYTES);
        long refused = refusal(socket, address, call.argument2);
        return refused != 0 ? refused : SystemCall.bind((int) socket, address, SOCKADDR_BYTES);
    }

    long connect(Registers call, Memory memory) {
        long socket = socket(call.argument0);
        long address = memory.nativeToLoad(call.argument1, SOCKADDR_BYTES);
        long refused = refusal(socket, address, call.argument2);
        return refused != 0 ? refused : SystemCall.connect((int) socket, address, SOCKADDR_BYTES);
    }

    long getsockname(Registers call, Memory memory) {
        long socket = socket(call.argument0);
        long address = memory.nativeToStore(call.argument1, SOCKADDR_BYTES);
        long refused = refusal(socket, address, SOCKADDR_BYTES);
        return refused != 0 ? refused : SystemCall.getsockname((int) socket, address, addressBytes());
    }

    /// `sendto`, and `write` on a socket, which has no address.
    long send(Registers call, Memory memory, long to) {
        long socket = socket(call.argument0);
        long count = call.argument2;
        if (socket < 0 || count < 0 || count > DATAGRAM_BYTES) {
            return socket < 0 ? socket : count < 0 ? -Errno.EINVAL : -Errno.EMSGSIZE;
        }
        long buffer = count == 0 ? addressBytes.address() : memory.nativeToLoad(call.argument1, count);
        long address = to == 0 ? 0 : memory.nativeToLoad(to, SOCKADDR_BYTES);
        if (buffer == 0 || address == 0 && to != 0) {
            return -Errno.EFAULT;
        }
        while (true) {
            long sent = SystemCall.sendto(
                    (int) socket, buffer, count, MSG_DONTWAIT, address, address == 0 ? 0 : SOCKADDR_BYTES);
            if (sent != -Errno.EAGAIN) {
                return sent;
            }
            long waited = waiter.awaitOne(call.argument0, Waiter.OUT, call);
            if (waited < 0) {
                return waited;
            }
        }
    }

    /// `recvfrom`, and `read` on a socket, which asks for no address. Memory is declared anew after each wait, during
    /// which a checkpoint may have been taken.
    long receive(Registers call, Memory memory, long from) {
        long socket = socket(call.argument0);
        long count = Math.min(call.argument2, DATAGRAM_BYTES);
        if (socket < 0 || count < 0) {
            return socket < 0 ? socket : -Errno.EINVAL;
        }
        while (true) {
            long buffer = count == 0 ? addressBytes.address() : memory.nativeToStore(call.argument1, count);
            long address = from == 0 ? 0 : memory.nativeToStore(from, SOCKADDR_BYTES);
            if (buffer == 0 || address == 0 && from != 0) {
                return -Errno.EFAULT;
            }
            long received = SystemCall.recvfrom(
                    (int) socket, buffer, count, MSG_DONTWAIT, address, address == 0 ? 0 : addressBytes());
            if (received != -Errno.EAGAIN) {
                return received;
            }
            long waited = waiter.awaitOne(call.argument0, Waiter.IN, call);
            if (waited < 0) {
                return waited;
            }
        }
    }

    private long socket(long fd) {
        int host = descriptors.host(fd);
        return host < 0 ? -Errno.EBADF : descriptors.isSocket(fd) ? host : -Errno.ENOTSOCK;
    }

    private static long refusal(long socket, long address, long lengthBytes) {
        if (socket < 0) {
            return socket;
        }
        return address == 0 ? -Errno.EFAULT : lengthBytes < SOCKADDR_BYTES ? -Errno.EINVAL : 0;
    }

    private long addressBytes() {
        addressBytes.set(ValueLayout.JAVA_INT, 0, SOCKADDR_BYTES);
        return addressBytes.address();
    }
}
