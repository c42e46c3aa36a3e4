package org.failuretransparency.harness.spacetime;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;

/// What the forms mean, for those that a diagram has; in lines as wide as the picture.
final class Legend {

    static final int LINE_HEIGHT = 26;

    private static final double SYMBOL = 34;
    private static final double GAP = 22;

    private final List<Entry> entries = new ArrayList<>();

    /// One form and its meaning.
    private record Entry(String words, Symbol symbol) {

        double width() {
            return SYMBOL + Ink.widthOf(words, Ink.WORDS) + GAP;
        }
    }

    /// Draws a form around a point.
    private interface Symbol {
        void draw(Glyphs glyphs, double x, double y);
    }

    static Legend of(SpaceTime diagram) {
        Legend legend = new Legend();
        legend.addEvents(diagram);
        legend.addMessages(diagram);
        return legend;
    }

    private void addEvents(SpaceTime diagram) {
        Predicate<Predicate<Event>> shown =
                wanted -> diagram.nodes().stream().anyMatch(node -> wanted.test(node.event()));
        add(
                shown.test(event -> event.type().nonDeterministic() && !event.has(EventMark.REPLAYED)),
                "non-deterministic",
                (glyphs, x, y) -> glyphs.disc(x, y, false, Ink.NON_DETERMINISTIC));
        add(
                diagram.has(EventMark.REPLAYED),
                "replayed from a log",
                (glyphs, x, y) -> glyphs.disc(x, y, true, Ink.NON_DETERMINISTIC));
        add(diagram.has(EventKind.VISIBLE), "visible", (glyphs, x, y) -> glyphs.visible(x, y + 10, 20, Ink.BLACK));
        add(
                shown.test(event -> event.commits() && !event.has(EventMark.VOLATILE)),
                "commit",
                (glyphs, x, y) -> glyphs.commit(x, y, false, Ink.BLACK));
        add(
                shown.test(event -> event.commits() && event.has(EventMark.VOLATILE)),
                "commit into another process's memory",
                (glyphs, x, y) -> glyphs.commit(x, y, true, Ink.BLACK));
        add(
                shown.test(event -> Columns.round(event) != Event.NONE),
                "commits of one round",
                (glyphs, x, y) -> glyphs.line(x, y - 8, x, y + 8, Ink.DOTTED, Ink.BLACK));
        add(diagram.has(EventKind.LOG), "log", (glyphs, x, y) -> glyphs.log(x, y, false, Ink.LOG));
        add(diagram.has(EventKind.CRASH), "crash", Glyphs::crash);
        add(diagram.has(EventKind.RECOVER), "recovery", Glyphs::recovery);
        add(
                diagram.nodes().stream().anyMatch(SpaceTime.Node::lost),
                "lost in the crash",
                (glyphs, x, y) -> line(glyphs, x, y, new Glyphs.Pen(Ink.LINE, Ink.LOST, 0)));
    }

    private void addMessages(SpaceTime diagram) {
        List<SpaceTime.Message> messages = diagram.messages();
        add(
                messages.stream().anyMatch(message -> !message.control()),
                "message",
                (glyphs, x, y) -> glyphs.arrow(x - 13, y, x + 13, y, new Glyphs.Pen(Ink.MESSAGE, Ink.BLACK, 10)));
        add(
                messages.stream().anyMatch(SpaceTime.Message::control),
                "message of the recovery system",
                (glyphs, x, y) -> glyphs.arrow(x - 13, y, x + 13, y, new Glyphs.Pen(Ink.DASHED, Ink.CONTROL, 7)));
        add(messages.stream().anyMatch(message -> !message.isWhole()), "not received here", (glyphs, x, y) -> {
            line(glyphs, x, y, new Glyphs.Pen(Ink.MESSAGE, Ink.BLACK, 0));
            glyphs.openEnd(x + 13, y, Ink.BLACK);
        });
        add(
                diagram.nodes().stream().anyMatch(SpaceTime.Node::highlighted),
                "violation's witness",
                (glyphs, x, y) -> line(glyphs, x, y, new Glyphs.Pen(Ink.HIGHLIGHT, Ink.WITNESS, 0)));
    }

    private void add(boolean occurs, String words, Symbol symbol) {
        if (occurs) {
            entries.add(new Entry(words, symbol));
        }
    }

    private static void line(Glyphs glyphs, double x, double y, Glyphs.Pen pen) {
        glyphs.line(x - 13, y, x + 13, y, pen.stroke(), pen.color());
    }

    /// How wide the longest entry is, with the margins.
    double minimumWidth() {
        return 2 * Geometry.MARGIN
                + entries.stream().mapToDouble(Entry::width).max().orElse(0);
    }

    int lines(double width) {
        return places(width).stream().mapToInt(Place::line).max().orElse(0) + 1;
    }

    void paint(Graphics2D g, double top, double width) {
        for (Place place : places(width)) {
            double y = top + place.line * LINE_HEIGHT + LINE_HEIGHT / 2.0;
            place.entry.symbol().draw(new Glyphs(g), place.x + 13, y);
            g.setFont(Ink.WORDS);
            g.setColor(Ink.TEXT);
            g.drawString(place.entry.words(), (float) (place.x + SYMBOL), (float) y + 4);
        }
    }

    private record Place(Entry entry, double x, int line) {}

    private List<Place> places(double width) {
        List<Place> places = new ArrayList<>();
        double x = Geometry.MARGIN;
        int line = 0;
        for (Entry entry : entries) {
            if (x + entry.width() - GAP > width - Geometry.MARGIN && x > Geometry.MARGIN) {
                x = Geometry.MARGIN;
                line++;
            }
            places.add(new Place(entry, x, line));
            x += entry.width();
        }
        return places;
    }
}
