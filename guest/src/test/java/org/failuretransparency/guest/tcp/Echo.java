package org.failuretransparency.guest.tcp;

import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Library;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;

/// The tutorial's programs that use a library: a server that sends back what it receives, and a client that sends its
/// input there and writes what comes back.
final class Echo {

    private static final long BUFFER = 0;
    private static final long BUFFER_BYTES = 4096;

    // quote: library
    private static final long ENDPOINT = 4096; // in the data area, behind a buffer
    private static final int MAIN = 0;
    private static final Tcp TCP = new Tcp(1, TcpLimits.STANDARD); // its routines follow the program's own

    static Program server(long address) {
        return program("echo", new Program.Entry("main", 3, g -> serve(g, address)));
    }

    private static Program program(String name, Program.Entry main) {
        return new Program(
                name,
                1,
                new AddressSpace(ENDPOINT + TCP.endpointBytes(), 0, 16 << 10),
                Library.link(List.of(main), TCP),
                MAIN);
    }
    // end

    // quote: server
    private static final int CONNECTION = 2;

    private static void serve(Guest g, long address) {
        g.resumeAt(g.point() + 1);
        if (g.result() < 0) {
            g.exit(1);
            return;
        }
        switch (g.point()) {
            case 0 -> TCP.listen(g, ENDPOINT, address);
            case 1 -> TCP.accept(g, ENDPOINT);
            case 2 -> g.local(CONNECTION, g.result());
            case 3 -> TCP.receive(g, g.local(CONNECTION), BUFFER, BUFFER_BYTES);
            case 4 -> {
                if (g.result() > 0) {
                    g.resumeAt(3);
                    TCP.send(g, g.local(CONNECTION), BUFFER, g.result());
                } else {
                    TCP.close(g, g.local(CONNECTION));
                }
            }
            case 5 -> TCP.shut(g, ENDPOINT);
            default -> g.exit(0);
        }
    }
    // end

    static Program client(long local, long peer) {
        return program("echo-client", new Program.Entry("main", 4, g -> ask(g, local, peer)));
    }

    /// How many bytes have not come back yet.
    private static final int MISSING = 3;

    private static void ask(Guest g, long local, long peer) {
        g.resumeAt(g.point() + 1);
        if (g.result() < 0) {
            g.exit(1);
            return;
        }
        switch (g.point()) {
            case 0 -> TCP.open(g, ENDPOINT, local);
            case 1 -> TCP.connect(g, ENDPOINT, peer);
            case 2 -> g.local(CONNECTION, g.result());
            case 3 -> g.request(SystemCalls.READ, 0, BUFFER, 1000, 0);
            case 4 -> {
                if (g.result() > 0) {
                    g.local(MISSING, g.result());
                    TCP.send(g, g.local(CONNECTION), BUFFER, g.result());
                } else {
                    g.resumeAt(8);
                    TCP.close(g, g.local(CONNECTION));
                }
            }
            case 5 -> TCP.receive(g, g.local(CONNECTION), BUFFER, BUFFER_BYTES);
            case 6 -> {
                g.local(MISSING, g.result() == 0 ? -1 : g.local(MISSING) - g.result());
                g.request(SystemCalls.WRITE, 1, BUFFER, g.result(), 0); // to a file: all of it
            }
            case 7 -> g.resumeAt(g.local(MISSING) == 0 ? 3 : 5);
            case 8 -> TCP.shut(g, ENDPOINT);
            default -> g.exit(0);
        }
    }

    private Echo() {}
}
