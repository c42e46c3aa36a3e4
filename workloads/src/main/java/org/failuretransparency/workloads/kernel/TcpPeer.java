package org.failuretransparency.workloads.kernel;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.GuestException;
import org.failuretransparency.guest.HostKernel;
import org.failuretransparency.guest.Library;
import org.failuretransparency.guest.PlainRunner;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.guest.tcp.Tcp;
import org.failuretransparency.guest.tcp.TcpLimits;

/// A program in a thread of its own that sends back what comes over a connection, one connection after the other. It
/// never fails; the process at the other end does.
public final class TcpPeer implements AutoCloseable {

    /// Of both ends. Timers are short, so that a test does not wait for what a crash lost.
    public static final TcpLimits LIMITS = new TcpLimits(2, 1 << 12, 20, 200, 300, 20);

    private static final int PORT = 7007;
    private static final long BUFFER = 0;
    private static final int BUFFER_BYTES = 1024;
    private static final long POLLFD = 1024;
    private static final long ENDPOINT = 4096;
    private static final int CONNECTION = 2;
    private static final long LOOK_MILLIS = 20;

    private final Tcp tcp = new Tcp(1, LIMITS);
    private final long address =
            Tcp.address(0x7F000000 | ThreadLocalRandom.current().nextInt(1 << 10, (1 << 24) - 1), PORT);
    private final CompletableFuture<Void> ended;
    private volatile boolean closing;

    private static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    public TcpPeer() {
        Program program = new Program(
                "tcp-peer",
                1,
                new AddressSpace(ENDPOINT + tcp.endpointBytes(), 0, 16 << 10),
                Library.link(List.of(new Program.Entry("main", 3, this::main)), tcp),
                0);
        ended = CompletableFuture.runAsync(
                () -> run(program),
                command -> Thread.ofPlatform().daemon().name("tcp-peer").start(command));
    }

    /// Its address, which nobody else on this machine has.
    public long address() {
        return address;
    }

    private static void run(Program program) {
        try (HostKernel kernel = new HostKernel(program, new Descriptors(), System::nanoTime)) {
            PlainRunner.run(program, kernel);
        } catch (GuestException.StepFailed e) {
            if (!(e.getCause() instanceof Closed)) {
                throw e;
            }
        }
    }

    private void main(Guest g) {
        if (closing) {
            throw new Closed();
        }
        long c = g.local(CONNECTION);
        g.resumeAt(g.point() + 1);
        switch (g.point()) {
            case 0 -> tcp.listen(g, ENDPOINT, address);
            case 1 -> tcp.progress(g, ENDPOINT);
            case 2 -> {
                g.resumeAt(1);
                if (c == 0 && tcp.canAccept(g.memory(), ENDPOINT)) {
                    g.resumeAt(3);
                    tcp.accept(g, ENDPOINT);
                } else if (c != 0 && tcp.canReceive(g.memory(), c)) {
                    g.resumeAt(4);
                    tcp.receive(g, c, BUFFER, BUFFER_BYTES);
                } else {
                    g.memory().putInt(POLLFD, tcp.descriptor(g.memory(), ENDPOINT));
                    g.memory().putInt(POLLFD + 4, 1);
                    long millis = g.result() < 0 ? LOOK_MILLIS : Math.min(LOOK_MILLIS, g.result());
                    g.request(SystemCalls.POLL, POLLFD, 1, millis, 0);
                }
            }
            case 3 -> {
                g.local(CONNECTION, g.result());
                g.resumeAt(1);
            }
            case 4 -> {
                if (g.result() > 0) {
                    g.resumeAt(1);
                    tcp.send(g, c, BUFFER, g.result());
                } else {
                    g.local(CONNECTION, 0);
                    g.resumeAt(1);
                    tcp.close(g, c); // whatever it says: the next one may connect
                }
            }
            default -> throw new AssertionError(g.point());
        }
    }

    /// Ends the thread; throws what the program failed with.
    @Override
    public void close() {
        closing = true;
        try {
            ended.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the peer failed", e.getCause());
        }
    }
}
