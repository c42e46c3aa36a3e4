package org.failuretransparency.harness.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.style.markers.Marker;

/// A marker of a given form: filled with the series' colour, or hollow for published values.
final class ShapeMarker extends Marker {

    private static final BasicStroke OUTLINE = new BasicStroke(2.2f);
    private static final BasicStroke HALO = new BasicStroke(1.2f);
    private static final double HOLLOW_SCALE = 1.5;

    private final Look look;

    ShapeMarker(Look look) {
        this.look = look;
    }

    @Override
    public void paint(Graphics2D g, double x, double y, int markerSize) {
        double size = look.isPublished() ? markerSize * HOLLOW_SCALE : markerSize;
        java.awt.Shape outline = outline(x, y, size / 2);
        g.setColor(look.color());
        if (look.isPublished()) {
            g.setStroke(OUTLINE);
        } else {
            g.fill(outline);
            // A white rim keeps markers apart that lie on each other.
            g.setColor(Color.WHITE);
            g.setStroke(HALO);
        }
        g.draw(outline);
    }

    private java.awt.Shape outline(double x, double y, double r) {
        return switch (look.shape()) {
            case CIRCLE -> new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
            case SQUARE -> new Rectangle2D.Double(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
            case TRIANGLE -> polygon(x, y - r, x + r, y + r * 0.85, x - r, y + r * 0.85);
            case TRIANGLE_DOWN -> polygon(x, y + r, x + r, y - r * 0.85, x - r, y - r * 0.85);
            case DIAMOND -> polygon(x, y - r * 1.15, x + r * 1.15, y, x, y + r * 1.15, x - r * 1.15, y);
        };
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
