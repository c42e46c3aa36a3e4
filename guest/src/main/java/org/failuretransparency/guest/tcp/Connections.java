package org.failuretransparency.guest.tcp;

import org.failuretransparency.guest.Memory;
import org.failuretransparency.os.Errno;

/// Where connections are, how they begin and end, and their timers. Knows nothing of segments.
final class Connections {

    private static final long MICROS_A_MILLI = 1000;

    private final int count;
    final long bufferBytes;
    private final long firstTimeoutMicros;
    private final long lastTimeoutMicros;
    private final long lingerMicros;
    private final int attempts;

    Connections(TcpLimits limits) {
        count = limits.connections();
        bufferBytes = limits.bufferBytes();
        firstTimeoutMicros = limits.firstTimeoutMillis() * MICROS_A_MILLI;
        lastTimeoutMicros = limits.lastTimeoutMillis() * MICROS_A_MILLI;
        lingerMicros = limits.lingerMillis() * MICROS_A_MILLI;
        attempts = limits.attempts();
    }

    long endpointBytes() {
        return EndpointLayout.BYTES + count * connectionBytes();
    }

    private long connectionBytes() {
        return ConnectionLayout.BYTES + 2 * bufferBytes;
    }

    long first(long endpoint) {
        return endpoint + EndpointLayout.BYTES;
    }

    /// The connection behind this one, or 0 behind the last.
    long following(long endpoint, long connection) {
        long following = connection + connectionBytes();
        return following < endpoint + endpointBytes() ? following : 0;
    }

    long sendBuffer(long connection) {
        return connection + ConnectionLayout.BYTES;
    }

    long receiveBuffer(long connection) {
        return connection + ConnectionLayout.BYTES + bufferBytes;
    }

    /// The connection with that end and number, or 0.
    long find(Memory memory, long endpoint, long peer, int id) {
        for (long c = first(endpoint); c != 0; c = following(endpoint, c)) {
            if (memory.getInt(c + ConnectionLayout.STATE) != ConnectionLayout.FREE
                    && memory.getInt(c + ConnectionLayout.ID) == id
                    && memory.getLong(c + ConnectionLayout.PEER) == peer) {
                return c;
            }
        }
        return 0;
    }

    /// Makes a free place a connection in that state, whose `SYN` is to be sent; returns it, or 0 if no place is free.
    long begin(Memory memory, long endpoint, int state, long peer, int id) {
        long c = first(endpoint);
        while (c != 0 && memory.getInt(c + ConnectionLayout.STATE) != ConnectionLayout.FREE) {
            c = following(endpoint, c);
        }
        if (c != 0) {
            long start = memory.getLong(endpoint + EndpointLayout.NOW);
            memory.fill(c, ConnectionLayout.BYTES, (byte) 0);
            memory.putInt(c + ConnectionLayout.STATE, state);
            memory.putInt(c + ConnectionLayout.ID, id);
            memory.putLong(c + ConnectionLayout.PEER, peer);
            memory.putLong(c + ConnectionLayout.ENDPOINT, endpoint);
            memory.putLong(c + ConnectionLayout.UNCONFIRMED, start);
            memory.putLong(c + ConnectionLayout.NEXT, start + 1);
            memory.putLong(c + ConnectionLayout.WRITTEN, start + 1);
            memory.putLong(c + ConnectionLayout.FINISH, -1);
            memory.putLong(c + ConnectionLayout.TIMEOUT, firstTimeoutMicros);
            setFlags(memory, c, ConnectionLayout.REPEAT);
        }
        return c;
    }

    /// The other end's first sequence is known: that of its `SYN`.
    void synchronize(Memory memory, long c, long sequence) {
        memory.putLong(c + ConnectionLayout.EXPECTED, sequence + 1);
        memory.putLong(c + ConnectionLayout.CONSUMED, sequence + 1);
        memory.putLong(c + ConnectionLayout.ADVERTISED, sequence + 1);
    }

    static boolean has(Memory memory, long c, int flag) {
        return (memory.getInt(c + ConnectionLayout.FLAGS) & flag) != 0;
    }

    static void setFlags(Memory memory, long c, int flags) {
        memory.putInt(c + ConnectionLayout.FLAGS, memory.getInt(c + ConnectionLayout.FLAGS) | flags);
    }

    static void clearFlags(Memory memory, long c, int flags) {
        memory.putInt(c + ConnectionLayout.FLAGS, memory.getInt(c + ConnectionLayout.FLAGS) & ~flags);
    }

    /// Ends it with an error; nobody has to be told if the program does not have it yet.
    static void fail(Memory memory, long c, int error) {
        boolean known = has(memory, c, ConnectionLayout.ACCEPTED);
        memory.putInt(c + ConnectionLayout.STATE, known ? ConnectionLayout.FAILED : ConnectionLayout.FREE);
        memory.putInt(c + ConnectionLayout.ERROR, error);
        memory.putLong(c + ConnectionLayout.DEADLINE, 0);
    }

    /// Ends a connection whose other end is gone. Where both ends had finished and nothing but the acknowledgement of
    /// this end's `FIN` is missing, every byte has come, and the connection is closed: the other end lingered, but not
    /// for as long as this one was being recovered. Otherwise it has failed.
    static void giveUp(Memory memory, long c, int error) {
        boolean allConfirmed =
                memory.getLong(c + ConnectionLayout.UNCONFIRMED) >= memory.getLong(c + ConnectionLayout.WRITTEN);
        if (has(memory, c, ConnectionLayout.FINISHED) && allConfirmed && peerFinished(memory, c)) {
            memory.putInt(c + ConnectionLayout.STATE, ConnectionLayout.CLOSED);
            memory.putLong(c + ConnectionLayout.DEADLINE, 0);
        } else {
            fail(memory, c, error);
        }
    }

    /// Whether the other end has sent all it will, and it has come.
    static boolean peerFinished(Memory memory, long c) {
        long finish = memory.getLong(c + ConnectionLayout.FINISH);
        return finish >= 0 && memory.getLong(c + ConnectionLayout.EXPECTED) > finish;
    }

    /// The end of the bytes that the program can read.
    static long readableEnd(Memory memory, long c) {
        long expected = memory.getLong(c + ConnectionLayout.EXPECTED);
        return peerFinished(memory, c) ? memory.getLong(c + ConnectionLayout.FINISH) : expected;
    }

    /// The end of what there is to send, with the `FIN`.
    static long sendEnd(Memory memory, long c) {
        return memory.getLong(c + ConnectionLayout.WRITTEN) + (has(memory, c, ConnectionLayout.FINISHED) ? 1 : 0);
    }

    /// When both ends have finished and know it, the one that finished first stays to repeat what may have been lost.
    void settle(Memory memory, long c) {
        boolean finished = has(memory, c, ConnectionLayout.FINISHED)
                && memory.getLong(c + ConnectionLayout.UNCONFIRMED) == sendEnd(memory, c);
        if (finished && peerFinished(memory, c)) {
            if (has(memory, c, ConnectionLayout.PASSIVE)) {
                memory.putInt(c + ConnectionLayout.STATE, ConnectionLayout.CLOSED);
                memory.putLong(c + ConnectionLayout.DEADLINE, 0);
            } else {
                linger(memory, c);
            }
        }
    }

    void linger(Memory memory, long c) {
        memory.putInt(c + ConnectionLayout.STATE, ConnectionLayout.TIME_WAIT);
        memory.putLong(c + ConnectionLayout.DEADLINE, now(memory, c) + lingerMicros);
    }

    private static long now(Memory memory, long c) {
        return memory.getLong(memory.getLong(c + ConnectionLayout.ENDPOINT) + EndpointLayout.NOW);
    }

    /// Sets the retransmission timer, unless it is set.
    static void arm(Memory memory, long c) {
        if (memory.getLong(c + ConnectionLayout.DEADLINE) == 0) {
            memory.putLong(
                    c + ConnectionLayout.DEADLINE, now(memory, c) + memory.getLong(c + ConnectionLayout.TIMEOUT));
        }
    }

    /// Something new was acknowledged: the timer starts again for the rest.
    void restartTimer(Memory memory, long c, boolean needed) {
        memory.putLong(c + ConnectionLayout.TIMEOUT, firstTimeoutMicros);
        memory.putLong(c + ConnectionLayout.DEADLINE, needed ? now(memory, c) + firstTimeoutMicros : 0);
    }

    /// Does what is due by the clock; returns whether a connection ended by it.
    boolean expire(Memory memory, long endpoint) {
        long now = memory.getLong(endpoint + EndpointLayout.NOW);
        boolean ended = false;
        for (long c = first(endpoint); c != 0; c = following(endpoint, c)) {
            long deadline = memory.getLong(c + ConnectionLayout.DEADLINE);
            if (deadline == 0) {
                continue;
            }
            if (deadline <= now) {
                ended |= expired(memory, c, now);
            } else if (deadline - now > Math.max(lastTimeoutMicros, lingerMicros)) { // the clock was set back
                memory.putLong(c + ConnectionLayout.DEADLINE, now + lastTimeoutMicros);
            }
        }
        return ended;
    }

    private boolean expired(Memory memory, long c, long now) {
        if (memory.getInt(c + ConnectionLayout.STATE) == ConnectionLayout.TIME_WAIT) {
            boolean released = has(memory, c, ConnectionLayout.RELEASED);
            memory.putInt(c + ConnectionLayout.STATE, released ? ConnectionLayout.FREE : ConnectionLayout.CLOSED);
            memory.putLong(c + ConnectionLayout.DEADLINE, 0);
            return true;
        }
        int attempt = memory.getInt(c + ConnectionLayout.ATTEMPTS) + 1;
        if (attempt > attempts) {
            giveUp(memory, c, Errno.ETIMEDOUT);
            return true;
        }
        long timeout = Math.min(2 * memory.getLong(c + ConnectionLayout.TIMEOUT), lastTimeoutMicros);
        memory.putInt(c + ConnectionLayout.ATTEMPTS, attempt);
        memory.putLong(c + ConnectionLayout.TIMEOUT, timeout);
        memory.putLong(c + ConnectionLayout.DEADLINE, now + timeout);
        repeat(memory, c);
        return false;
    }

    /// Something was lost: what is unconfirmed has to be sent again, until all is confirmed that was sent by now.
    static void repeat(Memory memory, long c) {
        memory.putLong(c + ConnectionLayout.RECOVER, memory.getLong(c + ConnectionLayout.NEXT));
        memory.putInt(c + ConnectionLayout.DUPLICATES, 0);
        setFlags(memory, c, ConnectionLayout.REPEAT);
    }

    /// Milliseconds until a timer runs out: at least 1, or -1 if none is set.
    long timeoutMillis(Memory memory, long endpoint) {
        long earliest = Long.MAX_VALUE;
        for (long c = first(endpoint); c != 0; c = following(endpoint, c)) {
            long deadline = memory.getLong(c + ConnectionLayout.DEADLINE);
            earliest = deadline == 0 ? earliest : Math.min(earliest, deadline);
        }
        long left = earliest - memory.getLong(endpoint + EndpointLayout.NOW);
        return earliest == Long.MAX_VALUE ? -1 : Math.max(1, (left + MICROS_A_MILLI - 1) / MICROS_A_MILLI);
    }
}
