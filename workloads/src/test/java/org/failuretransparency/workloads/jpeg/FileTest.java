package org.failuretransparency.workloads.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The files are JPEG files: another program's decoder shows the same pictures. And a file that is damaged before it is
/// decoded is noticed.
class FileTest {

    private static final List<Integer> QUALITIES = List.of(100, 90, 75, 50, 25, 5, 1);

    /// Decoders may differ by a rounding; that of JDK 25 does not.
    private static final int TOLERANCE = 1;

    @ParameterizedTest
    @CsvSource({"160, 128", "101, 67", "16, 16", "18, 35", "333, 17"})
    void imageIoDecodesTheSamePictures(int width, int height) throws IOException {
        Inspection run = new Inspection(new Codec.Settings(width, height, 4, QUALITIES, 3), (memory, point) -> {});
        assertThat(run.status()).isZero();
        assertThat(run.results()).hasSize(4 * QUALITIES.size());
        for (Inspection.Result result : run.results()) {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(result.file));
            assertThat(image.getWidth()).isEqualTo(width);
            assertThat(image.getHeight()).isEqualTo(height);
            assertThat(largestDifference(image, result.decoded)).isLessThanOrEqualTo(TOLERANCE);
        }
    }

    private static int largestDifference(BufferedImage image, byte[] pixels) {
        int largest = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int at = 3 * (y * image.getWidth() + x);
                int colour = image.getRGB(x, y);
                for (int channel = 0; channel < 3; channel++) {
                    int expected = colour >> 16 - 8 * channel & 0xFF;
                    largest = Math.max(largest, Math.abs(expected - (pixels[at + channel] & 0xFF)));
                }
            }
        }
        return largest;
    }

    @Test
    void decodedPicturesLookLikeTheirSources() {
        Inspection run = new Inspection(new Codec.Settings(160, 128, 4, List.of(95), 3), (memory, point) -> {});
        for (Inspection.Result result : run.results()) {
            long error = 0;
            for (int at = 0; at < result.source.length; at++) {
                error += Math.abs((result.source[at] & 0xFF) - (result.decoded[at] & 0xFF));
            }
            // Grain is lost with the columns and rows of chroma; the rest hardly changes.
            assertThat(error / (double) result.source.length).isLessThan(18);
        }
        assertThat(run.output()).contains("kind=gradient", "kind=shapes", "kind=grain", "kind=scene");
    }

    @Test
    void coefficientsThatDoNotComeBackAreNoticed() {
        Codec.Settings settings = new Codec.Settings(64, 64, 2, List.of(75, 50), 1);
        Inspection run = new Inspection(settings, (memory, point) -> {
            if (point == Codec.DECODE) {
                long damaged = memory.getLong(StateLayout.COEFFICIENTS) + 2 * 64 * 24 + 40;
                memory.putByte(damaged, (byte) (memory.getByte(damaged) + 1));
            }
        });
        assertThat(run.output().lines().skip(1).toList())
                .containsExactly(
                        "ijpeg: decoded coefficients differ from those that were coded: picture=0, quality number=1");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void aDamagedFileIsNoticed() {
        Codec.Settings settings = new Codec.Settings(64, 64, 2, List.of(75, 50), 1);
        Inspection run = new Inspection(settings, (memory, point) -> {
            if (point == Codec.DECODE) {
                long file = memory.getLong(StateLayout.FILE);
                memory.fill(file + memory.getLong(StateLayout.FILE_BYTES) / 2 + 320, 64, (byte) 0xFE);
            }
        });
        assertThat(run.output()).contains("ijpeg: decoded coefficients differ");
        assertThat(run.status()).isEqualTo(1);
    }
}
