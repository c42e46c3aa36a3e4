package org.failuretransparency.vistagrams;

import static org.failuretransparency.rio.Stores.STORES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.failuretransparency.os.SystemCall;
import org.failuretransparency.rio.RawMemory;

/// Builds the header of a datagram and sends it together with the message, which stays where it is: one system call and
/// no copy. Each thread has its own.
final class Sender {

    private static final int IOVEC_BYTES = 16;
    private static final int MSGHDR_BYTES = 56;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private final int fd;
    private final Counters counters;
    private final long nodeId;
    private final int process;
    private final long header;
    private final ByteBuffer headerView;
    private final long to;
    private final long pieces;
    private final long message;
    private final CRC32C crc = new CRC32C();

    /// @param process this process's number in a trace, or -1
    Sender(int fd, Arena arena, Counters counters, long nodeId, int process) {
        this.fd = fd;
        this.counters = counters;
        this.nodeId = nodeId;
        this.process = process;
        MemorySegment memory = arena.allocate(
                WireLayout.HEADER_BYTES + NodeSocket.ADDRESS_BYTES + 2 * IOVEC_BYTES + MSGHDR_BYTES, Long.BYTES);
        headerView = memory.asSlice(0, WireLayout.HEADER_BYTES).asByteBuffer();
        header = RawMemory.known(memory.address());
        to = header + WireLayout.HEADER_BYTES;
        pieces = to + NodeSocket.ADDRESS_BYTES;
        message = pieces + 2 * IOVEC_BYTES;
        STORES.putInt(header + WireLayout.MAGIC, WireLayout.MAGIC_VALUE);
        STORES.putInt(header + WireLayout.RESERVED, 0);
        STORES.putLong(to + Long.BYTES, 0);
        STORES.putLong(pieces, header);
        STORES.putLong(pieces + Long.BYTES, WireLayout.HEADER_BYTES);
        memory.asSlice(message - header, MSGHDR_BYTES).fill((byte) 0);
        memory.set(ValueLayout.JAVA_LONG, message - header, to);
        memory.set(ValueLayout.JAVA_INT, message - header + 8, NodeSocket.ADDRESS_BYTES);
        memory.set(ValueLayout.JAVA_LONG, message - header + 16, pieces);
        memory.set(ValueLayout.JAVA_LONG, message - header + 24, 2);
    }

    /// Starts a header.
    void start(int type, int flags, int ackCount, long client, long id) {
        long at = RawMemory.known(header);
        STORES.putInt(at + WireLayout.KIND, WireLayout.kind(type, flags, ackCount));
        STORES.putLong(at + WireLayout.CLIENT, client);
        STORES.putLong(at + WireLayout.ID, id);
        STORES.putLong(at + WireLayout.FLOOR, 0);
        STORES.putLong(at + WireLayout.SENDER, nodeId);
        STORES.putLong(at + WireLayout.REPLY_ADDRESS, 0);
        STORES.putLong(at + WireLayout.ACK, 0);
        STORES.putLong(at + WireLayout.ACK + Long.BYTES, 0);
        STORES.putLong(at + WireLayout.ACK + 2 * Long.BYTES, 0);
        STORES.putInt(at + WireLayout.TRACE_PROCESS, process);
        STORES.putInt(at + WireLayout.TRACE_INDEX, -1);
    }

    void floor(long counter) {
        STORES.putLong(RawMemory.known(header + WireLayout.FLOOR), counter);
    }

    void ack(int index, long id) {
        STORES.putLong(RawMemory.known(header + WireLayout.ACK) + (long) index * Long.BYTES, id);
    }

    void traceIndex(int index) {
        STORES.putInt(RawMemory.known(header + WireLayout.TRACE_INDEX), index);
    }

    /// Sends the header and `messageBytes` bytes from `address`. What the system does not take is counted and is lost
    /// like a datagram on its way.
    void send(long destination, long address, int messageBytes, int messageCheck) {
        long at = RawMemory.known(header);
        STORES.putInt(at + WireLayout.MESSAGE_BYTES, messageBytes);
        STORES.putInt(at + WireLayout.MESSAGE_CHECK, messageCheck);
        crc.reset();
        headerView.limit(WireLayout.HEADER_BYTES).position(WireLayout.CHECKED);
        crc.update(headerView);
        STORES.putInt(at + WireLayout.HEADER_CHECK, (int) crc.getValue());
        STORES.putLong(RawMemory.known(to), destination);
        long piece = RawMemory.known(pieces + IOVEC_BYTES);
        STORES.putLong(piece, address);
        STORES.putLong(piece + Long.BYTES, messageBytes);
        counters.count(Counter.SYSTEM_CALLS);
        if (SystemCall.sendmsg(fd, message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
            counters.count(Counter.SENDS_FAILED);
        }
    }
}
