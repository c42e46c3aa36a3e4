package org.failuretransparency.guest.tcp;

import org.failuretransparency.guest.Memory;

/// What there is to send, one segment at a time, put together in the endpoint's `out`.
final class Sender {

    private static final int NOTHING = 0;

    private final Connections connections;

    Sender(Connections connections) {
        this.connections = connections;
    }

    /// Puts together the next segment that an endpoint has to send; returns its length, or 0 if there is none.
    long next(Memory memory, long endpoint) {
        for (long c = connections.first(endpoint); c != 0; c = connections.following(endpoint, c)) {
            long lengthBytes = next(memory, endpoint, c, memory.getInt(c + ConnectionLayout.STATE));
            if (lengthBytes > 0) {
                return lengthBytes;
            }
        }
        return NOTHING;
    }

    private long next(Memory memory, long endpoint, long c, int state) {
        return switch (state) {
            case ConnectionLayout.SYN_SENT, ConnectionLayout.SYN_RECEIVED -> {
                if (!Connections.has(memory, c, ConnectionLayout.REPEAT)) {
                    yield NOTHING;
                }
                Connections.clearFlags(memory, c, ConnectionLayout.REPEAT);
                Connections.arm(memory, c);
                int flags = SegmentLayout.SYN | (state == ConnectionLayout.SYN_RECEIVED ? SegmentLayout.ACK : 0);
                yield build(memory, endpoint, c, memory.getLong(c + ConnectionLayout.UNCONFIRMED), 0, flags);
            }
            case ConnectionLayout.ESTABLISHED -> nextOfStream(memory, endpoint, c);
            case ConnectionLayout.TIME_WAIT -> acknowledgement(memory, endpoint, c);
            default -> NOTHING;
        };
    }

    private long nextOfStream(Memory memory, long endpoint, long c) {
        long unconfirmed = memory.getLong(c + ConnectionLayout.UNCONFIRMED);
        long next = memory.getLong(c + ConnectionLayout.NEXT);
        long written = memory.getLong(c + ConnectionLayout.WRITTEN);
        long edge = memory.getLong(c + ConnectionLayout.EDGE);
        if (Connections.has(memory, c, ConnectionLayout.REPEAT)) {
            Connections.clearFlags(memory, c, ConnectionLayout.REPEAT);
            if (unconfirmed < next) {
                long repeated = endpoint + EndpointLayout.REPEATED;
                memory.putLong(repeated, memory.getLong(repeated) + 1);
                long length = Math.min(next, written) - unconfirmed;
                return stream(memory, endpoint, c, unconfirmed, length, next);
            }
            if (next < written) { // one byte, to ask whether there is room now
                return stream(memory, endpoint, c, next, 1, next + 1);
            }
        }
        long end = Math.min(edge, written);
        if (next < end || next == written && next < Connections.sendEnd(memory, c)) {
            return stream(memory, endpoint, c, next, end - next, Connections.sendEnd(memory, c));
        }
        if (next < written && next == unconfirmed) { // no room there: the timer will ask
            Connections.arm(memory, c);
        }
        return acknowledgement(memory, endpoint, c);
    }

    /// A segment with at most `length` bytes from that sequence, and with the `FIN` if that is before `end`.
    private long stream(Memory memory, long endpoint, long c, long sequence, long length, long end) {
        long data = Math.max(0, Math.min(length, SegmentLayout.MAX_DATA_BYTES));
        long written = memory.getLong(c + ConnectionLayout.WRITTEN);
        boolean finish = sequence + data == written && end > written;
        long after = sequence + data + (finish ? 1 : 0);
        memory.putLong(c + ConnectionLayout.NEXT, Math.max(after, memory.getLong(c + ConnectionLayout.NEXT)));
        Connections.arm(memory, c);
        int flags = SegmentLayout.ACK | (finish ? SegmentLayout.FIN : 0);
        return build(memory, endpoint, c, sequence, data, flags);
    }

    private long acknowledgement(Memory memory, long endpoint, long c) {
        if (!Connections.has(memory, c, ConnectionLayout.ACK_DUE)) {
            return NOTHING;
        }
        return build(memory, endpoint, c, memory.getLong(c + ConnectionLayout.NEXT), 0, SegmentLayout.ACK);
    }

    private long build(Memory memory, long endpoint, long c, long sequence, long data, int flags) {
        long out = endpoint + EndpointLayout.OUT;
        long expected = memory.getLong(c + ConnectionLayout.EXPECTED);
        Bytes.fromRing(
                memory, connections.sendBuffer(c), connections.bufferBytes, sequence, out + SegmentLayout.DATA, data);
        Connections.clearFlags(memory, c, ConnectionLayout.ACK_DUE);
        memory.putInt(out + SegmentLayout.WINDOW, (int) (advertise(memory, c) - expected));
        memory.putLong(endpoint + EndpointLayout.TO, memory.getLong(c + ConnectionLayout.PEER));
        return seal(memory, out, memory.getInt(c + ConnectionLayout.ID), flags, sequence, expected, data);
    }

    /// The end of what the other end may send. It never goes back, and goes on by a segment's length at least.
    private long advertise(Memory memory, long c) {
        long room = memory.getLong(c + ConnectionLayout.CONSUMED) + connections.bufferBytes;
        long advertised = memory.getLong(c + ConnectionLayout.ADVERTISED);
        if (room - advertised >= SegmentLayout.MAX_DATA_BYTES) {
            advertised = room;
        }
        advertised = Math.max(advertised, memory.getLong(c + ConnectionLayout.EXPECTED));
        memory.putLong(c + ConnectionLayout.ADVERTISED, advertised);
        return advertised;
    }

    /// Puts together the answer to a segment of no connection, the one in `in`; returns its length.
    long reset(Memory memory, long endpoint) {
        long in = endpoint + EndpointLayout.IN;
        long out = endpoint + EndpointLayout.OUT;
        int inFlags = memory.getInt(in + SegmentLayout.FLAGS);
        long after = memory.getLong(in + SegmentLayout.SEQUENCE)
                + memory.getInt(in + SegmentLayout.LENGTH)
                + Integer.bitCount(inFlags & (SegmentLayout.SYN | SegmentLayout.FIN));
        long sequence = memory.getLong(in + SegmentLayout.ACKNOWLEDGEMENT);
        int id = memory.getInt(in + SegmentLayout.CONNECTION);
        memory.putInt(out + SegmentLayout.WINDOW, 0);
        memory.putLong(endpoint + EndpointLayout.TO, memory.getLong(endpoint + EndpointLayout.FROM));
        return seal(memory, out, id, SegmentLayout.RST | SegmentLayout.ACK, sequence, after, 0);
    }

    private static long seal(
            Memory memory, long out, int id, int flags, long sequence, long acknowledgement, long data) {
        memory.putInt(out + SegmentLayout.MAGIC_AT, SegmentLayout.MAGIC);
        memory.putInt(out + SegmentLayout.CONNECTION, id);
        memory.putInt(out + SegmentLayout.FLAGS, flags);
        memory.putLong(out + SegmentLayout.SEQUENCE, sequence);
        memory.putLong(out + SegmentLayout.ACKNOWLEDGEMENT, acknowledgement);
        memory.putInt(out + SegmentLayout.LENGTH, (int) data);
        long lengthBytes = SegmentLayout.DATA + data;
        memory.putInt(out + SegmentLayout.CHECKSUM, Bytes.checksum(memory, out, lengthBytes));
        return lengthBytes;
    }
}
