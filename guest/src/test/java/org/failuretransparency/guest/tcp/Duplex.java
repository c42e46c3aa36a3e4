package org.failuretransparency.guest.tcp;

import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Library;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;

/// A program that sends and receives at the same time, without waiting in either: one stream of known bytes each way.
/// Its exit status is 0 if both were right, or says what was not.
public final class Duplex {

    public static final int WRONG_BYTE = 20;
    public static final int WRONG_LENGTH = 21;

    private static final int CHUNK_BYTES = 3000;
    private static final long OUT = 16;
    private static final long IN = 4096;
    private static final long POLLFD = 8192;
    static final long ENDPOINT = 8208;

    private static final int CONNECTION = 2;
    private static final int SENT = 3;
    private static final int RECEIVED = 4;
    private static final int FINISHED = 5;
    private static final int ENDED = 6;

    private final Tcp tcp;
    private final long local;
    private final long peer;
    private final long lengthBytes;

    private Duplex(Tcp tcp, long local, long peer, long lengthBytes) {
        this.tcp = tcp;
        this.local = local;
        this.peer = peer;
        this.lengthBytes = lengthBytes;
    }

    /// The program with the stream's two ends at `local` and `peer`.
    ///
    /// @param peer whom to connect to; 0: wait for somebody
    public static Program program(TcpLimits limits, long local, long peer, long lengthBytes) {
        Tcp tcp = new Tcp(1, limits);
        Duplex duplex = new Duplex(tcp, local, peer, lengthBytes);
        return new Program(
                "duplex",
                1,
                new AddressSpace(ENDPOINT + tcp.endpointBytes(), 0, 1 << 13),
                Library.link(List.of(new Program.Entry("main", 7, duplex::main)), tcp),
                0);
    }

    private static byte byteAt(long index) {
        return (byte) (index * 31 ^ index >>> 8);
    }

    private void main(Guest g) {
        long c = g.local(CONNECTION);
        switch (g.point()) {
            case 0 -> {
                g.resumeAt(1);
                if (peer == 0) {
                    tcp.listen(g, ENDPOINT, local);
                } else {
                    tcp.open(g, ENDPOINT, local);
                }
            }
            case 1 -> {
                g.resumeAt(2);
                if (g.result() < 0) {
                    g.exit(10);
                } else if (peer == 0) {
                    tcp.accept(g, ENDPOINT);
                } else {
                    tcp.connect(g, ENDPOINT, peer);
                }
            }
            case 2 -> {
                g.local(CONNECTION, g.result());
                g.resumeAt(3);
                if (g.result() < 0) {
                    g.exit((int) -g.result());
                }
            }
            case 3 -> exchange(g, c);
            case 4 -> {
                g.local(SENT, g.local(SENT) + g.result());
                g.resumeAt(3);
                if (g.result() < 0) {
                    g.exit((int) -g.result());
                }
            }
            case 5 -> received(g, g.result());
            case 6 -> {
                g.resumeAt(3);
                if (!canReceive(g, c) && !canSend(g, c)) {
                    g.memory().putInt(POLLFD, tcp.descriptor(g.memory(), ENDPOINT));
                    g.memory().putInt(POLLFD + 4, 1);
                    g.request(SystemCalls.POLL, POLLFD, 1, g.result(), 0);
                }
            }
            case 7 -> {
                g.resumeAt(8);
                if (g.result() < 0) {
                    g.exit((int) -g.result());
                } else {
                    tcp.shut(g, ENDPOINT);
                }
            }
            default -> g.exit(g.local(RECEIVED) == lengthBytes ? 0 : WRONG_LENGTH);
        }
    }

    private boolean canReceive(Guest g, long c) {
        return g.local(ENDED) == 0 && tcp.canReceive(g.memory(), c);
    }

    private boolean canSend(Guest g, long c) {
        return g.local(SENT) < lengthBytes && tcp.sendable(g.memory(), c) > 0;
    }

    private void exchange(Guest g, long c) {
        Memory memory = g.memory();
        if (canReceive(g, c)) {
            g.resumeAt(5);
            tcp.receive(g, c, IN, 4096);
        } else if (canSend(g, c)) {
            long sent = g.local(SENT);
            int count = (int) Math.min(CHUNK_BYTES, Math.min(lengthBytes - sent, tcp.sendable(memory, c)));
            for (int i = 0; i < count; i++) {
                memory.putByte(OUT + i, byteAt(sent + i));
            }
            g.resumeAt(4);
            tcp.send(g, c, OUT, count);
        } else if (g.local(SENT) == lengthBytes && g.local(ENDED) != 0) {
            g.resumeAt(7);
            tcp.close(g, c);
        } else if (g.local(SENT) == lengthBytes && g.local(FINISHED) == 0) {
            g.local(FINISHED, 1);
            tcp.finish(g, c);
        } else {
            g.resumeAt(6);
            tcp.progress(g, ENDPOINT);
        }
    }

    private void received(Guest g, long count) {
        if (count < 0) {
            g.exit((int) -count);
            return;
        }
        long received = g.local(RECEIVED);
        for (long i = 0; i < count; i++) {
            if (g.memory().getByte(IN + i) != byteAt(received + i)) {
                g.exit(WRONG_BYTE);
                return;
            }
        }
        g.local(RECEIVED, received + count);
        g.local(ENDED, count == 0 ? 1 : 0);
        g.resumeAt(3);
    }
}
