package org.failuretransparency.harness.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class BootstrapTest {

    private final Bootstrap bootstrap = Bootstrap.standard();

    @Test
    void givesTheSameIntervalForTheSameValuesWhateverCameBefore() {
        double[] values = {10, 11, 9, 12, 8};
        Interval first = bootstrap.ofMean(values);
        bootstrap.ofMean(new double[] {1, 2, 3});
        assertThat(bootstrap.ofMean(values)).isEqualTo(first);
        assertThat(Bootstrap.standard().ofMean(values)).isEqualTo(first);
    }

    @Test
    void holdsTheMeanAndStaysWithinTheValues() {
        Interval interval = bootstrap.ofMean(new double[] {10, 11, 9, 12, 8});
        assertThat(interval.contains(10)).isTrue();
        assertThat(interval.low()).isBetween(8.0, 10.0);
        assertThat(interval.high()).isBetween(10.0, 12.0);
    }

    @Test
    void isAPointForASingleBlock() {
        assertThat(bootstrap.ofMean(new double[] {7})).isEqualTo(Interval.point(7));
    }

    @Test
    void pairsBlocksSoThatWhatTheyShareCancels() {
        double[] slowMachineInTheThirdBlock = {100, 110, 900, 105};
        double[] halfOfIt = {50, 55, 450, 52.5};
        Interval paired = bootstrap.ofPairedRatio(slowMachineInTheThirdBlock, halfOfIt);
        assertThat(paired.low()).isEqualTo(2);
        assertThat(paired.high()).isEqualTo(2);
        Interval independent = bootstrap.ofIndependentRatio(slowMachineInTheThirdBlock, halfOfIt);
        assertThat(independent.high() - independent.low()).isGreaterThan(1);
    }

    @Test
    void leavesOutDrawsWithoutAFiniteResult() {
        Interval interval = bootstrap.ofPairedRatio(new double[] {1, 1}, new double[] {0, 1});
        assertThat(interval).isEqualTo(new Interval(1, 2));
        assertThatThrownBy(() -> bootstrap.ofPairedRatio(new double[] {1}, new double[] {0}))
                .hasMessage("statistic is never finite: resamples=4000");
    }

    @Test
    void coversTheTrueMeanAboutAsOftenAsItSays() {
        Random random = new Random(5);
        Bootstrap small = new Bootstrap(1, 500);
        int covered = 0;
        for (int run = 0; run < 400; run++) {
            double[] values = random.doubles(20, 0, 2).toArray();
            covered += small.ofMean(values).contains(1) ? 1 : 0;
        }
        // Percentile intervals of 20 blocks fall a little short of 95%.
        assertThat(covered).isBetween(355, 395);
    }
}
