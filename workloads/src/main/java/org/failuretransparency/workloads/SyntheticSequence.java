package org.failuretransparency.workloads;

/// The writes of the synthetic workload as a pure function: transaction `number` (from 1) overwrites one range of
/// `rangeBytes` at a random offset, and both the offset and each word that it writes follow from the seed and the
/// number alone. So a process that has only the memory can say what each word must be, and go on at any number.
///
/// A word tells by its two highest bits where it comes from:
/// ```
/// bits  word       written by
/// 00…   stamp      a transaction, its number, as first and last word of its range
/// 10…   initial    load(), the index of the word in the database
/// 11…   body       a transaction, the index of the word in its range, between the stamps
/// ```
/// @param databaseBytes length of the database, a multiple of 8, from 8 bytes to 8 GiB
/// @param rangeBytes length of the range of a transaction, a multiple of 8, at least 8 and at most the database
/// @param seed any value; runs of one seed are equal
public record SyntheticSequence(long databaseBytes, int rangeBytes, long seed) {

    private static final long MAX_DATABASE_BYTES = 8L << 30;
    private static final long INITIAL = 0b10L << 62;
    private static final long BODY = 0b11L << 62;

    /// The step of Weyl's sequence in `SplittableRandom`: the odd number nearest to 2^64 divided by the golden ratio.
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    public SyntheticSequence {
        if (databaseBytes < Long.BYTES || databaseBytes > MAX_DATABASE_BYTES || databaseBytes % Long.BYTES != 0) {
            throw new IllegalArgumentException("not a database length: databaseBytes=" + databaseBytes
                    + ", expected=a multiple of 8 from 8 to " + MAX_DATABASE_BYTES);
        }
        if (rangeBytes < Long.BYTES || rangeBytes % Long.BYTES != 0 || rangeBytes > databaseBytes) {
            throw new IllegalArgumentException("not a range length: rangeBytes=" + rangeBytes
                    + ", expected=a multiple of 8 from 8 to databaseBytes=" + databaseBytes);
        }
    }

    /// Words of the range of a transaction.
    int rangeWords() {
        return rangeBytes / Long.BYTES;
    }

    /// Where the range of a transaction starts: uniform over the multiples of 8 at which it fits.
    ///
    /// This is the output `number` of `SplittableRandom(seed)`, computed without the outputs before it.
    long offset(long number) {
        long places = (databaseBytes - rangeBytes) / Long.BYTES + 1;
        return Math.unsignedMultiplyHigh(mix(seed + number * GOLDEN_GAMMA), places) * Long.BYTES;
    }

    /// What a transaction writes into the word `index` of its range.
    long word(long number, int index) {
        return index == 0 || index == rangeWords() - 1 ? number : bodyWord(index);
    }

    static long bodyWord(int index) {
        return BODY | index;
    }

    static long initialWord(long wordIndex) {
        return INITIAL | wordIndex;
    }

    /// Whether a word with the value `stamp` may stand at `offset`.
    boolean isStampOf(long stamp, long offset) {
        long start = offset(stamp);
        return offset == start || offset == start + rangeBytes - Long.BYTES;
    }

    /// Refuses a memory that is shorter than the database.
    void requireFits(long memoryBytes) {
        if (memoryBytes < databaseBytes) {
            throw new IllegalArgumentException("memory is shorter than the database: lengthBytes=" + memoryBytes
                    + ", databaseBytes=" + databaseBytes);
        }
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
