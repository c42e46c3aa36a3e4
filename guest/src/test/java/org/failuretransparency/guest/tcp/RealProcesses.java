package org.failuretransparency.guest.tcp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.HostKernel;
import org.failuretransparency.guest.PlainRunner;
import org.failuretransparency.guest.Program;

/// Programs in threads of their own, with real sockets.
public final class RealProcesses {

    public static final int PORT = 7007;

    private RealProcesses() {}

    /// An address on this machine that nobody else has.
    public static long address() {
        return Tcp.address(ip(), PORT);
    }

    public static int ip() {
        return 0x7F000000 | ThreadLocalRandom.current().nextInt(1 << 10, (1 << 24) - 1);
    }

    /// Runs a program; completes with its exit status.
    public static CompletableFuture<Integer> start(Program program) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (HostKernel kernel = new HostKernel(program, new Descriptors(), System::nanoTime)) {
                        return PlainRunner.run(program, kernel);
                    }
                },
                command -> Thread.ofPlatform().daemon().start(command));
    }
}
