package org.failuretransparency.guest.tcp;

import java.lang.foreign.MemorySegment;
import org.failuretransparency.guest.Memory;

/// Bytes from one address to another, to and from the buffers of a connection, and their checksum.
final class Bytes {

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final int ROTATION = 29;

    private Bytes() {}

    static void copy(Memory memory, long from, long to, long lengthBytes) {
        MemorySegment source = memory.readable(from, lengthBytes);
        MemorySegment.copy(source, 0, memory.writable(to, lengthBytes), 0, lengthBytes);
    }

    /// Copies into a buffer whose length is a power of two, to where byte `sequence` of the stream has its place.
    static void intoRing(Memory memory, long from, long ring, long ringBytes, long sequence, long lengthBytes) {
        long at = sequence & ringBytes - 1;
        long straight = Math.min(lengthBytes, ringBytes - at);
        copy(memory, from, ring + at, straight);
        copy(memory, from + straight, ring, lengthBytes - straight);
    }

    static void fromRing(Memory memory, long ring, long ringBytes, long sequence, long to, long lengthBytes) {
        long at = sequence & ringBytes - 1;
        long straight = Math.min(lengthBytes, ringBytes - at);
        copy(memory, ring + at, to, straight);
        copy(memory, ring, to + straight, lengthBytes - straight);
    }

    /// Of a segment of so many bytes, its checksum taken as 0. Stores zeros up to the next word behind its end.
    static int checksum(Memory memory, long segment, long lengthBytes) {
        for (long at = segment + lengthBytes; (at & Long.BYTES - 1) != 0; at++) {
            memory.putByte(at, (byte) 0);
        }
        long sum = lengthBytes ^ memory.getInt(segment); // the word with the magic, without the checksum
        for (long at = Long.BYTES; at < lengthBytes; at += Long.BYTES) {
            sum = Long.rotateLeft((sum ^ memory.getLong(segment + at)) * MULTIPLIER, ROTATION);
        }
        return (int) (sum ^ sum >>> Integer.SIZE);
    }
}
