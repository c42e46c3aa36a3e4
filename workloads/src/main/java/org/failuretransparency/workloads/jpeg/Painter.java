package org.failuretransparency.workloads.jpeg;

/// The pictures: which colour a pixel has is a function of the seed, the picture's number and its place. There are four
/// kinds, in turn: a gradient; shapes on a gradient; grain; and a scene of all three.
final class Painter {

    private static final int KINDS = 4;
    private static final int SHAPES = 12;
    private static final int[] GRAIN = {0, 0, 96, 12};
    private static final String[] NAMES = {"gradient", "shapes", "grain", "scene"};
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private final long seed;
    private final Geometry geometry;

    Painter(long seed, Geometry geometry) {
        this.seed = seed;
        this.geometry = geometry;
    }

    static String kind(int picture) {
        return NAMES[picture % KINDS];
    }

    /// Paints `rows` rows from `first` on, 3 bytes a pixel.
    void paint(int picture, int first, int rows, byte[] pixels) {
        int kind = picture % KINDS;
        long random = mix(seed + picture * GOLDEN_RATIO);
        for (int row = 0; row < rows; row++) {
            int at = row * geometry.pixelRowBytes();
            gradient(random, first + row, pixels, at);
            if ((kind & 1) != 0) {
                shapes(random, first + row, pixels, at);
            }
            if (GRAIN[kind] > 0) {
                grain(mix(random + first + row), GRAIN[kind], pixels, at);
            }
        }
    }

    /// Each channel goes up and down, at a pace and in a direction of its own.
    private void gradient(long random, int row, byte[] pixels, int from) {
        for (int channel = 0; channel < Geometry.CHANNELS; channel++) {
            int bits = (int) (random >>> 20 * channel);
            int across = (bits & 0xFF) + 16;
            int down = (bits >>> 8 & 0xFF) + 16;
            int value = (bits >>> 12 & 0xFF) * 256 + row * down;
            int end = from + geometry.pixelRowBytes();
            for (int at = from + channel; at < end; at += Geometry.CHANNELS) {
                int phase = value >> 8 & 511;
                pixels[at] = (byte) (phase < 256 ? phase : 511 - phase);
                value += across;
            }
        }
    }

    /// Rectangles and ellipses, of one colour each.
    private void shapes(long random, int row, byte[] pixels, int at) {
        for (int shape = 1; shape <= SHAPES; shape++) {
            long bits = mix(random + shape * GOLDEN_RATIO);
            int x = (int) (bits & 0xFFFF) * geometry.width() >> 16;
            int y = (int) (bits >>> 16 & 0xFFFF) * geometry.height() >> 16;
            int halfWidth = 1 + (int) (bits >>> 32 & 0xFF) * geometry.width() / 1024;
            int halfHeight = 1 + (int) (bits >>> 40 & 0xFF) * geometry.height() / 1024;
            int distance = Math.abs(row - y);
            if (distance < halfHeight) {
                int reach = (bits & 1) == 0 ? halfWidth : chord(distance, halfWidth, halfHeight);
                int left = Math.max(0, x - reach);
                int right = Math.min(geometry.width(), x + reach);
                fill(pixels, at, left, right, (int) (bits >>> 40));
            }
        }
    }

    /// Half of an ellipse's chord, at a distance from its middle.
    private static int chord(int distance, int halfWidth, int halfHeight) {
        long square = (long) halfHeight * halfHeight - (long) distance * distance;
        return (int) (root(square << 16) * halfWidth / ((long) halfHeight << 8));
    }

    private static long root(long square) {
        long root = 0;
        for (long bit = 1L << 20; bit > 0; bit >>= 1) {
            if ((root + bit) * (root + bit) <= square) {
                root += bit;
            }
        }
        return root;
    }

    private static void fill(byte[] pixels, int from, int left, int right, int colour) {
        for (int at = from + left * Geometry.CHANNELS; at < from + right * Geometry.CHANNELS; ) {
            pixels[at++] = (byte) colour;
            pixels[at++] = (byte) (colour >>> 8);
            pixels[at++] = (byte) (colour >>> 16);
        }
    }

    /// Adds to each channel of each pixel what is up to half of `strength`, up or down.
    private void grain(long random, int strength, byte[] pixels, int from) {
        long next = random | 1;
        int end = from + geometry.pixelRowBytes();
        for (int at = from; at < end; ) {
            next ^= next << 13;
            next ^= next >>> 7;
            next ^= next << 17;
            for (int channel = 0; channel < Geometry.CHANNELS; channel++, at++) {
                int change = ((int) (next >>> 16 * channel & 0xFF) - 128) * strength >> 8;
                pixels[at] = (byte) Math.clamp((pixels[at] & 0xFF) + change, 0, 255);
            }
        }
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }
}
