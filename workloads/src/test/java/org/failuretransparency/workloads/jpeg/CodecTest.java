package org.failuretransparency.workloads.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.guest.AmnesiaContract;
import org.failuretransparency.guest.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole program: its lines are those of plain Java, and it forgets nothing.
class CodecTest extends AmnesiaContract {

    private static final List<Integer> QUALITIES = List.of(90, 40);

    @Override
    protected Program program() {
        return Codec.program(new Codec.Settings(75, 53, 4, QUALITIES, 7));
    }

    @Override
    protected byte[] input() {
        return new byte[0];
    }

    @ParameterizedTest
    @CsvSource({"64, 48, 1", "75, 53, 2", "16, 16, 3", "17, 33, 4", "200, 100, 5"})
    void computesWhatJavaComputes(int width, int height, long seed) throws IOException {
        Codec.Settings settings = new Codec.Settings(width, height, 4, List.of(100, 75, 1), seed);
        Run run = run(() -> Codec.program(settings), false);
        assertThat(run.output()).isEqualTo(PlainCodec.lines(settings));
        assertThat(run.status()).isZero();
    }

    @Test
    void doesTheSameEveryTime() throws IOException {
        Run first = run(this::program, false);
        assertThat(run(this::program, false)).isEqualTo(first);
    }

    @Test
    void paintsOtherPicturesWithAnotherSeed() throws IOException {
        Run other = run(() -> Codec.program(new Codec.Settings(75, 53, 4, QUALITIES, 8)), false);
        assertThat(other.output()).isNotEqualTo(run(this::program, false).output());
    }

    @Test
    void hasRoomForItsLargestFiles() throws IOException {
        Codec.Settings settings = new Codec.Settings(768, 1024, 4, List.of(100), 1);
        assertThat(run(() -> Codec.program(settings), false).status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"15, 16", "16, 15", "769, 16", "16, 1025"})
    void refusesSides(int width, int height) {
        assertThatThrownBy(() -> new Codec.Settings(width, height, 1, QUALITIES, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not within 16x16 to 768x1024 pixels: width=" + width + ", height=" + height);
    }

    @ParameterizedTest
    @CsvSource({"0", "1000000"})
    void refusesNumbersOfPictures(int pictures) {
        assertThatThrownBy(() -> new Codec.Settings(16, 16, pictures, QUALITIES, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pictures not within 1 to 999999: pictures=" + pictures);
    }

    private static Stream<Arguments> badQualities() {
        return Stream.of(
                        List.of(),
                        List.of(0),
                        List.of(50, 101),
                        Stream.iterate(1, x -> x + 1).limit(17).toList())
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("badQualities")
    void refusesQualities(List<Integer> qualities) {
        assertThatThrownBy(() -> new Codec.Settings(16, 16, 1, qualities, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not 1 to 16 qualities from 1 to 100: qualities=" + qualities);
    }
}
