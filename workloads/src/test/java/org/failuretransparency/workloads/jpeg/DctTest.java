package org.failuretransparency.workloads.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The integer transforms against their definition (T.81, A.3.3) in double precision.
class DctTest {

    private static final int BLOCKS = 2000;

    private static double[] forward(int[] samples) {
        double[] coefficients = new double[64];
        for (int at = 0; at < 64; at++) {
            for (int from = 0; from < 64; from++) {
                coefficients[at] += samples[from] * basis(at, from);
            }
        }
        return coefficients;
    }

    private static double[] inverse(int[] coefficients) {
        double[] samples = new double[64];
        for (int at = 0; at < 64; at++) {
            for (int from = 0; from < 64; from++) {
                samples[at] += coefficients[from] * basis(from, at);
            }
        }
        return samples;
    }

    private static double basis(int frequency, int place) {
        return line(frequency / 8, place / 8) * line(frequency % 8, place % 8) / 4;
    }

    private static double line(int frequency, int place) {
        return (frequency == 0 ? Math.sqrt(0.5) : 1) * Math.cos((2 * place + 1) * frequency * Math.PI / 16);
    }

    private static int[] randomSamples(SplittableRandom random, int amplitude) {
        return random.ints(64, -amplitude, amplitude).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 128})
    void forwardIsWithinHalfOfACoefficient(int amplitude) {
        SplittableRandom random = new SplittableRandom(1);
        for (int number = 0; number < BLOCKS; number++) {
            int[] block = randomSamples(random, amplitude);
            double[] exact = forward(block);
            ForwardDct.transform(block);
            for (int at = 0; at < 64; at++) {
                assertThat(Math.abs(block[at] / (double) ForwardDct.SCALE - exact[at]))
                        .isLessThan(0.25);
            }
        }
    }

    /// As IEEE 1180 demands of each sample: wrong by one at most, and hardly ever.
    @ParameterizedTest
    @ValueSource(ints = {5, 128})
    void inverseRoundsLikeTheExactOne(int amplitude) {
        SplittableRandom random = new SplittableRandom(2);
        int wrong = 0;
        for (int number = 0; number < BLOCKS; number++) {
            double[] coefficients = forward(randomSamples(random, amplitude));
            int[] block = new int[64];
            for (int at = 0; at < 64; at++) {
                block[at] = (int) Math.round(coefficients[at]);
            }
            double[] exact = inverse(block);
            InverseDct.transform(block);
            for (int at = 0; at < 64; at++) {
                int expected = Math.clamp(Math.round(exact[at]) + 128, 0, 255);
                assertThat(Math.abs(block[at] - expected)).isLessThanOrEqualTo(1);
                wrong += block[at] == expected ? 0 : 1;
            }
        }
        assertThat(wrong / (64.0 * BLOCKS)).isLessThan(0.02);
    }

    @ParameterizedTest
    @ValueSource(ints = {-128, -1, 0, 1, 127})
    void aFlatBlockHasOneCoefficient(int sample) {
        int[] block = new int[64];
        Arrays.fill(block, sample);
        ForwardDct.transform(block);
        assertThat(block[0]).isEqualTo(8 * ForwardDct.SCALE * sample);
        for (int at = 1; at < 64; at++) {
            assertThat(block[at]).isZero();
        }
    }

    @Test
    void theExtremesStayInRange() {
        int[] block = new int[64];
        block[0] = 32767;
        InverseDct.transform(block);
        assertThat(block).containsOnly(255);
        Arrays.fill(block, 0);
        block[0] = -32767;
        InverseDct.transform(block);
        assertThat(block).containsOnly(0);
    }
}
