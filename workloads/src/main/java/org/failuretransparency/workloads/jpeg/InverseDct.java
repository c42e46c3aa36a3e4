package org.failuretransparency.workloads.jpeg;

import static org.failuretransparency.workloads.jpeg.ForwardDct.CONSTANT_BITS;
import static org.failuretransparency.workloads.jpeg.ForwardDct.PASS_BITS;

/// The inverse cosine transform of a block, in integers: [ForwardDct] backwards, with the same constants.
final class InverseDct {

    private static final int SCALE_BITS = 3;
    private static final int LEVEL_SHIFT = 128;

    private InverseDct() {}

    /// Transforms coefficients into samples from 0 to 255, in place.
    static void transform(int[] block) {
        for (int column = 0; column < 8; column++) {
            line(block, column, 8, CONSTANT_BITS - PASS_BITS);
        }
        for (int row = 0; row < 64; row += 8) {
            line(block, row, 1, CONSTANT_BITS + PASS_BITS + SCALE_BITS);
        }
        for (int index = 0; index < block.length; index++) {
            block[index] = Math.clamp(block[index] + LEVEL_SHIFT, 0, 255);
        }
    }

    /// Transforms 8 values, `step` apart, and shifts the results by `shift` bits.
    private static void line(int[] b, int at, int step, int shift) {
        int y0 = b[at];
        int y2 = b[at + 2 * step];
        int y4 = b[at + 4 * step];
        int y6 = b[at + 6 * step];
        int even = (y2 + y6) * ForwardDct.C_0_541;
        int inner = even - y6 * ForwardDct.C_1_847;
        int outer = even + y2 * ForwardDct.C_0_765;
        int half = 1 << shift - 1; // what rounds is added once, here
        int sum = (y0 + y4 << CONSTANT_BITS) + half;
        int difference = (y0 - y4 << CONSTANT_BITS) + half;
        int s07 = sum + outer;
        int s34 = sum - outer;
        int s16 = difference + inner;
        int s25 = difference - inner;

        int y1 = b[at + step];
        int y3 = b[at + 3 * step];
        int y5 = b[at + 5 * step];
        int y7 = b[at + 7 * step];
        int all = (y7 + y3 + y5 + y1) * ForwardDct.C_1_175;
        int z1 = (y7 + y1) * -ForwardDct.C_0_899;
        int z2 = (y5 + y3) * -ForwardDct.C_2_562;
        int z3 = (y7 + y3) * -ForwardDct.C_1_961 + all;
        int z4 = (y5 + y1) * -ForwardDct.C_0_390 + all;
        int d34 = y7 * ForwardDct.C_0_298 + z1 + z3;
        int d25 = y5 * ForwardDct.C_2_053 + z2 + z4;
        int d16 = y3 * ForwardDct.C_3_072 + z2 + z3;
        int d07 = y1 * ForwardDct.C_1_501 + z1 + z4;
        b[at] = s07 + d07 >> shift;
        b[at + 7 * step] = s07 - d07 >> shift;
        b[at + step] = s16 + d16 >> shift;
        b[at + 6 * step] = s16 - d16 >> shift;
        b[at + 2 * step] = s25 + d25 >> shift;
        b[at + 5 * step] = s25 - d25 >> shift;
        b[at + 3 * step] = s34 + d34 >> shift;
        b[at + 4 * step] = s34 - d34 >> shift;
    }
}
