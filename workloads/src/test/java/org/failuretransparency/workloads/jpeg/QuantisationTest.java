package org.failuretransparency.workloads.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables, order and division.
class QuantisationTest {

    /// T.81, tables K.1 and K.2, as printed there.
    private static final String LUMA = """
            16 11 10 16 24 40 51 61
            12 12 14 19 26 58 60 55
            14 13 16 24 40 57 69 56
            14 17 22 29 51 87 80 62
            18 22 37 56 68 109 103 77
            24 35 55 64 81 104 113 92
            49 64 78 87 103 121 120 101
            72 92 95 98 112 100 103 99
            """;

    private static final String CHROMA = """
            17 18 24 47 99 99 99 99
            18 21 26 66 99 99 99 99
            24 26 56 99 99 99 99 99
            47 66 99 99 99 99 99 99
            99 99 99 99 99 99 99 99
            99 99 99 99 99 99 99 99
            99 99 99 99 99 99 99 99
            99 99 99 99 99 99 99 99
            """;

    /// Figure A.6: the number of each place.
    private static final String ZIG_ZAG = """
            0 1 5 6 14 15 27 28
            2 4 7 13 16 26 29 42
            3 8 12 17 25 30 41 43
            9 11 18 24 31 40 44 53
            10 19 23 32 39 45 52 54
            20 22 33 38 46 51 55 60
            21 34 37 47 50 56 59 61
            35 36 48 49 57 58 62 63
            """;

    private static int[] numbers(String text) {
        return Arrays.stream(text.trim().split("\\s+"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static int[] natural(int[] tables, int table) {
        int[] natural = new int[64];
        for (int index = 0; index < 64; index++) {
            natural[Quantisation.natural(index)] = tables[table + index];
        }
        return natural;
    }

    @Test
    void theOrderIsZigZag() {
        int[] numbers = numbers(ZIG_ZAG);
        for (int place = 0; place < 64; place++) {
            assertThat(Quantisation.natural(numbers[place])).isEqualTo(place);
        }
    }

    @Test
    void quality50IsTheStandardsExample() {
        int[] tables = Quantisation.tables(50);
        assertThat(natural(tables, 0)).containsExactly(numbers(LUMA));
        assertThat(natural(tables, 64)).containsExactly(numbers(CHROMA));
    }

    @Test
    void otherQualitiesScaleIt() {
        assertThat(Quantisation.tables(100)).containsOnly(1);
        assertThat(Quantisation.tables(1)).containsOnly(255);
        assertThat(Quantisation.tables(75)).startsWith(8, 6, 6, 7, 6, 5, 8, 7, 7, 7, 9, 9, 8, 10, 12, 20);
        assertThat(Quantisation.tables(25)).startsWith(32, 22, 24, 28, 24, 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 37, 50, 75, 92, 100})
    void dividingIsExact(int quality) {
        int[] tables = Quantisation.tables(quality);
        long[] reciprocals = new long[tables.length];
        Quantisation.reciprocals(tables, reciprocals);
        int[] block = new int[64];
        short[] quantised = new short[64];
        for (int value = -8 * 1100; value <= 8 * 1100; value++) {
            Arrays.fill(block, value);
            Quantisation.quantise(block, tables, reciprocals, 64 * (value & 1), quantised, 0);
            for (int index = 0; index < 64; index++) {
                int step = 8 * tables[64 * (value & 1) + index];
                int expected = (Math.abs(value) + step / 2) / step;
                if (quantised[index] != (value < 0 ? -expected : expected)) {
                    throw new AssertionError("value=" + value + ", step=" + step + ", result=" + quantised[index]);
                }
            }
        }
    }
}
