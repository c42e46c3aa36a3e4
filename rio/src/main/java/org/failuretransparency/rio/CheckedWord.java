package org.failuretransparency.rio;

/// A word that changes at run time and checks itself, so that one 8-byte store changes state, value and check together.
///
/// It is an AN code: the payload (state in its upper 3 bits, value in its lower 37) times a prime. Words that are no
/// multiple of the prime are not valid, which catches every flipped bit, since no power of two is a multiple of it; the
/// encoding is one multiplication. The word of state 0 and value 0 is 0, which is what fresh memory holds.
public final class CheckedWord {

    /// The largest value that a word holds.
    public static final long MAX_VALUE = (1L << 37) - 1;

    private static final int VALUE_BITS = 37;

    /// The largest prime below 2^24, so that 40 bits of payload fit into 64.
    private static final long PRIME = 16_777_213;

    private CheckedWord() {}

    /// The word for `state` (0 to 7) and `value` (0 to [#MAX_VALUE]); checks no ranges.
    public static long of(int state, long value) {
        return ofPayload(payload(state, value));
    }

    /// State and value as one number. Payloads of the same state differ as their values do, which hot paths make use
    /// of.
    public static long payload(int state, long value) {
        return (long) state << VALUE_BITS | value;
    }

    public static long ofPayload(long payload) {
        return payload * PRIME;
    }

    public static boolean isValid(long word) {
        return Long.remainderUnsigned(word, PRIME) == 0 && Long.divideUnsigned(word, PRIME) >>> (VALUE_BITS + 3) == 0;
    }

    public static int state(long word) {
        return (int) (Long.divideUnsigned(word, PRIME) >>> VALUE_BITS);
    }

    public static long value(long word) {
        return Long.divideUnsigned(word, PRIME) & MAX_VALUE;
    }
}
