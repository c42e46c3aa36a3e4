package org.failuretransparency.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MediansTest {

    @Test
    void ofAnOddNumberIsTheOneInTheMiddle() {
        assertThat(Medians.of(new double[] {9, 1, 2})).isEqualTo(2);
    }

    @Test
    void ofAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Medians.of(new double[] {9, 1, 2, 3})).isEqualTo(2.5);
    }
}
