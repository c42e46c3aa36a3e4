package org.failuretransparency.rio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CheckedWordTest {

    private static final int WORDS = 20_000;

    @Test
    void givesBackStateAndValue() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < WORDS; i++) {
            int state = random.nextInt(8);
            long value = random.nextLong(CheckedWord.MAX_VALUE + 1);
            long word = CheckedWord.of(state, value);
            assertThat(CheckedWord.isValid(word)).isTrue();
            assertThat(CheckedWord.state(word)).isEqualTo(state);
            assertThat(CheckedWord.value(word)).isEqualTo(value);
        }
    }

    @Test
    void holdsItsLargestValueInEveryState() {
        for (int state = 0; state < 8; state++) {
            long word = CheckedWord.of(state, CheckedWord.MAX_VALUE);
            assertThat(CheckedWord.isValid(word)).isTrue();
            assertThat(CheckedWord.state(word)).isEqualTo(state);
            assertThat(CheckedWord.value(word)).isEqualTo(CheckedWord.MAX_VALUE);
        }
    }

    @Test
    void takesFreshMemoryForStateAndValueZero() {
        assertThat(CheckedWord.isValid(0)).isTrue();
        assertThat(CheckedWord.state(0)).isZero();
        assertThat(CheckedWord.value(0)).isZero();
    }

    @Test
    void detectsEverySingleFlippedBit() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < WORDS; i++) {
            long word = CheckedWord.of(
                    random.nextInt(8), random.nextLong(CheckedWord.MAX_VALUE + 1) >>> random.nextInt(37));
            for (int bit = 0; bit < Long.SIZE; bit++) {
                long flipped = word ^ 1L << bit;
                assertThat(CheckedWord.isValid(flipped))
                        .as("word=%x, bit=%d", word, bit)
                        .isFalse();
            }
        }
    }

    @Test
    void takesFewRandomWordsForValid() {
        SplittableRandom random = new SplittableRandom(3);
        int valid = 0;
        for (int i = 0; i < 1_000_000; i++) {
            valid += CheckedWord.isValid(random.nextLong()) ? 1 : 0;
        }
        // One in 2^24 is expected.
        assertThat(valid).isLessThan(5);
    }
}
