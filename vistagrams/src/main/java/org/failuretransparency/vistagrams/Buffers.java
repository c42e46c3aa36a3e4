package org.failuretransparency.vistagrams;

import java.util.Arrays;

/// Which buffers of a range of memory are taken: blocks of 64 KiB, each cut into buffers of one power of two, from 64
/// bytes to the whole block. It knows offsets only and touches no memory; all of it is on the Java heap, and after a
/// crash it is built again from the buffers that are in use ([#take(long, long)]).
///
/// A block's free buffers form a list, those of a block not given out yet are counted; the blocks of one length that
/// have room form a list; a block of which no buffer is taken is free for any length. Taking and giving back are a few
/// steps, however many buffers there are.
final class Buffers {

    static final int BLOCK_SHIFT = 16;
    static final long BLOCK_BYTES = 1L << BLOCK_SHIFT;
    static final int MIN_SHIFT = 6;
    private static final int CLASSES = BLOCK_SHIFT - MIN_SHIFT + 1;
    private static final int NONE = -1;

    private final int blocks;
    /// Of a taken buffer nothing, of a free one the next free one of its block; by the buffer's first 64-byte unit.
    private final int[] nextFree;
    /// Of a block: its first free buffer, how many buffers were ever given out since it was cut, how many are taken.
    private final int[] firstFree;

    private final int[] everTaken;
    private final int[] taken;
    /// log2 of the length of its buffers, or 0 if it is not cut.
    private final byte[] shifts;
    /// The list of blocks with room that it is in.
    private final int[] nextRoom;

    private final int[] previousRoom;
    /// By the length's class: the first block with room.
    private final int[] firstRoom = new int[CLASSES];

    private final int[] freeBlocks;
    private int freeBlockCount;
    private long takenBytes;

    Buffers(long lengthBytes) {
        blocks = (int) (lengthBytes >>> BLOCK_SHIFT);
        nextFree = new int[blocks << BLOCK_SHIFT - MIN_SHIFT];
        firstFree = new int[blocks];
        everTaken = new int[blocks];
        taken = new int[blocks];
        shifts = new byte[blocks];
        nextRoom = new int[blocks];
        previousRoom = new int[blocks];
        freeBlocks = new int[blocks];
        Arrays.fill(firstRoom, NONE);
        Arrays.fill(firstFree, NONE);
        for (int block = blocks - 1; block >= 0; block--) {
            freeBlocks[freeBlockCount++] = block;
        }
    }

    static int shiftFor(long lengthBytes) {
        return lengthBytes <= 1 << MIN_SHIFT ? MIN_SHIFT : Long.SIZE - Long.numberOfLeadingZeros(lengthBytes - 1);
    }

    /// Takes a buffer for `lengthBytes` bytes, 0 to 64 KiB; returns its offset, or -1 if there is none.
    long take(long lengthBytes) {
        int shift = shiftFor(lengthBytes);
        int block = firstRoom[shift - MIN_SHIFT];
        if (block == NONE) {
            if (freeBlockCount == 0) {
                return NONE;
            }
            block = freeBlocks[--freeBlockCount];
            cut(block, shift);
        }
        int unit = firstFree[block];
        if (unit != NONE) {
            firstFree[block] = nextFree[unit];
        } else {
            unit = (block << BLOCK_SHIFT - MIN_SHIFT) + (everTaken[block]++ << shift - MIN_SHIFT);
        }
        count(block, shift);
        return (long) unit << MIN_SHIFT;
    }

    private void cut(int block, int shift) {
        shifts[block] = (byte) shift;
        firstFree[block] = NONE;
        everTaken[block] = 0;
        addRoom(block, shift);
    }

    private void count(int block, int shift) {
        takenBytes += 1L << shift;
        if (++taken[block] == 1 << BLOCK_SHIFT - shift) {
            removeRoom(block, shift);
        }
    }

    /// Gives a taken buffer back.
    void release(long offset) {
        int block = (int) (offset >>> BLOCK_SHIFT);
        int shift = shifts[block];
        int unit = (int) (offset >>> MIN_SHIFT);
        nextFree[unit] = firstFree[block];
        firstFree[block] = unit;
        takenBytes -= 1L << shift;
        if (taken[block]-- == 1 << BLOCK_SHIFT - shift) {
            addRoom(block, shift);
        }
        if (taken[block] == 0) {
            removeRoom(block, shift);
            shifts[block] = 0;
            freeBlocks[freeBlockCount++] = block;
        }
    }

    /// Whether a buffer of that length can start at that offset, as far as the block is not cut otherwise.
    boolean fits(long offset, long lengthBytes) {
        int shift = shiftFor(lengthBytes);
        if (offset < 0 || offset >= (long) blocks << BLOCK_SHIFT || (offset & (1L << shift) - 1) != 0) {
            return false;
        }
        int cutInto = shifts[(int) (offset >>> BLOCK_SHIFT)];
        return cutInto == 0 || cutInto == shift;
    }

    /// Takes the buffer at `offset`, which fits and is not taken: when the state is built from what is in use. Ends
    /// with [#settle()].
    void take(long offset, long lengthBytes) {
        int block = (int) (offset >>> BLOCK_SHIFT);
        shifts[block] = (byte) shiftFor(lengthBytes);
        nextFree[(int) (offset >>> MIN_SHIFT)] = NONE - 1;
        taken[block]++;
        takenBytes += 1L << shifts[block];
    }

    /// Whether the buffer was taken by [#take(long, long)] since the state began to be built.
    boolean isTaken(long offset) {
        return nextFree[(int) (offset >>> MIN_SHIFT)] == NONE - 1;
    }

    /// Makes everything free that was not taken.
    void settle() {
        freeBlockCount = 0;
        for (int block = blocks - 1; block >= 0; block--) {
            if (taken[block] == 0) {
                freeBlocks[freeBlockCount++] = block;
            } else {
                settle(block);
            }
        }
    }

    private void settle(int block) {
        int shift = shifts[block];
        int count = 1 << BLOCK_SHIFT - shift;
        everTaken[block] = count;
        firstFree[block] = NONE;
        for (int i = count - 1; i >= 0; i--) {
            int unit = (block << BLOCK_SHIFT - MIN_SHIFT) + (i << shift - MIN_SHIFT);
            if (nextFree[unit] != NONE - 1) {
                nextFree[unit] = firstFree[block];
                firstFree[block] = unit;
            }
        }
        if (taken[block] < count) {
            addRoom(block, shift);
        }
    }

    private void addRoom(int block, int shift) {
        int first = firstRoom[shift - MIN_SHIFT];
        nextRoom[block] = first;
        previousRoom[block] = NONE;
        if (first != NONE) {
            previousRoom[first] = block;
        }
        firstRoom[shift - MIN_SHIFT] = block;
    }

    private void removeRoom(int block, int shift) {
        int next = nextRoom[block];
        int previous = previousRoom[block];
        if (previous == NONE) {
            firstRoom[shift - MIN_SHIFT] = next;
        } else {
            nextRoom[previous] = next;
        }
        if (next != NONE) {
            previousRoom[next] = previous;
        }
    }

    /// Bytes of all buffers that are taken.
    long takenBytes() {
        return takenBytes;
    }

    int freeBlocks() {
        return freeBlockCount;
    }
}
