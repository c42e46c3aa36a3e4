package org.failuretransparency.harness.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EstimateTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "five: best and worst dropped, 1 2 3 4 100, 3",
        "one: nothing dropped, 7, 7",
        "two: nothing dropped, 1 3, 2",
        "three: the middle one, 1 5 100, 5",
        "four: the middle two, 1 2 4 100, 3",
        "ten: two dropped at each end, 1 2 3 4 5 6 7 8 90 100, 5.5"
    })
    void trimsAsTheDissertationDoes(String name, String values, double expected) {
        double[] numbers = Arrays.stream(values.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        assertThat(Estimate.trimmedMeanOf(numbers)).isEqualTo(expected);
    }

    @Test
    void hasTheSampleStandardDeviation() {
        Estimate estimate = Estimate.of(new double[] {2, 4, 4, 4, 5, 5, 7, 9}, Bootstrap.standard());
        assertThat(estimate.mean()).isEqualTo(5);
        assertThat(estimate.stdev()).isCloseTo(2.138, within(0.001));
        assertThat(estimate.blocks()).isEqualTo(8);
    }

    @Test
    void hasNoSpreadForOneBlock() {
        assertThat(Estimate.of(new double[] {3}, Bootstrap.standard()))
                .isEqualTo(new Estimate(1, 3, 0, Interval.point(3), 3));
    }

    @Test
    void refusesToEstimateFromNothing() {
        assertThatThrownBy(() -> Estimate.of(new double[0], Bootstrap.standard()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blocks=0");
    }
}
