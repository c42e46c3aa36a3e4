package org.failuretransparency.vistagrams;

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

    /// Takes a buffer; returns what an entry calls it, or 0 if there is none.
    int take(int lengthBytes) {
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
