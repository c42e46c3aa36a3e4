package org.failuretransparency.workloads.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What is said of a decoded picture.
class ComparisonTest {

    @Test
    void theRatioIsThatOfItsDefinition() {
        SplittableRandom random = new SplittableRandom(1);
        for (int number = 0; number < 1000; number++) {
            long samples = random.nextLong(1000, 3 << 20);
            long squared = random.nextLong(1, 255 * 255 * samples);
            double exact = 1000 * Math.log10(255.0 * 255.0 * samples / squared);
            assertThat((double) Comparison.decibelHundredths(squared, samples)).isEqualTo(exact, within(1.01));
        }
    }

    @Test
    void noErrorIsTheLargestRatio() {
        assertThat(Comparison.decibelHundredths(0, 100)).isEqualTo(9999);
    }

    @Test
    void errorsAreOfUnsignedBytes() {
        byte[] one = {0, (byte) 255, 10};
        byte[] other = {(byte) 255, (byte) 254, 99};
        assertThat(Comparison.squaredError(one, other, 2)).isEqualTo(255 * 255 + 1);
        assertThat(Comparison.largestError(one, other, 3)).isEqualTo(255);
        assertThat(Comparison.largestError(one, other, 0)).isZero();
    }

    @Test
    void theChecksumSeesEveryByteAndItsPlace() {
        byte[] bytes = new byte[19];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) (50 * at);
        }
        long sum = Comparison.checksum(1, bytes, bytes.length);
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] ^= 4;
            assertThat(Comparison.checksum(1, bytes, bytes.length)).isNotEqualTo(sum);
            bytes[at] ^= 4;
        }
        assertThat(Comparison.checksum(2, bytes, bytes.length)).isNotEqualTo(sum);
        assertThat(Comparison.checksum(1, bytes, bytes.length - 1)).isNotEqualTo(sum);
    }

    @Test
    void linesSayWhatTheyAreGiven() {
        assertThat(Report.line(6, 75, 1234, 3105, 17, 0xABCL))
                .isEqualTo("picture=6, kind=grain, quality=75, bytes=1234, psnr=31.05, largest error=17,"
                        + " checksum=0000000000000abc\n");
        assertThat(Report.total(2, 8, 99, 1)).isEqualTo("pictures=2, files=8, bytes=99, checksum=0000000000000001\n");
    }
}
