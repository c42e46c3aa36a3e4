package org.failuretransparency.harness.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.failuretransparency.harness.statistics.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerdictsTest {

    @ParameterizedTest(name = "published {0}, measured [{1}, {2}]: {3}")
    @CsvSource({
        "100, 60, 70, REPRODUCED",
        "100, 190, 230, REPRODUCED",
        "100, 40, 50, REPRODUCED",
        "100, 201, 230, SHAPE",
        "100, 2, 49, SHAPE",
        "100, 0.9, 49, NOT_REPRODUCED",
        "100, 0.1, 0.2, NOT_REPRODUCED",
        "0.1, 0.06, 0.07, REPRODUCED",
        "0.1, 0.5, 0.9, SHAPE",
        "0.1, 0.5, 1.1, NOT_REPRODUCED",
        "11-20, 19, 25, REPRODUCED",
        "11-20, 21, 25, SHAPE",
        "11-20, 6, 10, SHAPE",
        "1, 0.4, 0.6, REPRODUCED",
        "1, 2.1, 3, NOT_REPRODUCED",
        "'', 1.5, 1.7, REPRODUCED",
        "'', 3, 4, NOT_REPRODUCED",
    })
    void judgesRatiosByTheirInterval(String published, double low, double high, Verdict expected) {
        Measured measured = new Measured((low + high) / 2, new Interval(low, high), 5);
        assertThat(Verdicts.ratio(claim(Kind.RATIO, published), measured)).isEqualTo(expected);
    }

    @Test
    void judgesAnOrderingReproducedOnlyWhenIntervalsAreApart() {
        assertThat(Verdicts.ordering(List.of(measured(10, 9, 11), measured(6, 5, 7), measured(3, 2, 4))))
                .isEqualTo(Verdict.REPRODUCED);
        assertThat(Verdicts.ordering(List.of(measured(10, 9, 11), measured(9, 8, 10), measured(3, 2, 4))))
                .isEqualTo(Verdict.SHAPE);
        assertThat(Verdicts.ordering(List.of(measured(6, 5, 7), measured(10, 9, 11), measured(3, 2, 4))))
                .isEqualTo(Verdict.NOT_REPRODUCED);
    }

    @Test
    void doesNotTakeSingleBlocksForIntervalsThatAreApart() {
        assertThat(Verdicts.ordering(List.of(Measured.exact(10), Measured.exact(5))))
                .isEqualTo(Verdict.SHAPE);
    }

    @ParameterizedTest(name = "{0} us on a modelled disk: {1}")
    @CsvSource({"10000, REPRODUCED", "6667, REPRODUCED", "6600, NOT_REPRODUCED", "15100, NOT_REPRODUCED"})
    void judgesAbsoluteValuesOnModelledDisksOnly(double value, Verdict onModelledDisk) {
        Claim claim = claim(Kind.ABSOLUTE, "10000");
        assertThat(Verdicts.absolute(claim, Measured.exact(value), true)).isEqualTo(onModelledDisk);
        assertThat(Verdicts.absolute(claim, Measured.exact(value), false)).isEqualTo(Verdict.REPORTED);
    }

    private static Measured measured(double value, double low, double high) {
        return new Measured(value, new Interval(low, high), 5);
    }

    private static Claim claim(Kind kind, String published) {
        return new Claim("X1", "1.1", "", "text", kind, published, "x", "");
    }
}
