package org.failuretransparency.rio;

/// A word that changes at run time and checks itself: state, value and check in 8 bytes, so that one store changes all.
/// ```
/// bit  bits  field
///  61     3  state   0..7
///  24    37  value   0 .. 2^37 - 1
///   0    24  check   of the 40 bits above
/// ```
/// The word of state 0 and value 0 is 0, which is what fresh memory holds.
public final class CheckedWord {

    /// The largest value that a word holds.
    public static final long MAX_VALUE = (1L << 37) - 1;

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private CheckedWord() {}

    /// The word for `state` (0 to 7) and `value` (0 to [#MAX_VALUE]). The hot paths call it; it checks no ranges.
    public static long of(int state, long value) {
        long payload = (long) state << 37 | value;
        return payload << 24 | (payload * MULTIPLIER) >>> 40;
    }

    public static boolean isValid(long word) {
        return of(state(word), value(word)) == word;
    }

    public static int state(long word) {
        return (int) (word >>> 61);
    }

    public static long value(long word) {
        return word >>> 24 & MAX_VALUE;
    }
}
