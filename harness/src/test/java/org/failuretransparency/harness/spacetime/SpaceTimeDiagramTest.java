package org.failuretransparency.harness.spacetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.failuretransparency.harness.plot.Picture;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpaceTimeDiagramTest {

    private static final String BLACK = "rgb\\(26,26,26\\)";
    private static final String BLUE = "rgb\\(0,114,178\\)";
    private static final String ORANGE = "rgb\\(213,94,0\\)";

    @TempDir
    private Path folder;

    @Test
    void drawsAFormForEveryEventAndOneForTheLegend() throws IOException {
        String svg = svg(DiagramSample.loggedAndCommittedTogether(), List.of());
        assertThat(count(svg, "<rect height=\"11\" style=\"fill:" + BLACK))
                .as("commits")
                .isEqualTo(2 + 1);
        assertThat(count(svg, "<ellipse[^>]*style=\"fill:none;stroke:" + BLUE))
                .as("replayed")
                .isEqualTo(1 + 1);
        assertThat(count(svg, "<rect height=\"12\" style=\"fill:rgb\\(255"))
                .as("logs")
                .isEqualTo(1 + 1);
        assertThat(count(svg, "stroke-width:2.6")).as("strokes of crosses").isEqualTo(2 + 2);
        assertThat(svg)
                .contains(">p0</text>", ">p1</text>", ">commits of one round</text>", ">replayed from a log</text>")
                .contains(">message of the recovery system</text>", ">not received here</text>")
                .doesNotContain(">visible</text>", "witness");
    }

    @Test
    void drawsTheWitnessInColourWithItsWords() throws IOException {
        Computation computation = DiagramSample.tossedAndShown();
        List<Event> events = computation.events();
        String svg = svg(computation, List.of(events.get(1), events.get(2), events.get(3), events.get(4)));
        assertThat(count(svg, "<ellipse[^>]*stroke:" + ORANGE)).as("halos").isEqualTo(4);
        assertThat(count(svg, "<line style=\"fill:none;stroke:" + ORANGE))
                .as("lines, message, legend")
                .isEqualTo(2 + 1 + 1);
        assertThat(svg)
                .contains("<title>a title</title>")
                .contains("<desc>Space-time diagram of 7 events of tosser, shower. some words</desc>")
                .contains(">heads</text>", ">toss</text>", ">violation's witness</text>", ">lost in the crash</text>");
    }

    @Test
    void givesLettersAFontThatEveryMachineHas() throws IOException {
        assertThat(svg(DiagramSample.tossedAndShown(), List.of()))
                .doesNotContainPattern("font-family:&quot;[^;]*&quot;;f");
    }

    @Test
    void drawsTheSameAsPng() throws IOException {
        Path file = folder.resolve("diagram.png");
        Picture picture = picture(DiagramSample.tossedAndShown(), List.of());
        picture.writePng(file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(2 * picture.width());
        assertThat(image.getHeight()).isEqualTo(2 * picture.height());
    }

    @Test
    void isAsWideAsItsLabelsNeed() {
        Computation.Builder labels = Computation.of("p0");
        Computation.Builder none = Computation.of("p0");
        for (int i = 0; i < 20; i++) {
            labels.add(Event.of(0, i, EventType.VISIBLE).withLabel("a rather long label"));
            none.then(0, EventType.VISIBLE);
        }
        assertThat(picture(labels.build(), List.of()).width())
                .isGreaterThan(2 * picture(none.build(), List.of()).width());
    }

    @Test
    void refusesWhatNobodyCouldRead() {
        List<Event> many = Collections.nCopies(401, Event.of(0, 0, EventType.INTERNAL));
        assertThatThrownBy(() -> new SpaceTimeDiagram("", "", List.of("p0"), many, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot be drawn: events=401, minimum=1, maximum=400");
    }

    private static Picture picture(Computation computation, List<Event> witness) {
        return new SpaceTimeDiagram("a title", "some words", computation.processes(), computation.events(), witness)
                .picture();
    }

    private String svg(Computation computation, List<Event> witness) throws IOException {
        Path file = folder.resolve("diagram.svg");
        picture(computation, witness).writeSvg(file);
        return Files.readString(file);
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }
}
