package org.failuretransparency.workloads.jpeg;

/// Between red, green and blue and JPEG's luma and chroma, in integers with 16 bits behind the point, and between full
/// and half resolution of chroma: down by the mean of four, up by weights of 9, 3, 3 and 1 of the nearest four.
///
/// **Source**: ITU-T T.871 (JFIF), clause 7.
final class Colours {

    private static final int BITS = 16;
    private static final int HALF = 1 << BITS - 1;
    private static final int CENTRE = 128;

    private Colours() {}

    /// Converts one row of pixels: a luma sample each.
    static void luma(byte[] pixels, int from, byte[] luma, int at, int count) {
        for (int column = 0; column < count; column++) {
            int pixel = from + column * Geometry.CHANNELS;
            int sum = 19595 * (pixels[pixel] & 0xFF)
                    + 38470 * (pixels[pixel + 1] & 0xFF)
                    + 7471 * (pixels[pixel + 2] & 0xFF);
            luma[at + column] = (byte) (sum + HALF >> BITS);
        }
    }

    /// Converts two rows of pixels, `stride` bytes apart: a chroma sample of each kind for each 2 by 2.
    static void chroma(byte[] pixels, int from, int stride, byte[] blue, byte[] red, int at, int count) {
        for (int column = 0; column < count; column++) {
            int pixel = from + column * 2 * Geometry.CHANNELS;
            int r = fourOf(pixels, pixel, stride);
            int g = fourOf(pixels, pixel + 1, stride);
            int b = fourOf(pixels, pixel + 2, stride);
            int centre = (CENTRE << BITS + 2) + (2 << BITS) - 1;
            blue[at + column] = (byte) (32768 * b - 11059 * r - 21709 * g + centre >> BITS + 2);
            red[at + column] = (byte) (32768 * r - 27439 * g - 5329 * b + centre >> BITS + 2);
        }
    }

    private static int fourOf(byte[] pixels, int at, int stride) {
        return (pixels[at] & 0xFF)
                + (pixels[at + Geometry.CHANNELS] & 0xFF)
                + (pixels[at + stride] & 0xFF)
                + (pixels[at + stride + Geometry.CHANNELS] & 0xFF);
    }

    /// Makes a row of chroma of full resolution, up to `2 * count` samples, out of the rows of half resolution that are
    /// near to it and next to that.
    static void upsample(byte[] half, int near, int far, int count, int[] full) {
        int before = column(half, near, far, 0);
        int here = before;
        for (int column = 0; column < count; column++) {
            int after = column + 1 < count ? column(half, near, far, column + 1) : here;
            full[2 * column] = 3 * here + before + 8 >> 4;
            full[2 * column + 1] = 3 * here + after + 7 >> 4;
            before = here;
            here = after;
        }
    }

    private static int column(byte[] half, int near, int far, int column) {
        return 3 * (half[near + column] & 0xFF) + (half[far + column] & 0xFF);
    }

    /// Converts a row back.
    static void pixels(byte[] luma, int from, int[] blue, int[] red, byte[] pixels, int at, int count) {
        for (int column = 0; column < count; column++) {
            int y = (luma[from + column] & 0xFF) << BITS | HALF;
            int b = blue[column] - CENTRE;
            int r = red[column] - CENTRE;
            int pixel = at + column * Geometry.CHANNELS;
            pixels[pixel] = sample(y + 91881 * r);
            pixels[pixel + 1] = sample(y - 22554 * b - 46802 * r);
            pixels[pixel + 2] = sample(y + 116130 * b);
        }
    }

    private static byte sample(int value) {
        return (byte) Math.clamp(value >> BITS, 0, 255);
    }
}
