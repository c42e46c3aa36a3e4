package org.failuretransparency.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.BitSet;
import org.failuretransparency.recoverable.RecoverableMemory;

/// The writes of a benchmark as a function of their number (from 1): one range at a random multiple of 8, whose first
/// and last word are the number. What the memory must hold at the end follows from the last number alone, so nothing
/// is kept while the clock runs.
///
/// @param databaseBytes a multiple of 8
/// @param rangeBytes a multiple of 8, at least 8 and at most the database
record RandomWrites(long databaseBytes, int rangeBytes) {

    /// The dissertation's database.
    static final long DATABASE_BYTES = 50L << 20;

    /// Words that a check looks at, at most; then it has seen enough.
    private static final long CHECKED_WORDS = 8 << 20;

    /// The step of Weyl's sequence in `SplittableRandom`.
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    static RandomWrites of(int rangeBytes) {
        return new RandomWrites(DATABASE_BYTES, rangeBytes);
    }

    /// Where the range of a write starts: the output `number` of a `SplittableRandom`, without those before it.
    long offset(long number) {
        long z = number * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        z ^= z >>> 31;
        return Math.unsignedMultiplyHigh(z, (databaseBytes - rangeBytes) / Long.BYTES + 1) * Long.BYTES;
    }

    /// The bytes of every write but for the stamps.
    byte[] newBytes() {
        byte[] bytes = new byte[rangeBytes];
        for (int word = 0; word < rangeWords(); word++) {
            LONGS.set(bytes, word * Long.BYTES, body(word));
        }
        return bytes;
    }

    /// Stores a write at its offset. The stamps go to the memory and not into `bytes` before: a copy that has to wait
    /// for a store into its source keeps the processor from overlapping one transaction with the next.
    void store(RecoverableMemory memory, long offset, byte[] bytes, long number) {
        if (rangeBytes > Long.BYTES) {
            memory.store(offset, bytes);
            memory.storeLong(offset + rangeBytes - Long.BYTES, number);
        }
        memory.storeLong(offset, number);
    }

    /// Refuses a memory that does not hold what the newest writes must have left. Backwards from the newest, so that
    /// the first one that a word is met in is the one that wrote it last.
    void requireNewest(RecoverableMemory memory, long newest) {
        BitSet seen = new BitSet((int) (databaseBytes / Long.BYTES));
        long looks = 0;
        for (long number = newest; number > 0 && looks < CHECKED_WORDS; number--) {
            int first = (int) (offset(number) / Long.BYTES);
            for (int word = 0; word < rangeWords(); word++) {
                if (!seen.get(first + word)) {
                    requireWord(memory, first + word, word, number);
                    seen.set(first + word);
                }
            }
            looks += rangeWords();
        }
    }

    private void requireWord(RecoverableMemory memory, int databaseWord, int word, long number) {
        long expected = word == 0 || word == rangeWords() - 1 ? number : body(word);
        long found = memory.getLong((long) databaseWord * Long.BYTES);
        if (found != expected) {
            throw new IllegalStateException("write is not there: number=" + number + ", offset="
                    + (long) databaseWord * Long.BYTES + ", expected=" + expected + ", found=" + found);
        }
    }

    private int rangeWords() {
        return rangeBytes / Long.BYTES;
    }

    private static long body(int word) {
        return ~(long) word;
    }
}
