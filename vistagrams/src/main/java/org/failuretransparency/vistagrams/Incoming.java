package org.failuretransparency.vistagrams;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.failuretransparency.rio.RawMemory;

/// A receive buffer, and the judgement on what is in it: whether it is a datagram of this protocol, whole, and does not
/// contradict itself. What is not is counted and dropped. Each thread has its own.
final class Incoming {

    /// One byte more than any datagram, so that none that fits is taken for one that was cut off.
    static final int ROOM_BYTES = 1 << 16;

    private static final int REFUSED = 0;

    final MemorySegment memory;
    final long address;
    final ByteBuffer view;
    private final Counters counters;
    private final CRC32C crc = new CRC32C();

    Incoming(Arena arena, Counters counters) {
        this.memory = arena.allocate(ROOM_BYTES, Long.BYTES);
        this.address = RawMemory.known(memory.address());
        this.view = memory.asByteBuffer();
        this.counters = counters;
    }

    /// The type of the datagram of `lengthBytes` bytes in the buffer, or 0 if it is none of this protocol.
    int typeOf(int lengthBytes) {
        long at = RawMemory.known(address);
        if (lengthBytes < Integer.BYTES || RawMemory.getInt(at + WireLayout.MAGIC) != WireLayout.MAGIC_VALUE) {
            return drop(Counter.FOREIGN_DROPPED);
        }
        if (lengthBytes < WireLayout.HEADER_BYTES || lengthBytes > WireLayout.MAX_DATAGRAM_BYTES) {
            return drop(Counter.MALFORMED_DROPPED);
        }
        if (check(WireLayout.CHECKED, WireLayout.HEADER_BYTES) != RawMemory.getInt(at + WireLayout.HEADER_CHECK)) {
            return drop(Counter.CHECKSUM_DROPPED);
        }
        int kind = RawMemory.getInt(at + WireLayout.KIND);
        if (WireLayout.versionOf(kind) != WireLayout.VERSION) {
            return drop(Counter.FOREIGN_DROPPED);
        }
        if (!isConsistent(at, kind, lengthBytes)) {
            return drop(Counter.MALFORMED_DROPPED);
        }
        if (check(WireLayout.HEADER_BYTES, lengthBytes) != RawMemory.getInt(at + WireLayout.MESSAGE_CHECK)) {
            return drop(Counter.CHECKSUM_DROPPED);
        }
        return WireLayout.typeOf(kind);
    }

    private static boolean isConsistent(long at, int kind, int lengthBytes) {
        int type = WireLayout.typeOf(kind);
        int messageBytes = RawMemory.getInt(at + WireLayout.MESSAGE_BYTES);
        boolean message = type == WireLayout.TYPE_REQUEST || type == WireLayout.TYPE_RESPONSE;
        if (type < WireLayout.TYPE_REQUEST
                || type > WireLayout.TYPE_REFUSED
                || WireLayout.flagsOf(kind) > (WireLayout.FLAG_AGAIN | WireLayout.FLAG_FORWARDED)
                || WireLayout.ackCountOf(kind) > WireLayout.ACKS
                || messageBytes != lengthBytes - WireLayout.HEADER_BYTES
                || messageBytes > 0 && !message) {
            return false;
        }
        long id = RawMemory.getLong(at + WireLayout.ID);
        long floor = RawMemory.getLong(at + WireLayout.FLOOR);
        if (RawMemory.getLong(at + WireLayout.CLIENT) == 0
                || RawMemory.getLong(at + WireLayout.SENDER) == 0
                || RawMemory.getInt(at + WireLayout.RESERVED) != 0
                || floor < 0
                || floor > WireLayout.COUNTER_MASK
                || type == WireLayout.TYPE_REQUEST && floor > WireLayout.counterOf(id)) {
            return false;
        }
        for (int i = 0; i < WireLayout.ackCountOf(kind); i++) {
            if (WireLayout.pairOf(RawMemory.getLong(at + WireLayout.ACK + (long) i * Long.BYTES))
                    != WireLayout.pairOf(id)) {
                return false;
            }
        }
        return true;
    }

    private int check(int from, int to) {
        crc.reset();
        view.limit(to).position(from);
        crc.update(view);
        return (int) crc.getValue();
    }

    private int drop(Counter why) {
        counters.count(why);
        return REFUSED;
    }
}
