package org.failuretransparency.workloads.jpeg;

/// Quantisation: the standard's example tables scaled by a quality, and the zig-zag order.
///
/// **Source**: ITU-T T.81, tables K.1 and K.2, figure 5. The scale is the usual one: 50 leaves the tables as they are,
/// 100 makes all steps 1.
final class Quantisation {

    static final int MIN_QUALITY = 1;
    static final int MAX_QUALITY = 100;

    private static final int LARGEST_STEP = 255; // of a baseline file
    private static final int RECIPROCAL_BITS = 32;

    private static final int[] LUMA = {
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99
    };

    private static final int[] CHROMA = {
        17, 18, 24, 47, 99, 99, 99, 99,
        18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99,
        47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99
    };

    private static final int[] NATURAL = zigZag();

    private Quantisation() {}

    /// The place (row times 8 plus column) of each coefficient in zig-zag order.
    static int natural(int index) {
        return NATURAL[index];
    }

    /// The steps of luma and then those of chroma, each in zig-zag order.
    static int[] tables(int quality) {
        int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        int[] tables = new int[2 * Geometry.BLOCK_SAMPLES];
        for (int index = 0; index < Geometry.BLOCK_SAMPLES; index++) {
            tables[index] = scaled(LUMA[NATURAL[index]], percent);
            tables[Geometry.BLOCK_SAMPLES + index] = scaled(CHROMA[NATURAL[index]], percent);
        }
        return tables;
    }

    private static int scaled(int step, int percent) {
        return Math.clamp((step * percent + 50) / 100, 1, LARGEST_STEP);
    }

    /// For dividing the transform's coefficients, which are 8 times too large, by multiplication.
    static void reciprocals(int[] tables, long[] target) {
        for (int index = 0; index < tables.length; index++) {
            int divisor = tables[index] * ForwardDct.SCALE;
            target[index] = ((1L << RECIPROCAL_BITS) + divisor - 1) / divisor;
        }
    }

    /// Divides the block at `block` of the transform by its table, rounding to the nearest and halves away from zero,
    /// into zig-zag order. Exact for dividends below 2^16: the reciprocal is too large by less than 1 in 2^32 parts, and
    /// the divisor is below 2^11.
    static void quantise(int[] block, int[] tables, long[] reciprocals, int table, short[] target, int at) {
        for (int index = 0; index < Geometry.BLOCK_SAMPLES; index++) {
            int value = block[NATURAL[index]];
            int sign = value >> 31;
            int dividend = ((value ^ sign) - sign) + (ForwardDct.SCALE / 2) * tables[table + index];
            int quotient = (int) (dividend * reciprocals[table + index] >>> RECIPROCAL_BITS);
            target[at + index] = (short) ((quotient ^ sign) - sign);
        }
    }

    /// Multiplies a block in zig-zag order by its table.
    static void dequantise(short[] source, int at, int[] tables, int table, int[] block) {
        for (int index = 0; index < Geometry.BLOCK_SAMPLES; index++) {
            block[NATURAL[index]] = source[at + index] * tables[table + index];
        }
    }

    private static int[] zigZag() {
        int[] order = new int[Geometry.BLOCK_SAMPLES];
        int index = 0;
        for (int diagonal = 0; diagonal < 2 * Geometry.BLOCK - 1; diagonal++) {
            int first = Math.max(0, diagonal - Geometry.BLOCK + 1);
            int last = Math.min(diagonal, Geometry.BLOCK - 1);
            for (int step = first; step <= last; step++) {
                int row = (diagonal & 1) == 0 ? diagonal - step : step;
                order[index] = row * Geometry.BLOCK + diagonal - row;
                index++;
            }
        }
        return order;
    }
}
