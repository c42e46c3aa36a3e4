package org.failuretransparency.workloads.jpeg;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.failuretransparency.guest.Memory;

/// Codes blocks of coefficients into a buffer: runs of zeros and sizes with the Huffman tables, a zero byte behind each
/// byte of ones. What does not fill a byte, and the predictors, go from step to step in the guest's memory; this object
/// and its buffer hold nothing.
///
/// **Source**: ITU-T T.81, annex F.1.2.
final class EntropyEncoder {

    /// The longest code and its bits, for each coefficient, each byte stuffed.
    private static final int BLOCK_BYTES = 2 * Geometry.BLOCK_SAMPLES * (HuffmanTable.LONGEST + 11) / Byte.SIZE;

    private static final int END_OF_BLOCK = 0x00;
    private static final int SIXTEEN_ZEROS = 0xF0;
    private static final int EMITTED = 32;

    private final byte[] buffer;
    private int length;
    private long bits;
    private int count;
    private final int[] predictors = new int[Geometry.CHANNELS];

    /// With room for so many blocks.
    EntropyEncoder(int blocks) {
        buffer = new byte[blocks * BLOCK_BYTES + Long.BYTES];
    }

    /// Empties the buffer and goes on where the state says.
    void load(Memory memory) {
        length = 0;
        bits = memory.getLong(StateLayout.BITS);
        count = memory.getInt(StateLayout.BIT_COUNT);
        for (int component = 0; component < predictors.length; component++) {
            predictors[component] = memory.getInt(StateLayout.PREDICTORS + (long) component * Integer.BYTES);
        }
    }

    void store(Memory memory) {
        MemorySegment state = memory.writable(StateLayout.BITS, StateLayout.POSITION - StateLayout.BITS);
        state.set(ValueLayout.JAVA_LONG, 0, bits);
        state.set(ValueLayout.JAVA_INT, StateLayout.BIT_COUNT - StateLayout.BITS, count);
        MemorySegment.copy(
                predictors,
                0,
                state,
                ValueLayout.JAVA_INT,
                StateLayout.PREDICTORS - StateLayout.BITS,
                predictors.length);
    }

    /// Codes the block in zig-zag order at `at`.
    void encode(short[] coefficients, int at, int component, HuffmanTable dc, HuffmanTable ac) {
        int difference = coefficients[at] - predictors[component];
        predictors[component] = coefficients[at];
        int size = size(difference);
        put(dc.code(size), dc.length(size), difference, size);
        int zeros = 0;
        for (int index = 1; index < Geometry.BLOCK_SAMPLES; index++) {
            int value = coefficients[at + index];
            if (value == 0) {
                zeros++;
            } else {
                for (; zeros > 15; zeros -= 16) {
                    put(ac.code(SIXTEEN_ZEROS), ac.length(SIXTEEN_ZEROS), 0, 0);
                }
                size = size(value);
                int symbol = zeros << 4 | size;
                put(ac.code(symbol), ac.length(symbol), value, size);
                zeros = 0;
            }
        }
        if (zeros > 0) {
            put(ac.code(END_OF_BLOCK), ac.length(END_OF_BLOCK), 0, 0);
        }
    }

    /// The bits of a value's magnitude.
    static int size(int value) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(Math.abs(value));
    }

    /// Appends a code and the low `size` bits of the value, or of the value less 1 if it is negative.
    private void put(int code, int codeLength, int value, int size) {
        int low = value + (value >> 31) & (1 << size) - 1;
        bits = bits << codeLength + size | (long) code << size | low;
        count += codeLength + size;
        while (count >= EMITTED) {
            count -= EMITTED;
            emit((int) (bits >>> count));
        }
    }

    private void emit(int word) {
        for (int shift = EMITTED - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            emitByte((byte) (word >>> shift));
        }
    }

    private void emitByte(byte value) {
        buffer[length++] = value;
        if (value == -1) {
            buffer[length++] = 0;
        }
    }

    /// Fills the last byte with ones, as at the end of a scan.
    void finish() {
        int missing = -count & Byte.SIZE - 1;
        bits = bits << missing | (1 << missing) - 1;
        for (count += missing; count > 0; ) {
            count -= Byte.SIZE;
            emitByte((byte) (bits >>> count));
        }
    }

    /// The coded bytes: the first [#length()] of it.
    byte[] buffer() {
        return buffer;
    }

    int length() {
        return length;
    }
}
