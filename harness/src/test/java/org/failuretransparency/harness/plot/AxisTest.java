package org.failuretransparency.harness.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AxisTest {

    @ParameterizedTest
    @CsvSource({"8, 3, 8 B", "1024, 10, 1 KB", "65536, 16, 64 KB", "1048576, 20, 1 MB", "52428800, 25.6439, 50 MB"})
    void laysSizesOutInPowersOfTwo(double bytes, double place, String label) {
        Axis axis = new Axis("size", Axis.Scale.BYTES);
        assertThat(axis.place(bytes)).isCloseTo(place, within(1e-4));
        assertThat(axis.label(axis.place(bytes))).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0%", "0.9, 1, 90%", "0.99, 2, 99%", "0.9999, 4, 99.99%"})
    void laysPercentilesOutByTheirNines(double fraction, double place, String label) {
        Axis axis = new Axis("percentile", Axis.Scale.PERCENTILE);
        assertThat(axis.place(fraction)).isCloseTo(place, within(1e-9));
        assertThat(axis.label(place)).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1 ms", "10, 1, 10 ms", "1000, 3, 1 s", "10000, 4, 10 s"})
    void laysTimesOutInDecades(double millis, double place, String label) {
        Axis axis = new Axis("interval", Axis.Scale.MILLISECONDS);
        assertThat(axis.place(millis)).isCloseTo(place, within(1e-9));
        assertThat(axis.label(place)).isEqualTo(label);
    }
}
