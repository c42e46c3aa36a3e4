package org.failuretransparency.harness.spacetime;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Map;
import java.util.TreeMap;
import org.failuretransparency.harness.spacetime.SpaceTime.Message;
import org.failuretransparency.harness.spacetime.SpaceTime.Node;
import org.failuretransparency.harness.spacetime.SpaceTime.State;
import org.failuretransparency.harness.spacetime.SpaceTime.Stretch;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;

/// Draws the events and lines of a diagram.
final class Painter {

    private static final double LOST_HEIGHT = 24;
    private static final double OPEN_FRACTION = 0.42;
    private static final double OPEN_REACH = 26;
    private static final double MESSAGE_HEAD = 10;
    private static final double CONTROL_HEAD = 7;

    private final Graphics2D g;
    private final Glyphs glyphs;
    private final SpaceTime diagram;
    private final Geometry at;

    Painter(Graphics2D g, SpaceTime diagram, Geometry at) {
        this.g = g;
        this.glyphs = new Glyphs(g);
        this.diagram = diagram;
        this.at = at;
    }

    void paint() {
        diagram.stretches().stream()
                .filter(stretch -> stretch.state() == State.LOST)
                .forEach(this::ground);
        for (int process = 0; process < diagram.processes().size(); process++) {
            process(process);
        }
        diagram.stretches().forEach(this::stretch);
        rounds();
        diagram.messages().forEach(this::message);
        diagram.nodes().forEach(this::event);
        diagram.nodes().forEach(this::words);
    }

    private Node node(int place) {
        return diagram.nodes().get(place);
    }

    /// The grey ground of a stretch that was lost.
    private void ground(Stretch stretch) {
        double from = at.x(node(stretch.from()));
        double to = at.x(node(stretch.to()));
        g.setColor(Ink.LOST_GROUND);
        g.fill(new Rectangle2D.Double(from, at.y(node(stretch.from())) - LOST_HEIGHT / 2, to - from, LOST_HEIGHT));
    }

    /// The name, and the ends of the line, which run from the left edge to the first event and on from the last.
    private void process(int process) {
        double y = at.y(process);
        g.setFont(Ink.PROCESS);
        g.setColor(Ink.TEXT);
        g.drawString(diagram.processes().get(process), Geometry.MARGIN, (float) y + 5);
        double first = at.right();
        double last = at.left();
        boolean isDown = false;
        for (Node node : diagram.nodes()) {
            if (node.event().process() == process) {
                first = Math.min(first, at.x(node));
                last = Math.max(last, at.x(node));
                isDown = node.event().kind() == EventKind.CRASH;
            }
        }
        glyphs.line(at.left(), y, first, y, Ink.LINE, Ink.BLACK);
        if (!isDown) {
            glyphs.arrow(last, y, at.right(), y, new Glyphs.Pen(Ink.LINE, Ink.BLACK, 9));
        }
    }

    private void stretch(Stretch stretch) {
        double y = at.y(node(stretch.from()));
        double from = at.x(node(stretch.from()));
        double to = at.x(node(stretch.to()));
        if (stretch.state() == State.DOWN) {
            glyphs.line(from, y, to, y, Ink.DOTTED, Ink.LOST);
        } else {
            Color color = stretch.state() == State.LOST ? Ink.LOST : Ink.BLACK;
            glyphs.line(from, y, to, y, Ink.LINE, color);
        }
        if (stretch.highlighted()) {
            glyphs.line(from, y, to, y, Ink.HIGHLIGHT, Ink.WITNESS);
        }
    }

    /// The commits of one round are one event: a line joins their boxes.
    private void rounds() {
        Map<Integer, double[]> rounds = new TreeMap<>();
        Map<Integer, Double> xs = new TreeMap<>();
        for (Node node : diagram.nodes()) {
            int round = Columns.round(node.event());
            if (round != Event.NONE) {
                double y = at.y(node);
                rounds.merge(round, new double[] {y, y}, (a, b) ->
                        new double[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])});
                xs.put(round, at.x(node));
            }
        }
        rounds.forEach((round, span) -> {
            double x = xs.getOrDefault(round, 0.0);
            glyphs.line(x, span[0], x, span[1], Ink.DOTTED, Ink.BLACK);
        });
    }

    private void message(Message message) {
        Glyphs.Pen pen = message.highlighted()
                ? new Glyphs.Pen(Ink.HIGHLIGHT, Ink.WITNESS, MESSAGE_HEAD + 2)
                : message.control()
                        ? new Glyphs.Pen(Ink.DASHED, Ink.CONTROL, CONTROL_HEAD)
                        : new Glyphs.Pen(Ink.MESSAGE, Ink.BLACK, MESSAGE_HEAD);
        if (message.isWhole()) {
            Node from = node(message.from());
            Node to = node(message.to());
            arrow(from, to, pen);
            return;
        }
        Node end = node(message.from() == Links.NONE ? message.to() : message.from());
        double otherY = at.y(end.event().peer());
        double x = at.x(end);
        double y = at.y(end);
        double openY = y + (otherY - y) * OPEN_FRACTION;
        if (message.from() == Links.NONE) {
            glyphs.arrow(x - OPEN_REACH, openY, x, y, pen);
            glyphs.openEnd(x - OPEN_REACH, openY, pen.color());
        } else {
            glyphs.line(x, y, x + OPEN_REACH, openY, pen.stroke(), pen.color());
            glyphs.openEnd(x + OPEN_REACH, openY, pen.color());
        }
    }

    /// An arrow that ends at the rim of the receive's disc, if it has one.
    private void arrow(Node from, Node to, Glyphs.Pen pen) {
        double dx = at.x(to) - at.x(from);
        double dy = at.y(to) - at.y(from);
        double rim = isDisc(to.event()) ? Glyphs.DISC / Math.hypot(dx, dy) : 0;
        glyphs.arrow(at.x(from), at.y(from), at.x(to) - rim * dx, at.y(to) - rim * dy, pen);
    }

    private static boolean isDisc(Event event) {
        return event.type().nonDeterministic() && !event.has(EventMark.CONTROL);
    }

    private void event(Node node) {
        Event event = node.event();
        double x = at.x(node);
        double y = at.y(node);
        Color black = node.lost() ? Ink.LOST : Ink.BLACK;
        Color blue = node.lost() ? Ink.LOST : Ink.NON_DETERMINISTIC;
        if (event.kind() == EventKind.VISIBLE) {
            // What was shown cannot be lost: the observer saw it.
            glyphs.visible(x, y, Glyphs.VISIBLE_HEIGHT, Ink.BLACK);
        }
        if (event.commits()) {
            glyphs.commit(x, y, event.has(EventMark.VOLATILE), black);
        }
        switch (event.kind()) {
            case LOG -> glyphs.log(x, y, event.has(EventMark.VOLATILE), node.lost() ? Ink.LOST : Ink.LOG);
            case CRASH -> glyphs.crash(x, y);
            case RECOVER -> glyphs.recovery(x, y);
            default -> {
                if (isDisc(event)) {
                    glyphs.disc(x, y, event.has(EventMark.REPLAYED), blue);
                } else if (!event.commits() && event.kind() != EventKind.VISIBLE) {
                    glyphs.dot(x, y, black);
                }
            }
        }
        if (node.highlighted()) {
            glyphs.halo(x, y);
        }
    }

    private void words(Node node) {
        Event event = node.event();
        double x = at.x(node);
        double y = at.y(node);
        String label = Labels.of(event);
        if (!label.isEmpty()) {
            double baseline = Geometry.labelIsAbove(event) ? y - Glyphs.VISIBLE_HEIGHT - 6 : y + 28;
            double half = Ink.widthOf(label, Ink.LABEL) / 2;
            g.setColor(new Color(255, 255, 255, 215));
            g.fill(new Rectangle2D.Double(x - half - 2, baseline - 11, 2 * half + 4, 14));
            g.setFont(Ink.LABEL);
            g.setColor(node.highlighted() ? Ink.WITNESS : Ink.TEXT);
            g.drawString(label, (float) (x - half), (float) baseline);
        }
        String index = Integer.toString(event.index());
        boolean comesFromBelow = event.kind() == EventKind.RECEIVE && event.peer() > event.process();
        double aside = node.highlighted() ? Glyphs.HALO : 6;
        double indexX = comesFromBelow ? x + aside : x - aside - Ink.widthOf(index, Ink.INDEX);
        g.setFont(Ink.INDEX);
        g.setColor(Ink.SMALL_TEXT);
        g.drawString(index, (float) indexX, (float) y + 14);
    }
}
