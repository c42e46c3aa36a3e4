package org.failuretransparency.harness.spacetime;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.text.WordUtils;
import org.failuretransparency.harness.plot.Picture;
import org.failuretransparency.theory.Event;

/// A space-time diagram: a line for each process, time from left to right, messages as arrows between the lines.
///
/// An event's column is the length of the longest causal path to it, so that messages always point to the right and
/// events one above the other are concurrent. The small numbers are the events' indexes.
///
/// **Source**: §2.2.4, Figure 2.9.
///
/// @param title what is shown
/// @param words what is to be said of it, beneath the title; may be empty
/// @param processes the processes' names
/// @param events at most [#MOST_EVENTS], each after all that causally precede it; the beginning of a longer computation
///     may be missing
/// @param witness the causal chain to highlight; empty for none
public record SpaceTimeDiagram(
        String title, String words, List<String> processes, List<Event> events, List<Event> witness) {

    /// The most events that a picture can hold before nobody can read it.
    public static final int MOST_EVENTS = 400;

    private static final double TITLE_BASELINE = 32;
    private static final double WORDS_BASELINE = 54;
    private static final double WORDS_LINE = 17;
    private static final double POINTS_PER_CHARACTER = 6.4;
    private static final int NARROWEST = 640;

    public SpaceTimeDiagram {
        processes = List.copyOf(processes);
        events = List.copyOf(events);
        witness = List.copyOf(witness);
        if (events.isEmpty() || events.size() > MOST_EVENTS) {
            throw new IllegalArgumentException(
                    "cannot be drawn: events=" + events.size() + ", minimum=1, maximum=" + MOST_EVENTS);
        }
    }

    /// The picture, as wide as its events and labels need.
    public Picture picture() {
        SpaceTime diagram = SpaceTime.of(processes, events, witness);
        Legend legend = Legend.of(diagram);
        double width = Math.max(
                Math.max(Geometry.of(diagram, 0).right() + Geometry.MARGIN, legend.minimumWidth()),
                Math.max(NARROWEST, Ink.widthOf(title, Ink.TITLE) + 2 * Geometry.MARGIN));
        List<String> lines = wrapped(width);
        Geometry geometry = Geometry.of(diagram, WORDS_BASELINE + lines.size() * WORDS_LINE - 14)
                .stretchedTo(width);
        double height = geometry.bottom() + legend.lines(width) * Legend.LINE_HEIGHT + 10;
        return new Picture((int) Math.ceil(width), (int) Math.ceil(height), title, description(), g -> {
            paintTitle(g, lines);
            new Painter(g, diagram, geometry).paint();
            legend.paint(g, geometry.bottom(), width);
        });
    }

    private List<String> wrapped(double width) {
        int characters = (int) ((width - 2 * Geometry.MARGIN) / POINTS_PER_CHARACTER);
        return words.isEmpty()
                ? List.of()
                : WordUtils.wrap(words, characters).lines().toList();
    }

    private void paintTitle(Graphics2D g, List<String> lines) {
        g.setFont(Ink.TITLE);
        g.setColor(Ink.TEXT);
        g.drawString(title, Geometry.MARGIN, (float) TITLE_BASELINE);
        g.setFont(Ink.WORDS);
        g.setColor(witness.isEmpty() ? Ink.TEXT : Ink.WITNESS);
        double baseline = WORDS_BASELINE;
        for (String line : lines) {
            g.drawString(line, Geometry.MARGIN, (float) baseline);
            baseline += WORDS_LINE;
        }
    }

    private String description() {
        List<String> parts = new ArrayList<>();
        parts.add("Space-time diagram of " + events.size() + " events of " + String.join(", ", processes) + ".");
        if (!words.isEmpty()) {
            parts.add(words);
        }
        return String.join(" ", parts);
    }
}
