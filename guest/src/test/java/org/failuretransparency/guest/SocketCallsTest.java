package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;

import org.failuretransparency.os.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The system calls on sockets, with datagrams over the loopback interface.
class SocketCallsTest {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int NON_BLOCKING = 0x800;
    private static final int LOOPBACK = 0x0100007F; // 127.0.0.1 in network order
    private static final long NAME = 32;
    private static final long FROM = 64;
    private static final long BUFFER = 128;

    private final Machine machine = new Machine();

    @BeforeEach
    void openTwoSockets() {
        assertThat(machine.call(SystemCalls.SOCKET, AF_INET, SOCK_DGRAM)).isZero();
        assertThat(machine.call(SystemCalls.SOCKET, AF_INET, SOCK_DGRAM | NON_BLOCKING))
                .isEqualTo(1);
        for (int fd = 0; fd < 2; fd++) {
            machine.memory.putLong(NAME, (long) LOOPBACK << 32 | AF_INET);
            machine.memory.putLong(NAME + 8, 0);
            assertThat(machine.call(SystemCalls.BIND, fd, NAME, 16)).isZero();
        }
        machine.string(BUFFER, "datagram");
    }

    @AfterEach
    void end() {
        machine.close();
    }

    /// Puts the socket's name to [#NAME].
    private void name(int fd) {
        assertThat(machine.call(SystemCalls.GETSOCKNAME, fd, NAME)).isZero();
    }

    @Test
    void bindsToAPortThatTheSystemPicks() {
        name(0);
        long first = machine.memory.getLong(NAME);
        assertThat((int) (first >>> 32)).isEqualTo(LOOPBACK);
        assertThat((short) first).isEqualTo((short) AF_INET);
        assertThat((int) first >>> 16).isNotZero();
        assertThat(machine.call(SystemCalls.BIND, 1, NAME, 16)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.SOCKET, AF_INET, SOCK_DGRAM)).isEqualTo(2);
        assertThat(machine.call(SystemCalls.BIND, 2, NAME, 16)).isEqualTo(-Errno.EADDRINUSE);
    }

    @Test
    void sendsAndReceivesWithTheSendersName() {
        name(0);
        assertThat(machine.call(SystemCalls.SENDTO, 1, BUFFER, 8, NAME)).isEqualTo(8);
        assertThat(machine.call(SystemCalls.RECVFROM, 0, BUFFER + 64, 100, FROM))
                .isEqualTo(8);
        assertThat(machine.text(BUFFER + 64, 8)).isEqualTo("datagram");
        name(1);
        assertThat(machine.memory.getLong(FROM)).isEqualTo(machine.memory.getLong(NAME));
        assertThat(machine.call(SystemCalls.SENDTO, 0, BUFFER, 0, FROM)).isZero();
        assertThat(machine.call(SystemCalls.RECVFROM, 1, 0, 0, 0)).isZero();
    }

    @Test
    void sendsReadsAndWritesOnConnectedSockets() {
        assertThat(machine.call(SystemCalls.WRITE, 1, BUFFER, 8)).isEqualTo(-Errno.EDESTADDRREQ);
        name(0);
        assertThat(machine.call(SystemCalls.CONNECT, 1, NAME, 16)).isZero();
        assertThat(machine.call(SystemCalls.WRITE, 1, BUFFER, 8)).isEqualTo(8);
        assertThat(machine.call(SystemCalls.SENDTO, 1, BUFFER, 4, 0)).isEqualTo(4);
        assertThat(machine.call(SystemCalls.READ, 0, BUFFER + 64, 3)).isEqualTo(3);
        assertThat(machine.call(SystemCalls.RECVFROM, 0, BUFFER + 64, 100, 0)).isEqualTo(4);
    }

    @Test
    void waitsForADatagramUnlessItShallNot() {
        assertThat(machine.call(SystemCalls.RECVFROM, 1, BUFFER, 8, 0)).isEqualTo(-Errno.EAGAIN);
        machine.kernel.timer().arm(1_000_000, 0);
        assertThat(machine.call(SystemCalls.RECVFROM, 0, BUFFER, 8, 0)).isEqualTo(-Errno.EINTR);
    }

    @Test
    void failsWithTheKernelsErrors() {
        assertThat(machine.call(SystemCalls.SOCKET, 10, SOCK_DGRAM)).isEqualTo(-Errno.EAFNOSUPPORT);
        assertThat(machine.call(SystemCalls.SOCKET, AF_INET, 1)).isEqualTo(-Errno.EPROTONOSUPPORT);
        assertThat(machine.call(SystemCalls.SENDTO, 9, BUFFER, 8, NAME)).isEqualTo(-Errno.EBADF);
        assertThat(machine.call(SystemCalls.BIND, 0, NAME, 8)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.SENDTO, 0, BUFFER, 70_000, NAME)).isEqualTo(-Errno.EMSGSIZE);
        assertThat(machine.call(SystemCalls.SENDTO, 0, BUFFER, -1, NAME)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.RECVFROM, 0, BUFFER, -1, NAME)).isEqualTo(-Errno.EINVAL);
        for (int call : new int[] {SystemCalls.BIND, SystemCalls.CONNECT, SystemCalls.GETSOCKNAME}) {
            assertThat(machine.call(call, 0, -1, 16)).isEqualTo(-Errno.EFAULT);
            assertThat(machine.call(call, 9, NAME, 16)).isEqualTo(-Errno.EBADF);
        }
        assertThat(machine.call(SystemCalls.SENDTO, 0, BUFFER, 8, -1)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.call(SystemCalls.RECVFROM, 0, -1, 8, 0)).isEqualTo(-Errno.EFAULT);
        machine.descriptors.lend(5, 0);
        assertThat(machine.call(SystemCalls.BIND, 5, NAME, 16)).isEqualTo(-Errno.ENOTSOCK);
    }
}
