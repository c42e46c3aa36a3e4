package org.failuretransparency.tpcc;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// TPC-C's random strings (clause 4.3.2.2). They are cut at random places out of two long random strings, since a load
/// writes hundreds of megabytes of them.
final class RandomText {

    private static final byte[] LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIGITS = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ORIGINAL = "ORIGINAL".getBytes(StandardCharsets.US_ASCII);
    private static final int POOL_BYTES = 1 << 13;
    private static final int MAX_STRING_BYTES = 500;

    private final SplittableRandom random;
    private final byte[] letters;
    private final byte[] digits;

    RandomText(SplittableRandom random) {
        this.random = random;
        this.letters = pool(LETTERS);
        this.digits = pool(DIGITS);
    }

    /// Writes `least` to `most` random letters and digits.
    void letters(byte[] target, int index, int least, int most) {
        cut(letters, target, index, least + random.nextInt(most - least + 1));
    }

    /// Writes `length` random digits.
    void digits(byte[] target, int index, int length) {
        cut(digits, target, index, length);
    }

    /// Writes the data of an item or its stock: 26 to 50 letters, with the word ORIGINAL somewhere in 10% of them.
    void data(byte[] target, int index) {
        int length = 26 + random.nextInt(25);
        cut(letters, target, index, length);
        if (random.nextInt(10) == 0) {
            int at = index + random.nextInt(length - ORIGINAL.length + 1);
            System.arraycopy(ORIGINAL, 0, target, at, ORIGINAL.length);
        }
    }

    private void cut(byte[] pool, byte[] target, int index, int length) {
        System.arraycopy(pool, random.nextInt(POOL_BYTES), target, index, length);
    }

    private byte[] pool(byte[] alphabet) {
        byte[] pool = new byte[POOL_BYTES + MAX_STRING_BYTES];
        for (int i = 0; i < pool.length; i++) {
            pool[i] = alphabet[random.nextInt(alphabet.length)];
        }
        return pool;
    }
}
