package org.failuretransparency.workloads.cpu;

/// What single instructions compute, where Java has no operator for it.
final class Arithmetic {

    private static final int WIDTH_SHIFT = 5;
    private static final int WORD_BITS = 32;

    private Arithmetic() {}

    /// The bits that `cmp` sets: 2 eq, 3 ne, 4 gt, 5 le, 6 lt, 7 ge, 8 hi, 9 ls, 10 lo, 11 hs.
    static int compare(int s1, int s2) {
        int equality = s1 == s2 ? 1 << 2 : 1 << 3;
        int signed = (s1 > s2 ? 1 << 4 : 1 << 5) | (s1 < s2 ? 1 << 6 : 1 << 7);
        int order = Integer.compareUnsigned(s1, s2);
        int unsigned = (order > 0 ? 1 << 8 : 1 << 9) | (order < 0 ? 1 << 10 : 1 << 11);
        return equality | signed | unsigned;
    }

    static boolean bit(int s1, int bit) {
        return (s1 >>> bit & 1) != 0;
    }

    /// Whether a condition of `bcnd` and `tcnd` holds: any of 1 for positive, 2 for zero, 4 for the least number, 8 for
    /// the other negative ones.
    static boolean condition(int s1, int mask) {
        int rest = (s1 & Integer.MAX_VALUE) == 0 ? 0 : 1;
        int which = s1 < 0 ? 2 + rest : 1 - rest;
        return (mask >>> which & 1) != 0;
    }

    /// The bits of a field that is given as `width << 5 | offset`; a width of 0 means 32.
    static int field(int widthAndOffset) {
        int width = width(widthAndOffset);
        return (width == 0 ? -1 : (1 << width) - 1) << widthAndOffset;
    }

    static int extract(int s1, int widthAndOffset) {
        int width = width(widthAndOffset);
        int above = WORD_BITS - width - offset(widthAndOffset);
        return width == 0 || above <= 0 ? s1 >> widthAndOffset : s1 << above >> -width;
    }

    static int extractUnsigned(int s1, int widthAndOffset) {
        int width = width(widthAndOffset);
        int shifted = s1 >>> widthAndOffset;
        return width == 0 ? shifted : shifted & (1 << width) - 1;
    }

    static int make(int s1, int widthAndOffset) {
        int width = width(widthAndOffset);
        return (width == 0 ? s1 : s1 & (1 << width) - 1) << widthAndOffset;
    }

    /// The number of the highest bit that is set, 32 if none is.
    static int findFirst(int word) {
        return word == 0 ? WORD_BITS : WORD_BITS - 1 - Integer.numberOfLeadingZeros(word);
    }

    private static int width(int widthAndOffset) {
        return widthAndOffset >>> WIDTH_SHIFT & 31;
    }

    private static int offset(int widthAndOffset) {
        return widthAndOffset & 31;
    }
}
