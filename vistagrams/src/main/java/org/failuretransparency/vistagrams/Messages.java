package org.failuretransparency.vistagrams;

import static org.failuretransparency.rio.Stores.STORES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The persistent buffers of outgoing messages. Which are taken follows from the two tables' entries; what is in them
/// is filled and never logged.
final class Messages {

    private final NodeMemory memory;
    private final long area;
    final Buffers buffers;
    private final ByteBuffer view;
    private final CRC32C crc = new CRC32C();

    Messages(NodeMemory memory, NodeLayout.Areas areas) {
        this.memory = memory;
        this.area = areas.buffers();
        this.buffers = new Buffers(areas.lengthBytes() - areas.buffers());
        this.view = memory.view.duplicate();
    }

    /// Takes a buffer and puts `lengthBytes` bytes at `offset` of a native segment or of a heap one into it; returns
    /// what an entry calls it, or 0 if there is none.
    int put(MemorySegment source, long offset, int lengthBytes) {
        if ((offset | source.byteSize() - lengthBytes - offset) < 0) {
            throw new IndexOutOfBoundsException("range outside of segment: offset=" + offset + ", lengthBytes="
                    + lengthBytes + ", segmentBytes=" + source.byteSize());
        }
        if (source.isNative()) {
            return put(source.address() + offset, lengthBytes);
        }
        int buffer = take(lengthBytes);
        if (buffer != 0 && source.heapBase().orElseThrow() instanceof byte[] array) {
            STORES.put(address(buffer), array, (int) (source.address() + offset), lengthBytes);
        } else if (buffer != 0) {
            byte[] bytes = source.asSlice(offset, lengthBytes).toArray(ValueLayout.JAVA_BYTE);
            STORES.put(address(buffer), bytes, 0, lengthBytes);
        }
        return buffer;
    }

    /// The same with the bytes at a native address.
    int put(long from, int lengthBytes) {
        int buffer = take(lengthBytes);
        if (buffer != 0) {
            STORES.copy(from, address(buffer), lengthBytes);
        }
        return buffer;
    }

    private int take(int lengthBytes) {
        if (lengthBytes < 0 || lengthBytes > Node.MAX_MESSAGE_BYTES) {
            throw new NodeException.TooLarge(lengthBytes);
        }
        long offset = buffers.take(lengthBytes);
        if (offset < 0) {
            return 0;
        }
        if (lengthBytes > 0) {
            memory.fill(area + offset, lengthBytes);
        }
        return (int) (offset >>> NodeLayout.BUFFER_UNIT_SHIFT) + 1;
    }

    void release(int buffer) {
        buffers.release(offsetOf(buffer));
    }

    static long offsetOf(int buffer) {
        return (long) (buffer - 1) << NodeLayout.BUFFER_UNIT_SHIFT;
    }

    /// Native address of the buffer.
    long address(int buffer) {
        return memory.address(area + offsetOf(buffer));
    }

    /// CRC-32C of the buffer's first bytes.
    int check(int buffer, int lengthBytes) {
        int from = (int) (area + offsetOf(buffer));
        crc.reset();
        view.limit(from + lengthBytes).position(from);
        crc.update(view);
        return (int) crc.getValue();
    }

    /// Takes the buffer that an entry names, when a node is opened. Refuses one that is none, or another's.
    void open(long entry, int buffer, int lengthBytes) {
        long offset = offsetOf(buffer);
        if (lengthBytes < 0 || lengthBytes > Node.MAX_MESSAGE_BYTES || !buffers.fits(offset, lengthBytes)) {
            throw new NodeException.Corrupt(
                    memory.name, "no such buffer: buffer=" + buffer + ", messageBytes=" + lengthBytes, entry);
        }
        if (buffers.isTaken(offset)) {
            throw new NodeException.Corrupt(memory.name, "buffer of two entries: buffer=" + buffer, entry);
        }
        buffers.take(offset, lengthBytes);
    }
}
