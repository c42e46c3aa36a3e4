package org.failuretransparency.guest.tcp;

import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.os.Errno;

/// The routines of a connection: `send`, `receive`, `finish`, `close`. Those that wait do so in `progress`, and look
/// again when it returns.
final class StreamCalls {

    private static final int CONNECTION = 0;
    private static final int KEPT = 1;
    static final int LOCALS = 2;

    /// The points of every call here: it has begun; it waited; it only has to return what it kept.
    private static final int WAITED = 1;

    private static final int RETURN = 2;

    private final Connections connections;
    private final int progress;

    StreamCalls(Connections connections, int progress) {
        this.connections = connections;
        this.progress = progress;
    }

    /// Goes on at the point when there was some progress.
    private void progress(Guest g, long c, int wait, int point) {
        g.resumeAt(point);
        g.call(progress, g.memory().getLong(c + ConnectionLayout.ENDPOINT), wait);
    }

    /// Returns the value when what is due has been sent.
    private void sendAndReturn(Guest g, long c, long value) {
        g.local(KEPT, value);
        progress(g, c, 0, RETURN);
    }

    /// Ends the call if it has to, which the point or an error of the socket says.
    private static boolean ends(Guest g) {
        boolean broken = g.point() == WAITED && g.result() < -1;
        if (g.point() == RETURN || broken) {
            g.ret(broken ? g.result() : g.local(KEPT));
            return true;
        }
        return false;
    }

    private static long error(Memory memory, long c) {
        boolean failed = memory.getInt(c + ConnectionLayout.STATE) == ConnectionLayout.FAILED;
        return failed ? -memory.getInt(c + ConnectionLayout.ERROR) : 0;
    }

    void send(Guest g) {
        if (ends(g)) {
            return;
        }
        Memory memory = g.memory();
        long c = g.local(CONNECTION);
        if (error(memory, c) != 0 || Connections.has(memory, c, ConnectionLayout.FINISHED)) {
            g.ret(error(memory, c) != 0 ? error(memory, c) : -Errno.EPIPE);
            return;
        }
        long buffer = memory.getLong(c + ConnectionLayout.BUFFER);
        long left = memory.getLong(c + ConnectionLayout.LEFT);
        long written = memory.getLong(c + ConnectionLayout.WRITTEN);
        long room = memory.getLong(c + ConnectionLayout.UNCONFIRMED) + connections.bufferBytes - written;
        long count = Math.min(left, room);
        Bytes.intoRing(memory, buffer, connections.sendBuffer(c), connections.bufferBytes, written, count);
        memory.putLong(c + ConnectionLayout.BUFFER, buffer + count);
        memory.putLong(c + ConnectionLayout.LEFT, left - count);
        memory.putLong(c + ConnectionLayout.WRITTEN, written + count);
        if (left == count) {
            sendAndReturn(g, c, g.local(KEPT));
        } else {
            progress(g, c, 1, WAITED);
        }
    }

    void receive(Guest g) {
        if (ends(g)) {
            return;
        }
        Memory memory = g.memory();
        long c = g.local(CONNECTION);
        long consumed = memory.getLong(c + ConnectionLayout.CONSUMED);
        long there = Connections.readableEnd(memory, c) - consumed;
        long count = Math.min(there, memory.getLong(c + ConnectionLayout.LEFT));
        if (there > 0) {
            long buffer = memory.getLong(c + ConnectionLayout.BUFFER);
            Bytes.fromRing(memory, connections.receiveBuffer(c), connections.bufferBytes, consumed, buffer, count);
            if (consume(memory, c, consumed + count)) {
                sendAndReturn(g, c, count);
            } else {
                g.ret(count);
            }
        } else if (Connections.peerFinished(memory, c)) {
            g.ret(0);
        } else if (error(memory, c) != 0) {
            g.ret(error(memory, c));
        } else {
            progress(g, c, 1, WAITED);
        }
    }

    /// What is before `end` need not be kept; returns whether the other end should hear that there is room again.
    private boolean consume(Memory memory, long c, long end) {
        memory.putLong(c + ConnectionLayout.CONSUMED, end);
        long more = end + connections.bufferBytes - memory.getLong(c + ConnectionLayout.ADVERTISED);
        if (more < connections.bufferBytes / 2 || memory.getLong(c + ConnectionLayout.FINISH) >= 0) {
            return false;
        }
        Connections.setFlags(memory, c, ConnectionLayout.ACK_DUE);
        return true;
    }

    void finish(Guest g) {
        if (ends(g)) {
            return;
        }
        Memory memory = g.memory();
        long c = g.local(CONNECTION);
        finish(memory, c);
        sendAndReturn(g, c, error(memory, c));
    }

    private static void finish(Memory memory, long c) {
        if (!Connections.has(memory, c, ConnectionLayout.FINISHED)) {
            int passive = Connections.peerFinished(memory, c) ? ConnectionLayout.PASSIVE : 0;
            Connections.setFlags(memory, c, ConnectionLayout.FINISHED | passive);
        }
    }

    /// Waits until both ends have finished. Bytes that come meanwhile are discarded.
    void close(Guest g) {
        if (ends(g)) {
            return;
        }
        Memory memory = g.memory();
        long c = g.local(CONNECTION);
        finish(memory, c);
        int state = memory.getInt(c + ConnectionLayout.STATE);
        if (state == ConnectionLayout.ESTABLISHED) {
            consume(memory, c, Connections.readableEnd(memory, c));
            progress(g, c, 1, WAITED);
            return;
        }
        if (state == ConnectionLayout.TIME_WAIT) {
            Connections.setFlags(memory, c, ConnectionLayout.RELEASED);
        } else {
            memory.putInt(c + ConnectionLayout.STATE, ConnectionLayout.FREE);
        }
        sendAndReturn(g, c, state == ConnectionLayout.FAILED ? -memory.getInt(c + ConnectionLayout.ERROR) : 0);
    }
}
