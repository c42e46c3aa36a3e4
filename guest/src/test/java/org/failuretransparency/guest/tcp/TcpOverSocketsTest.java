package org.failuretransparency.guest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A megabyte each way between two threads, over real sockets: the loopback interface, and a proxy that loses, repeats
/// and reorders.
@Timeout(60)
class TcpOverSocketsTest {

    private static final TcpLimits LIMITS = new TcpLimits(2, 1 << 16, 10, 100, 300, 500);
    private static final long LENGTH_BYTES = 1 << 20;

    private static InetSocketAddress socketAddress(int ip) throws IOException {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(ip).array();
        return new InetSocketAddress(InetAddress.getByAddress(bytes), RealProcesses.PORT);
    }

    @Test
    void transfersOverTheLoopbackInterface() {
        long server = RealProcesses.address();
        CompletableFuture<Integer> listening = RealProcesses.start(Duplex.program(LIMITS, server, 0, LENGTH_BYTES));
        CompletableFuture<Integer> connecting =
                RealProcesses.start(Duplex.program(LIMITS, RealProcesses.address(), server, LENGTH_BYTES));
        assertThat(connecting.join()).isZero();
        assertThat(listening.join()).isZero();
    }

    @Test
    void transfersThroughALossyProxy() throws IOException {
        int server = RealProcesses.ip();
        int middle = RealProcesses.ip();
        try (LossyProxy proxy = new LossyProxy(1, socketAddress(middle), socketAddress(server))) {
            CompletableFuture<Integer> listening = RealProcesses.start(
                    Duplex.program(LIMITS, Tcp.address(server, RealProcesses.PORT), 0, LENGTH_BYTES));
            CompletableFuture<Integer> connecting = RealProcesses.start(Duplex.program(
                    LIMITS, RealProcesses.address(), Tcp.address(middle, RealProcesses.PORT), LENGTH_BYTES));
            assertThat(connecting.join()).isZero();
            assertThat(listening.join()).isZero();
            assertThat(proxy.stop()).isGreaterThan(100);
        }
    }
}
