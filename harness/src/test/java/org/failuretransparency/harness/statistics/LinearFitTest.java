package org.failuretransparency.harness.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

final class LinearFitTest {

    private static final double[] SIZES = {1, 4, 16, 64, 256, 1024};

    @Test
    void findsAnExactLine() {
        LinearFit fit = LinearFit.relative(SIZES, of(x -> 5 + 17.9 * x));
        assertThat(fit.slope()).isCloseTo(17.9, within(1e-9));
        assertThat(fit.intercept()).isCloseTo(5, within(1e-9));
        assertThat(fit.rSquared()).isCloseTo(1, within(1e-12));
    }

    @Test
    void weighsRelativeErrorsAlike() {
        double[] y = of(x -> 10 * x);
        y[5] *= 1.05;
        LinearFit fit = LinearFit.relative(SIZES, y);
        assertThat(fit.slope()).isCloseTo(10, within(0.3));
        assertThat(fit.rSquared()).isGreaterThan(0.99);
    }

    @Test
    void seesThatAParabolaIsNoLine() {
        assertThat(LinearFit.relative(SIZES, of(x -> x * x)).rSquared()).isLessThan(0.95);
    }

    @Test
    void needsTwoPoints() {
        assertThatThrownBy(() -> LinearFit.relative(new double[] {1}, new double[] {1}))
                .hasMessage("too few points for a line: x=1, y=1");
    }

    private static double[] of(DoubleUnaryOperator function) {
        return Arrays.stream(SIZES).map(function).toArray();
    }
}
