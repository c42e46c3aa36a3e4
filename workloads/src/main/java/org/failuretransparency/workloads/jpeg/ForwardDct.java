package org.failuretransparency.workloads.jpeg;

/// The forward cosine transform of a block of 8 by 8 samples, in integers: 12 multiplications for each row and column,
/// with constants of 13 bits.
///
/// **Source**: C. Loeffler, A. Ligtenberg, G. Moschytz, *Practical Fast 1-D DCT Algorithms with 11 Multiplications*
/// (ICASSP 1989), in the variant with 12 that needs no product of products.
final class ForwardDct {

    /// What its coefficients are too large by.
    static final int SCALE = 8;

    /// Bits behind the point: of the constants, and those that the first pass keeps for the second.
    static final int CONSTANT_BITS = 13;

    static final int PASS_BITS = 2;

    /// Cosines, sines and their sums, times 2^13.
    static final int C_0_298 = 2446;

    static final int C_0_390 = 3196;
    static final int C_0_541 = 4433;
    static final int C_0_765 = 6270;
    static final int C_0_899 = 7373;
    static final int C_1_175 = 9633;
    static final int C_1_501 = 12299;
    static final int C_1_847 = 15137;
    static final int C_1_961 = 16069;
    static final int C_2_053 = 16819;
    static final int C_2_562 = 20995;
    static final int C_3_072 = 25172;

    private ForwardDct() {}

    /// Transforms samples (less 128) into coefficients times [#SCALE], in place.
    static void transform(int[] block) {
        for (int row = 0; row < 64; row += 8) {
            line(block, row, 1, -PASS_BITS, CONSTANT_BITS - PASS_BITS);
        }
        for (int column = 0; column < 8; column++) {
            line(block, column, 8, PASS_BITS, CONSTANT_BITS + PASS_BITS);
        }
    }

    /// Transforms 8 values, `step` apart. Two of the results need no multiplication, and are shifted by `plain` bits;
    /// the others by `shift`.
    private static void line(int[] b, int at, int step, int plain, int shift) {
        int x0 = b[at];
        int x1 = b[at + step];
        int x2 = b[at + 2 * step];
        int x3 = b[at + 3 * step];
        int x4 = b[at + 4 * step];
        int x5 = b[at + 5 * step];
        int x6 = b[at + 6 * step];
        int x7 = b[at + 7 * step];
        int s07 = x0 + x7;
        int s16 = x1 + x6;
        int s25 = x2 + x5;
        int s34 = x3 + x4;
        int outer = s07 - s34;
        int inner = s16 - s25;
        int even = (inner + outer) * C_0_541;
        int sum = s07 + s34 + s16 + s25;
        int difference = s07 + s34 - s16 - s25;
        b[at] = plain < 0 ? sum << -plain : rounded(sum, plain);
        b[at + 4 * step] = plain < 0 ? difference << -plain : rounded(difference, plain);
        b[at + 2 * step] = rounded(even + outer * C_0_765, shift);
        b[at + 6 * step] = rounded(even - inner * C_1_847, shift);

        int d07 = x0 - x7;
        int d16 = x1 - x6;
        int d25 = x2 - x5;
        int d34 = x3 - x4;
        int all = (d34 + d16 + d25 + d07) * C_1_175;
        int z1 = (d34 + d07) * -C_0_899;
        int z2 = (d25 + d16) * -C_2_562;
        int z3 = (d34 + d16) * -C_1_961 + all;
        int z4 = (d25 + d07) * -C_0_390 + all;
        b[at + 7 * step] = rounded(d34 * C_0_298 + z1 + z3, shift);
        b[at + 5 * step] = rounded(d25 * C_2_053 + z2 + z4, shift);
        b[at + 3 * step] = rounded(d16 * C_3_072 + z2 + z3, shift);
        b[at + step] = rounded(d07 * C_1_501 + z1 + z4, shift);
    }

    private static int rounded(int value, int shift) {
        return value + (1 << shift - 1) >> shift;
    }
}
