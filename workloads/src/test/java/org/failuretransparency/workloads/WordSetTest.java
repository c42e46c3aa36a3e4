package org.failuretransparency.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WordSetTest {

    private static final int WORDS = 300;
    private static final long SEED = 64;

    @Test
    void findsTheSameAsABitSet() {
        SplittableRandom random = new SplittableRandom(SEED);
        WordSet set = new WordSet(WORDS);
        BitSet model = new BitSet();
        for (int step = 0; step < 3000; step++) {
            int word = random.nextInt(WORDS);
            set.add(word);
            model.set(word);
            int first = random.nextInt(WORDS);
            int end = first + random.nextInt(WORDS - first + 1);
            assertThat(set.nextMissing(first, end))
                    .as("seed=%d, step=%d, first=%d, end=%d", SEED, step, first, end)
                    .isEqualTo(Math.min(end, model.nextClearBit(first)));
        }
    }

    @Test
    void findsNothingInAFullSet() {
        WordSet set = new WordSet(128);
        for (int word = 0; word < 128; word++) {
            set.add(word);
        }
        assertThat(set.nextMissing(0, 128)).isEqualTo(128);
        assertThat(set.nextMissing(128, 128)).isEqualTo(128);
    }
}
