package org.failuretransparency.vistagrams;

import java.lang.foreign.MemorySegment;
import org.failuretransparency.rio.RawMemory;

/// A message that was received, where it lies in volatile memory: valid until the node's next receive, select, commit
/// or abort. What is to last longer is copied out of it. A node has one object for requests and one for responses,
/// which it fills anew each time, so that receiving allocates nothing.
public abstract sealed class Message permits Request, Response {

    private MemorySegment room = MemorySegment.NULL;
    private long address;
    private int lengthBytes;

    Message() {}

    /// Says where the message lies: at an address in a segment.
    final void place(MemorySegment in, long at, int length) {
        room = in;
        address = at;
        lengthBytes = length;
    }

    final long address() {
        return address;
    }

    /// Bytes of the message, 0 or more.
    public final int lengthBytes() {
        return lengthBytes;
    }

    public final long getLong(int offset) {
        return RawMemory.getLong(addressOf(offset, Long.BYTES));
    }

    public final int getInt(int offset) {
        return RawMemory.getInt(addressOf(offset, Integer.BYTES));
    }

    public final byte getByte(int offset) {
        return RawMemory.getByte(addressOf(offset, 1));
    }

    /// Fills `length` elements of `target`, from `index` on, with the bytes at `offset`.
    public final void get(int offset, byte[] target, int index, int length) {
        RawMemory.get(addressOf(offset, length), target, index, length);
    }

    /// Copies the whole message to `offset` of a segment.
    public final void copyTo(MemorySegment target, long offset) {
        MemorySegment.copy(room, address - room.address(), target, offset, lengthBytes);
    }

    /// A copy of the message.
    public final byte[] bytes() {
        byte[] copy = new byte[lengthBytes];
        get(0, copy, 0, lengthBytes);
        return copy;
    }

    /// The message's memory itself, to be read; valid as long as this message is.
    public final MemorySegment segment() {
        return room.asSlice(address - room.address(), lengthBytes).asReadOnly();
    }

    private long addressOf(int offset, int length) {
        if ((offset | length | lengthBytes - length - offset) < 0) {
            throw new IndexOutOfBoundsException("range outside of message: offset=" + offset + ", length=" + length
                    + ", messageBytes=" + lengthBytes);
        }
        return RawMemory.known(address + offset);
    }
}
