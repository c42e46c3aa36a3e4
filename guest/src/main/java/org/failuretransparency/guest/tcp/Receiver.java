package org.failuretransparency.guest.tcp;

import org.failuretransparency.guest.Memory;
import org.failuretransparency.os.Errno;

/// What a datagram that came in means: acknowledgements and data to a connection, or a new connection, or nothing.
final class Receiver {

    /// What follows from a datagram.
    enum Then {
        /// More may be read before anything is sent.
        READ_ON,
        /// The other end has to hear at once, as something is missing.
        SEND,
        /// It belongs to no connection: to be answered with a reset.
        RESET
    }

    private static final int DUPLICATES_OF_A_LOSS = 3;

    private final Connections connections;

    Receiver(Connections connections) {
        this.connections = connections;
    }

    /// Takes the datagram in `in`, of so many bytes.
    Then take(Memory memory, long endpoint, long lengthBytes) {
        long in = endpoint + EndpointLayout.IN;
        if (!isSegment(memory, in, lengthBytes)) {
            return drop(memory, endpoint);
        }
        long peer = memory.getLong(endpoint + EndpointLayout.FROM);
        int id = memory.getInt(in + SegmentLayout.CONNECTION);
        int flags = memory.getInt(in + SegmentLayout.FLAGS);
        long c = connections.find(memory, endpoint, peer, id);
        if (c != 0) {
            memory.putInt(c + ConnectionLayout.ATTEMPTS, 0);
            return take(memory, c, in, flags);
        }
        if ((flags & SegmentLayout.RST) != 0) {
            return drop(memory, endpoint);
        }
        if (flags != SegmentLayout.SYN || memory.getInt(endpoint + EndpointLayout.LISTENING) == 0) {
            drop(memory, endpoint);
            return Then.RESET;
        }
        long begun = connections.begin(memory, endpoint, ConnectionLayout.SYN_RECEIVED, peer, id);
        if (begun == 0) {
            return drop(memory, endpoint); // it will ask again
        }
        long sequence = memory.getLong(in + SegmentLayout.SEQUENCE);
        connections.synchronize(memory, begun, sequence);
        return Then.READ_ON;
    }

    private static boolean isSegment(Memory memory, long in, long lengthBytes) {
        return lengthBytes >= SegmentLayout.DATA
                && lengthBytes <= SegmentLayout.MAX_BYTES
                && memory.getInt(in + SegmentLayout.MAGIC_AT) == SegmentLayout.MAGIC
                && memory.getInt(in + SegmentLayout.LENGTH) == lengthBytes - SegmentLayout.DATA
                && memory.getInt(in + SegmentLayout.WINDOW) >= 0
                && memory.getInt(in + SegmentLayout.CHECKSUM) == Bytes.checksum(memory, in, lengthBytes);
    }

    private static Then drop(Memory memory, long endpoint) {
        long dropped = endpoint + EndpointLayout.DROPPED;
        memory.putLong(dropped, memory.getLong(dropped) + 1);
        return Then.READ_ON;
    }

    private Then take(Memory memory, long c, long in, int flags) {
        int state = memory.getInt(c + ConnectionLayout.STATE);
        long endpoint = memory.getLong(c + ConnectionLayout.ENDPOINT);
        if ((flags & SegmentLayout.RST) != 0) {
            return reset(memory, c, in, state);
        }
        if (state == ConnectionLayout.SYN_SENT) {
            return answered(memory, c, in, flags);
        }
        if ((flags & SegmentLayout.SYN) != 0) { // a duplicate: what answered it was lost
            Connections.setFlags(
                    memory,
                    c,
                    state == ConnectionLayout.SYN_RECEIVED ? ConnectionLayout.REPEAT : ConnectionLayout.ACK_DUE);
            return Then.READ_ON;
        }
        if (memory.getLong(in + SegmentLayout.ACKNOWLEDGEMENT) > memory.getLong(c + ConnectionLayout.NEXT)
                || state == ConnectionLayout.SYN_RECEIVED && !answersSyn(memory, c, in)) {
            return drop(memory, endpoint); // of another connection of that number
        }
        if (state == ConnectionLayout.SYN_RECEIVED) {
            memory.putInt(c + ConnectionLayout.STATE, ConnectionLayout.ESTABLISHED);
            Connections.clearFlags(memory, c, ConnectionLayout.REPEAT);
        }
        if (state == ConnectionLayout.TIME_WAIT) {
            if ((flags & SegmentLayout.FIN) != 0 || memory.getInt(in + SegmentLayout.LENGTH) > 0) {
                connections.linger(memory, c); // our last acknowledgement was lost
                Connections.setFlags(memory, c, ConnectionLayout.ACK_DUE);
            }
            return Then.READ_ON;
        }
        if (state == ConnectionLayout.CLOSED || state == ConnectionLayout.FAILED) {
            return drop(memory, endpoint);
        }
        acknowledged(memory, c, in, flags);
        Then then = takeData(memory, c, in, flags);
        connections.settle(memory, c);
        return then;
    }

    private static boolean answersSyn(Memory memory, long c, long in) {
        return memory.getLong(in + SegmentLayout.ACKNOWLEDGEMENT) == memory.getLong(c + ConnectionLayout.NEXT);
    }

    /// The answer to our `SYN`.
    private Then answered(Memory memory, long c, long in, int flags) {
        if ((flags & SegmentLayout.SYN) == 0 || !answersSyn(memory, c, in)) {
            return drop(memory, memory.getLong(c + ConnectionLayout.ENDPOINT));
        }
        connections.synchronize(memory, c, memory.getLong(in + SegmentLayout.SEQUENCE));
        memory.putInt(c + ConnectionLayout.STATE, ConnectionLayout.ESTABLISHED);
        Connections.clearFlags(memory, c, ConnectionLayout.REPEAT);
        Connections.setFlags(memory, c, ConnectionLayout.ACK_DUE);
        acknowledged(memory, c, in, flags);
        return Then.READ_ON;
    }

    /// The other end knows no such connection. Believed only with the sequence that is expected.
    private static Then reset(Memory memory, long c, long in, int state) {
        boolean asking = state == ConnectionLayout.SYN_SENT;
        boolean meant = asking
                ? answersSyn(memory, c, in)
                : memory.getLong(in + SegmentLayout.SEQUENCE) == memory.getLong(c + ConnectionLayout.EXPECTED);
        if (!meant || state > ConnectionLayout.ESTABLISHED) {
            return drop(memory, memory.getLong(c + ConnectionLayout.ENDPOINT));
        }
        if (asking) {
            Connections.fail(memory, c, Errno.ECONNREFUSED);
        } else {
            Connections.giveUp(memory, c, Errno.ECONNRESET);
        }
        return Then.READ_ON;
    }

    private void acknowledged(Memory memory, long c, long in, int flags) {
        long acknowledgement = memory.getLong(in + SegmentLayout.ACKNOWLEDGEMENT);
        long edge = acknowledgement + memory.getInt(in + SegmentLayout.WINDOW);
        long oldEdge = memory.getLong(c + ConnectionLayout.EDGE);
        long unconfirmed = memory.getLong(c + ConnectionLayout.UNCONFIRMED);
        long next = memory.getLong(c + ConnectionLayout.NEXT);
        memory.putLong(c + ConnectionLayout.EDGE, Math.max(oldEdge, edge));
        if (acknowledgement > unconfirmed) {
            memory.putLong(c + ConnectionLayout.UNCONFIRMED, acknowledgement);
            memory.putInt(c + ConnectionLayout.DUPLICATES, 0);
            connections.restartTimer(memory, c, acknowledgement < next);
            if (acknowledgement < memory.getLong(c + ConnectionLayout.RECOVER)) {
                Connections.setFlags(memory, c, ConnectionLayout.REPEAT);
            }
        } else if (acknowledgement == unconfirmed && unconfirmed < next) {
            if (edge > oldEdge) {
                if (oldEdge <= unconfirmed) { // there is room for what was sent to ask for it
                    Connections.setFlags(memory, c, ConnectionLayout.REPEAT);
                }
            } else if ((flags & SegmentLayout.FIN) == 0 && memory.getInt(in + SegmentLayout.LENGTH) == 0) {
                int duplicates = memory.getInt(c + ConnectionLayout.DUPLICATES) + 1;
                memory.putInt(c + ConnectionLayout.DUPLICATES, duplicates);
                if (duplicates == DUPLICATES_OF_A_LOSS && oldEdge > unconfirmed) {
                    Connections.repeat(memory, c);
                }
            }
        }
    }

    /// Takes what is new of a segment's data and fits, and its `FIN`.
    private Then takeData(Memory memory, long c, long in, int flags) {
        long start = memory.getLong(in + SegmentLayout.SEQUENCE);
        long end = start + memory.getInt(in + SegmentLayout.LENGTH);
        boolean finishes = (flags & SegmentLayout.FIN) != 0;
        if (start == end && !finishes) {
            return Then.READ_ON;
        }
        Connections.setFlags(memory, c, ConnectionLayout.ACK_DUE);
        long expected = memory.getLong(c + ConnectionLayout.EXPECTED);
        if (finishes) {
            memory.putLong(c + ConnectionLayout.FINISH, end);
        }
        long room = memory.getLong(c + ConnectionLayout.CONSUMED) + connections.bufferBytes;
        long from = Math.max(start, expected);
        long to = Math.min(end, room);
        boolean early = start > expected;
        if (from < to && (!early || EarlyRanges.add(memory, c, from, to))) {
            long data = in + SegmentLayout.DATA + from - start;
            Bytes.intoRing(memory, data, connections.receiveBuffer(c), connections.bufferBytes, from, to - from);
        }
        if (!early) {
            long now = EarlyRanges.absorb(memory, c, Math.max(expected, to));
            boolean finished = now == memory.getLong(c + ConnectionLayout.FINISH);
            memory.putLong(c + ConnectionLayout.EXPECTED, finished ? now + 1 : now);
        }
        return early ? Then.SEND : Then.READ_ON;
    }
}
