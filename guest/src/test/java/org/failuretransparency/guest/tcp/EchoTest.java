package org.failuretransparency.guest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.failuretransparency.guest.AmnesiaContract;
import org.failuretransparency.guest.HostKernel;
import org.failuretransparency.guest.Program;
import org.junit.jupiter.api.Test;

/// A client that forgets all Java objects after every step, with a server in another thread, over real sockets.
class EchoTest extends AmnesiaContract {

    private final long server = RealProcesses.address();
    private final long client = RealProcesses.address();
    private CompletableFuture<Integer> started = new CompletableFuture<>();

    @Override
    protected Program program() {
        return Echo.client(client, server);
    }

    @Override
    protected byte[] input() {
        return "to be or not to be\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    }

    /// The server of the run that begins.
    @Override
    protected void prepare(HostKernel kernel) {
        started = RealProcesses.start(Echo.server(server));
    }

    @Test
    void echoes() throws IOException {
        Run run = run(this::program, false);
        assertThat(run.status()).isZero();
        assertThat(run.output()).isEqualTo(new String(input(), StandardCharsets.US_ASCII));
        assertThat(started.join()).isZero();
    }
}
