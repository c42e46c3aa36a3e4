package org.failuretransparency.workloads.jpeg;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.failuretransparency.guest.Memory;

/// Decodes what [EntropyEncoder] coded, out of the file in the guest's memory, which it reads a page at a time. Where
/// it is goes from step to step in the guest's memory; this object and its buffer hold nothing.
///
/// **Source**: ITU-T T.81, annex F.2.2.
final class EntropyDecoder {

    private static final int LOOKAHEAD = 48;

    private final byte[] buffer = new byte[4096];
    private final int[] predictors = new int[Geometry.CHANNELS];

    private long file;
    private long fileBytes;
    /// Of the file, the byte behind those in the buffer; and the place of the next one in the buffer.
    private long position;

    private int next;
    private int end;
    private long bits;
    private int count;

    /// Goes on where the state says.
    void load(Memory memory) {
        file = memory.getLong(StateLayout.FILE);
        fileBytes = memory.getLong(StateLayout.FILE_BYTES);
        position = memory.getLong(StateLayout.POSITION);
        bits = memory.getLong(StateLayout.BITS);
        count = memory.getInt(StateLayout.BIT_COUNT);
        for (int component = 0; component < predictors.length; component++) {
            predictors[component] = memory.getInt(StateLayout.PREDICTORS + (long) component * Integer.BYTES);
        }
        next = 0;
        end = 0;
    }

    void store(Memory memory) {
        MemorySegment state = memory.writable(StateLayout.BITS, StateLayout.CHECKSUM - StateLayout.BITS);
        state.set(ValueLayout.JAVA_LONG, 0, bits);
        state.set(ValueLayout.JAVA_INT, StateLayout.BIT_COUNT - StateLayout.BITS, count);
        MemorySegment.copy(
                predictors,
                0,
                state,
                ValueLayout.JAVA_INT,
                StateLayout.PREDICTORS - StateLayout.BITS,
                predictors.length);
        state.set(ValueLayout.JAVA_LONG, StateLayout.POSITION - StateLayout.BITS, position - end + next);
    }

    /// Decodes a block into zig-zag order; false if there is none, because of a code or a run that cannot be.
    boolean decode(Memory memory, short[] target, int at, int component, HuffmanTable dc, HuffmanTable ac) {
        fill(memory);
        int found = dc.decode(peek());
        if (found < 0) {
            return false;
        }
        predictors[component] += take(found >>> 8, found & 15);
        target[at] = (short) predictors[component];
        int index = 1;
        while (index < Geometry.BLOCK_SAMPLES) {
            fill(memory);
            found = ac.decode(peek());
            if (found < 0) {
                return false;
            }
            int size = found & 15;
            int zeros = found >>> 4 & 15;
            int value = take(found >>> 8, size);
            boolean endOfBlock = size == 0 && zeros < 15;
            int stop = endOfBlock ? Geometry.BLOCK_SAMPLES : index + zeros;
            if (!endOfBlock && stop >= Geometry.BLOCK_SAMPLES) {
                return false;
            }
            while (index < stop) {
                target[at + index++] = 0;
            }
            if (!endOfBlock) {
                target[at + index++] = (short) value;
            }
        }
        return true;
    }

    /// The next 16 bits.
    private int peek() {
        return (int) (bits >>> count - HuffmanTable.LONGEST) & 0xFFFF;
    }

    /// Drops a code and returns the value of the `size` bits behind it.
    private int take(int codeLength, int size) {
        count -= codeLength + size;
        int low = (int) (bits >>> count) & (1 << size) - 1;
        return size > 0 && low >>> size - 1 == 0 ? low - (1 << size) + 1 : low;
    }

    /// Sees to it that there are at least 32 bits; behind the end of the scan there are zeros.
    private void fill(Memory memory) {
        while (count <= LOOKAHEAD - Byte.SIZE) {
            bits = bits << Byte.SIZE | nextByte(memory);
            count += Byte.SIZE;
        }
    }

    private int nextByte(Memory memory) {
        if (next > end - 2 && position < fileBytes) { // the two bytes of a marker stay together
            position -= end - next;
            end = (int) Math.min(buffer.length, fileBytes - position);
            memory.get(file + position, buffer, 0, end);
            position += end;
            next = 0;
        }
        if (next > end - 2 || buffer[next] == -1 && buffer[next + 1] != 0) {
            return 0; // a marker or the end: nobody goes on behind it
        }
        int value = buffer[next] & 0xFF;
        next += value == 0xFF ? 2 : 1;
        return value;
    }
}
