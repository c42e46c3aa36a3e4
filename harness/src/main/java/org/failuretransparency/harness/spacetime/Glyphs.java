package org.failuretransparency.harness.spacetime;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/// The forms that a diagram consists of, each around a point.
final class Glyphs {

    static final double BOX = 11;
    static final double VISIBLE_HEIGHT = 30;

    static final double DISC = 4.6;
    private static final double DOT = 1.9;
    private static final double CROSS = 6;
    static final double HALO = 12;

    private final Graphics2D g;

    Glyphs(Graphics2D g) {
        this.g = g;
    }

    void line(double x1, double y1, double x2, double y2, Stroke stroke, Color color) {
        g.setStroke(stroke);
        g.setColor(color);
        g.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    /// A line with a filled head at its end, which it does not stick out of.
    void arrow(double x1, double y1, double x2, double y2, Pen pen) {
        double length = Math.hypot(x2 - x1, y2 - y1);
        double dx = (x2 - x1) / length;
        double dy = (y2 - y1) / length;
        double neckX = x2 - dx * pen.head * 0.85;
        double neckY = y2 - dy * pen.head * 0.85;
        line(x1, y1, neckX, neckY, pen.stroke, pen.color);
        double half = pen.head * 0.42;
        double baseX = x2 - dx * pen.head;
        double baseY = y2 - dy * pen.head;
        g.fill(polygon(
                x2, y2, baseX - dy * half, baseY + dx * half, neckX, neckY, baseX + dy * half, baseY - dx * half));
    }

    /// How an arrow is drawn: the head is the length of its head.
    record Pen(Stroke stroke, Color color, double head) {}

    void commit(double x, double y, boolean isVolatile, Color color) {
        Rectangle2D box = new Rectangle2D.Double(x - BOX / 2, y - BOX / 2, BOX, BOX);
        g.setColor(isVolatile ? Color.WHITE : color);
        g.fill(box);
        if (isVolatile) {
            g.setColor(color);
            g.setStroke(Ink.LINE);
            g.draw(box);
        }
    }

    void visible(double x, double y, double height, Color color) {
        arrow(x, y, x, y - height, new Pen(Ink.HEAVY, color, 12));
    }

    /// A non-deterministic event; hollow once a log has made it deterministic.
    void disc(double x, double y, boolean hollow, Color color) {
        Ellipse2D disc = circle(x, y, DISC);
        g.setColor(hollow ? Color.WHITE : color);
        g.fill(disc);
        if (hollow) {
            g.setColor(color);
            g.setStroke(Ink.LINE);
            g.draw(disc);
        }
    }

    void dot(double x, double y, Color color) {
        g.setColor(color);
        g.fill(circle(x, y, DOT));
    }

    /// A page with two lines of writing.
    void log(double x, double y, boolean isVolatile, Color color) {
        Rectangle2D page = new Rectangle2D.Double(x - 4.5, y - 6, 9, 12);
        g.setColor(Color.WHITE);
        g.fill(page);
        g.setColor(color);
        g.setStroke(isVolatile ? Ink.DOTTED : Ink.LINE);
        g.draw(page);
        line(x - 2.2, y - 2, x + 2.2, y - 2, Ink.THIN, color);
        line(x - 2.2, y + 2, x + 2.2, y + 2, Ink.THIN, color);
    }

    void crash(double x, double y) {
        line(x - CROSS, y - CROSS, x + CROSS, y + CROSS, Ink.CROSS, Ink.BLACK);
        line(x - CROSS, y + CROSS, x + CROSS, y - CROSS, Ink.CROSS, Ink.BLACK);
    }

    void recovery(double x, double y) {
        Path2D triangle = polygon(x - 4, y - 6.5, x + 7, y, x - 4, y + 6.5);
        g.setColor(Color.WHITE);
        g.fill(triangle);
        g.setColor(Ink.BLACK);
        g.setStroke(Ink.LINE);
        g.draw(triangle);
    }

    void halo(double x, double y) {
        g.setColor(Ink.WITNESS);
        g.setStroke(Ink.LINE);
        g.draw(circle(x, y, HALO));
    }

    /// The open end of a message whose other end is not in the picture.
    void openEnd(double x, double y, Color color) {
        g.setColor(Color.WHITE);
        g.fill(circle(x, y, 3));
        g.setColor(color);
        g.setStroke(Ink.THIN);
        g.draw(circle(x, y, 3));
    }

    private static Ellipse2D circle(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    private static Path2D polygon(double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }
}
