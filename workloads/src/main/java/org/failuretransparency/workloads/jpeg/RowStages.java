package org.failuretransparency.workloads.jpeg;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.failuretransparency.guest.Memory;

/// What is done with one MCU row, stage after stage: each loads a row of the stage before it out of the guest's memory,
/// works on it in arrays, and stores its own row into one declared range for each plane. The arrays are made once and
/// hold nothing from one call to the next.
final class RowStages {

    private static final int LUMA_BLOCKS = 4;
    private static final int LEVEL_SHIFT = 128;

    private final Geometry geometry;
    private final Painter painter;
    private final EntropyEncoder encoder;
    private final EntropyDecoder decoder = new EntropyDecoder();

    private final byte[] pixels;
    private final byte[] otherPixels;
    private final byte[] luma;
    private final byte[] blue;
    private final byte[] red;
    private final int[] blueRow;
    private final int[] redRow;
    private final short[] coefficients;
    private final short[] decodedCoefficients;
    private final int[] block = new int[Geometry.BLOCK_SAMPLES];
    private final int[] tables = new int[2 * Geometry.BLOCK_SAMPLES];
    private final long[] reciprocals = new long[2 * Geometry.BLOCK_SAMPLES];

    RowStages(Geometry geometry, Painter painter) {
        this.geometry = geometry;
        this.painter = painter;
        this.encoder = new EntropyEncoder(geometry.mcuColumns() * Geometry.MCU_BLOCKS);
        this.pixels = new byte[Geometry.MCU * paddedRowBytes()];
        this.otherPixels = new byte[pixels.length];
        this.luma = new byte[geometry.lumaRowBytes()];
        this.blue = new byte[3 * geometry.chromaRowBytes()];
        this.red = new byte[blue.length];
        this.blueRow = new int[geometry.lumaStride()];
        this.redRow = new int[geometry.lumaStride()];
        this.coefficients = new short[geometry.rowCoefficients()];
        this.decodedCoefficients = new short[coefficients.length];
    }

    private int paddedRowBytes() {
        return geometry.lumaStride() * Geometry.CHANNELS;
    }

    /// Paints a row of the source.
    void paint(Memory memory, int picture, int row) {
        painter.paint(picture, row * Geometry.MCU, geometry.pixelRows(row), pixels);
        memory.put(address(memory, StateLayout.SOURCE) + geometry.pixels(row), pixels, 0, pixelBytes(row));
    }

    private int pixelBytes(int row) {
        return geometry.pixelRows(row) * geometry.pixelRowBytes();
    }

    /// Converts a row of the source into planes. What is missing of an MCU repeats the last column and the last row.
    void convert(Memory memory, int row) {
        loadPadded(memory, row);
        int rowBytes = paddedRowBytes();
        for (int line = 0; line < Geometry.MCU; line++) {
            Colours.luma(pixels, line * rowBytes, luma, line * geometry.lumaStride(), geometry.lumaStride());
        }
        for (int line = 0; line < Geometry.BLOCK; line++) {
            int at = line * geometry.chromaStride();
            Colours.chroma(pixels, 2 * line * rowBytes, rowBytes, blue, red, at, geometry.chromaStride());
        }
        storePlanes(memory, row, StateLayout.LUMA, StateLayout.BLUE, StateLayout.RED);
    }

    private void loadPadded(Memory memory, int row) {
        long source = address(memory, StateLayout.SOURCE) + geometry.pixels(row);
        int rowBytes = paddedRowBytes();
        int rows = geometry.pixelRows(row);
        for (int line = 0; line < rows; line++) {
            int at = line * rowBytes;
            memory.get(source + (long) line * geometry.pixelRowBytes(), pixels, at, geometry.pixelRowBytes());
            for (int next = at + geometry.pixelRowBytes(); next < at + rowBytes; next++) {
                pixels[next] = pixels[next - Geometry.CHANNELS];
            }
        }
        for (int line = rows; line < Geometry.MCU; line++) {
            System.arraycopy(pixels, (rows - 1) * rowBytes, pixels, line * rowBytes, rowBytes);
        }
    }

    private void storePlanes(Memory memory, int row, long lumaAt, long blueAt, long redAt) {
        long chroma = (long) row * geometry.chromaRowBytes();
        memory.put(address(memory, lumaAt) + (long) row * geometry.lumaRowBytes(), luma, 0, geometry.lumaRowBytes());
        memory.put(address(memory, blueAt) + chroma, blue, 0, geometry.chromaRowBytes());
        memory.put(address(memory, redAt) + chroma, red, 0, geometry.chromaRowBytes());
    }

    /// Transforms and quantises a row of the planes into coefficients.
    void transform(Memory memory, int row) {
        long chroma = (long) row * geometry.chromaRowBytes();
        memory.get(
                address(memory, StateLayout.LUMA) + (long) row * geometry.lumaRowBytes(),
                luma,
                0,
                geometry.lumaRowBytes());
        memory.get(address(memory, StateLayout.BLUE) + chroma, blue, 0, geometry.chromaRowBytes());
        memory.get(address(memory, StateLayout.RED) + chroma, red, 0, geometry.chromaRowBytes());
        loadTables(memory);
        Quantisation.reciprocals(tables, reciprocals);
        int at = 0;
        for (int mcu = 0; mcu < geometry.mcuColumns(); mcu++) {
            for (int quarter = 0; quarter < LUMA_BLOCKS; quarter++, at += Geometry.BLOCK_SAMPLES) {
                transformBlock(luma, lumaBlock(mcu, quarter), geometry.lumaStride(), 0, at);
            }
            transformBlock(blue, mcu * Geometry.BLOCK, geometry.chromaStride(), Geometry.BLOCK_SAMPLES, at);
            at += Geometry.BLOCK_SAMPLES;
            transformBlock(red, mcu * Geometry.BLOCK, geometry.chromaStride(), Geometry.BLOCK_SAMPLES, at);
            at += Geometry.BLOCK_SAMPLES;
        }
        MemorySegment target = memory.writable(coefficients(memory, row), geometry.rowCoefficientBytes());
        MemorySegment.copy(coefficients, 0, target, ValueLayout.JAVA_SHORT, 0, coefficients.length);
    }

    /// Where the block starts in a row of the luma plane.
    private int lumaBlock(int mcu, int quarter) {
        return mcu * Geometry.MCU
                + (quarter & 1) * Geometry.BLOCK
                + (quarter >> 1) * Geometry.BLOCK * geometry.lumaStride();
    }

    private void transformBlock(byte[] plane, int from, int stride, int table, int at) {
        for (int row = 0; row < Geometry.BLOCK; row++) {
            for (int column = 0; column < Geometry.BLOCK; column++) {
                block[row * Geometry.BLOCK + column] = (plane[from + row * stride + column] & 0xFF) - LEVEL_SHIFT;
            }
        }
        ForwardDct.transform(block);
        Quantisation.quantise(block, tables, reciprocals, table, coefficients, at);
    }

    /// Codes a row of coefficients into [#coded()], and stores where the coder is.
    void encode(Memory memory, int row) {
        loadCoefficients(memory, row);
        encoder.load(memory);
        int at = 0;
        for (int mcu = 0; mcu < geometry.mcuColumns(); mcu++) {
            for (int quarter = 0; quarter < LUMA_BLOCKS; quarter++, at += Geometry.BLOCK_SAMPLES) {
                encoder.encode(coefficients, at, 0, HuffmanTable.LUMA_DC, HuffmanTable.LUMA_AC);
            }
            for (int component = 1; component < Geometry.CHANNELS; component++, at += Geometry.BLOCK_SAMPLES) {
                encoder.encode(coefficients, at, component, HuffmanTable.CHROMA_DC, HuffmanTable.CHROMA_AC);
            }
        }
        if (row == geometry.mcuRows() - 1) {
            encoder.finish();
        }
        encoder.store(memory);
    }

    /// What [#encode] coded in this step.
    EntropyEncoder coded() {
        return encoder;
    }

    /// Decodes a row of the file; false if that does not give the coefficients that were coded. Then the samples.
    boolean decode(Memory memory, int row) {
        decoder.load(memory);
        int at = 0;
        for (int index = 0; index < geometry.mcuColumns() * Geometry.MCU_BLOCKS; index++) {
            int component = Math.max(0, index % Geometry.MCU_BLOCKS - LUMA_BLOCKS + 1);
            HuffmanTable dc = component == 0 ? HuffmanTable.LUMA_DC : HuffmanTable.CHROMA_DC;
            HuffmanTable ac = component == 0 ? HuffmanTable.LUMA_AC : HuffmanTable.CHROMA_AC;
            if (!decoder.decode(memory, decodedCoefficients, at, component, dc, ac)) {
                return false;
            }
            at += Geometry.BLOCK_SAMPLES;
        }
        loadCoefficients(memory, row);
        if (!Arrays.equals(coefficients, decodedCoefficients)) {
            return false;
        }
        decoder.store(memory);
        loadTables(memory);
        invert();
        storePlanes(memory, row, StateLayout.DECODED_LUMA, StateLayout.DECODED_BLUE, StateLayout.DECODED_RED);
        return true;
    }

    private void invert() {
        int at = 0;
        for (int mcu = 0; mcu < geometry.mcuColumns(); mcu++) {
            for (int quarter = 0; quarter < LUMA_BLOCKS; quarter++, at += Geometry.BLOCK_SAMPLES) {
                invertBlock(at, 0, luma, lumaBlock(mcu, quarter), geometry.lumaStride());
            }
            invertBlock(at, Geometry.BLOCK_SAMPLES, blue, mcu * Geometry.BLOCK, geometry.chromaStride());
            at += Geometry.BLOCK_SAMPLES;
            invertBlock(at, Geometry.BLOCK_SAMPLES, red, mcu * Geometry.BLOCK, geometry.chromaStride());
            at += Geometry.BLOCK_SAMPLES;
        }
    }

    private void invertBlock(int at, int table, byte[] plane, int to, int stride) {
        Quantisation.dequantise(decodedCoefficients, at, tables, table, block);
        InverseDct.transform(block);
        for (int row = 0; row < Geometry.BLOCK; row++) {
            for (int column = 0; column < Geometry.BLOCK; column++) {
                plane[to + row * stride + column] = (byte) block[row * Geometry.BLOCK + column];
            }
        }
    }

    /// Makes a row of the decoded picture out of its planes, of which it looks at a row of chroma above and below too.
    void rebuild(Memory memory, int row) {
        int stride = geometry.chromaStride();
        int first = Math.max(0, row * Geometry.BLOCK - 1);
        int lines = Math.min(geometry.chromaHeight(), (row + 1) * Geometry.BLOCK + 1) - first;
        memory.get(
                address(memory, StateLayout.DECODED_LUMA) + (long) row * geometry.lumaRowBytes(),
                luma,
                0,
                geometry.lumaRowBytes());
        memory.get(address(memory, StateLayout.DECODED_BLUE) + (long) first * stride, blue, 0, lines * stride);
        memory.get(address(memory, StateLayout.DECODED_RED) + (long) first * stride, red, 0, lines * stride);
        for (int line = 0; line < geometry.pixelRows(row); line++) {
            int near = (row * Geometry.MCU + line) / 2 - first;
            int far = Math.clamp(near + ((line & 1) == 0 ? -1 : 1), 0, lines - 1);
            Colours.upsample(blue, near * stride, far * stride, geometry.chromaWidth(), blueRow);
            Colours.upsample(red, near * stride, far * stride, geometry.chromaWidth(), redRow);
            int from = line * geometry.lumaStride();
            Colours.pixels(luma, from, blueRow, redRow, pixels, line * geometry.pixelRowBytes(), geometry.width());
        }
        memory.put(address(memory, StateLayout.DECODED) + geometry.pixels(row), pixels, 0, pixelBytes(row));
    }

    /// Compares a row of the decoded picture with the source, and adds up what is found.
    void compare(Memory memory, int row) {
        int count = pixelBytes(row);
        memory.get(address(memory, StateLayout.SOURCE) + geometry.pixels(row), otherPixels, 0, count);
        memory.get(address(memory, StateLayout.DECODED) + geometry.pixels(row), pixels, 0, count);
        MemorySegment sums = memory.writable(StateLayout.CHECKSUM, StateLayout.TOTAL_BYTES - StateLayout.CHECKSUM);
        long checksum = sums.get(ValueLayout.JAVA_LONG, 0);
        long squared = sums.get(ValueLayout.JAVA_LONG, StateLayout.SQUARED_ERROR - StateLayout.CHECKSUM);
        long largest = sums.get(ValueLayout.JAVA_LONG, StateLayout.LARGEST_ERROR - StateLayout.CHECKSUM);
        sums.set(ValueLayout.JAVA_LONG, 0, Comparison.checksum(checksum, pixels, count));
        sums.set(
                ValueLayout.JAVA_LONG,
                StateLayout.SQUARED_ERROR - StateLayout.CHECKSUM,
                squared + Comparison.squaredError(otherPixels, pixels, count));
        sums.set(
                ValueLayout.JAVA_LONG,
                StateLayout.LARGEST_ERROR - StateLayout.CHECKSUM,
                Math.max(largest, Comparison.largestError(otherPixels, pixels, count)));
    }

    private void loadTables(Memory memory) {
        MemorySegment source = memory.readable(StateLayout.TABLES, (long) tables.length * Integer.BYTES);
        MemorySegment.copy(source, ValueLayout.JAVA_INT, 0, tables, 0, tables.length);
    }

    private void loadCoefficients(Memory memory, int row) {
        MemorySegment source = memory.readable(coefficients(memory, row), geometry.rowCoefficientBytes());
        MemorySegment.copy(source, ValueLayout.JAVA_SHORT, 0, coefficients, 0, coefficients.length);
    }

    private long coefficients(Memory memory, int row) {
        return address(memory, StateLayout.COEFFICIENTS) + (long) row * geometry.rowCoefficientBytes();
    }

    private static long address(Memory memory, long field) {
        return memory.getLong(field);
    }
}
