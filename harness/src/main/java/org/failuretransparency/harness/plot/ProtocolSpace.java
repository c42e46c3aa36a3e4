package org.failuretransparency.harness.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.failuretransparency.theory.protocol.SpacePoint;

/// The space of recovery protocols with some protocols in it, and beside each what a workload cost it. The axes have an
/// order and no scale, as in the dissertation.
///
/// @param file its name without ending
/// @param title with the number of the dissertation's figure
/// @param spots the protocols
/// @param notes sentences for the footnote
record ProtocolSpace(String file, String title, List<Spot> spots, List<String> notes) {

    private static final int WIDTH = 1000;
    private static final int PLOT_LEFT = 70;
    private static final int PLOT_TOP = 64;
    private static final int PLOT_SIZE_X = 890;
    private static final int PLOT_SIZE_Y = 620;
    /// Between the axes and the outermost places of the space.
    private static final int INSET_LEFT = 26;
    private static final int INSET_RIGHT = 190;
    private static final int INSET_TOP = 50;
    private static final int INSET_BOTTOM = 30;
    private static final int FOOTNOTE_LINE = 16;
    private static final double RADIUS = 5.5;
    private static final double LINE_HEIGHT = 15;

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    private static final Font AXIS = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font NAME = new Font(Font.SANS_SERIF, Font.BOLD, 12);
    private static final Font COUNT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Font REGION = new Font(Font.SANS_SERIF, Font.ITALIC, 11);
    private static final FontRenderContext LETTERS = new FontRenderContext(null, true, true);

    private static final Color TEXT = new Color(0x22, 0x22, 0x22);
    private static final Color GREY = new Color(0x66, 0x66, 0x66);
    private static final Color FAINT = new Color(0xC8, 0xC8, 0xC8);
    private static final BasicStroke AXIS_STROKE = new BasicStroke(1.6f);
    private static final BasicStroke THIN = new BasicStroke(0.9f);
    private static final BasicStroke HALF =
            new BasicStroke(0.9f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {4, 4}, 0);

    ProtocolSpace {
        spots = List.copyOf(spots);
        notes = List.copyOf(notes);
    }

    /// A protocol in the space.
    ///
    /// @param name as in the dissertation
    /// @param count what the workload cost it, in words; empty if that was not measured
    record Spot(String name, String count, SpacePoint place, Color color) {

        double width() {
            return Math.max(
                    NAME.getStringBounds(name, LETTERS).getWidth(),
                    COUNT.getStringBounds(count, LETTERS).getWidth());
        }

        double height() {
            return count.isEmpty() ? LINE_HEIGHT : 2 * LINE_HEIGHT;
        }
    }

    /// Whether the run has a count of any of its protocols.
    boolean hasData() {
        return spots.stream().anyMatch(spot -> !spot.count().isEmpty());
    }

    /// @param footnote lines beneath the notes
    Picture picture(List<String> footnote) {
        String description =
                spots.stream().map(spot -> spot.name() + ": " + spot.count()).collect(Collectors.joining("; ")) + ". "
                        + String.join(" ", footnote);
        int height = PLOT_TOP + PLOT_SIZE_Y + 50 + footnote.size() * FOOTNOTE_LINE + 8;
        return new Picture(WIDTH, height, title, description, g -> paint(g, footnote));
    }

    private void paint(Graphics2D g, List<String> footnote) {
        g.setFont(TITLE);
        g.setColor(TEXT);
        double titleWidth = TITLE.getStringBounds(title, LETTERS).getWidth();
        g.drawString(title, (float) ((WIDTH - titleWidth) / 2), 34f);
        paintRegions(g);
        paintAxes(g);
        paintSpots(g);
        Canvas.paintFootnote(g, footnote, PLOT_TOP + PLOT_SIZE_Y + 62);
    }

    private static double x(double nonDeterminism) {
        return PLOT_LEFT + INSET_LEFT + nonDeterminism * (PLOT_SIZE_X - INSET_LEFT - INSET_RIGHT);
    }

    private static double y(double visible) {
        return PLOT_TOP + PLOT_SIZE_Y - INSET_BOTTOM - visible * (PLOT_SIZE_Y - INSET_TOP - INSET_BOTTOM);
    }

    /// From where on an axis protocols convert events instead of identifying them.
    private static void paintRegions(Graphics2D g) {
        g.setColor(FAINT);
        g.setStroke(HALF);
        double x = x(0.5) + 14;
        double y = y(0.5) - 14;
        g.draw(new Line2D.Double(x, PLOT_TOP + 10, x, PLOT_TOP + PLOT_SIZE_Y));
        g.draw(new Line2D.Double(PLOT_LEFT, y, PLOT_LEFT + PLOT_SIZE_X - 10, y));
        g.setFont(REGION);
        g.setColor(GREY);
        float below = PLOT_TOP + PLOT_SIZE_Y + 15;
        g.drawString("identify", (float) x(0.25), below);
        g.drawString("identify, and convert by logging", (float) x(0.62), below);
        turned(g, "identify", PLOT_LEFT - 8, y(0.22));
        turned(g, "sends are not treated as visible", PLOT_LEFT - 8, y(0.6));
    }

    private static void paintAxes(Graphics2D g) {
        double left = PLOT_LEFT;
        double bottom = PLOT_TOP + PLOT_SIZE_Y;
        g.setColor(TEXT);
        g.setStroke(AXIS_STROKE);
        g.draw(new Line2D.Double(left, bottom, left + PLOT_SIZE_X, bottom));
        g.draw(new Line2D.Double(left, bottom, left, PLOT_TOP));
        head(g, left + PLOT_SIZE_X + 6, bottom, 1, 0);
        head(g, left, PLOT_TOP - 6, 0, -1);
        g.setFont(AXIS);
        String horizontal = "Effort made to identify/convert non-deterministic events";
        String vertical = "Effort made to identify/convert visible events";
        double width = AXIS.getStringBounds(horizontal, LETTERS).getWidth();
        g.drawString(horizontal, (float) (left + (PLOT_SIZE_X - width) / 2), (float) bottom + 38);
        double height = AXIS.getStringBounds(vertical, LETTERS).getWidth();
        turned(g, vertical, left - 32, bottom - (PLOT_SIZE_Y - height) / 2);
    }

    /// Text that runs upwards from a point.
    private static void turned(Graphics2D g, String text, double x, double y) {
        AffineTransform before = g.getTransform();
        g.translate(x, y);
        g.rotate(-Math.PI / 2);
        g.drawString(text, 0f, 0f);
        g.setTransform(before);
    }

    private static void head(Graphics2D g, double x, double y, double dx, double dy) {
        Path2D head = new Path2D.Double();
        head.moveTo(x, y);
        head.lineTo(x - 11 * dx - 4.5 * dy, y - 11 * dy + 4.5 * dx);
        head.lineTo(x - 11 * dx + 4.5 * dy, y - 11 * dy - 4.5 * dx);
        head.closePath();
        g.fill(head);
    }

    private void paintSpots(Graphics2D g) {
        List<Point2D> points = new ArrayList<>();
        List<Point2D> sizes = new ArrayList<>();
        for (Spot spot : spots) {
            points.add(new Point2D.Double(
                    x(spot.place().nonDeterminism()), y(spot.place().visible())));
            sizes.add(new Point2D.Double(spot.width(), spot.height()));
        }
        Rectangle2D area = new Rectangle2D.Double(PLOT_LEFT + 4, PLOT_TOP, WIDTH - PLOT_LEFT - 14, PLOT_SIZE_Y - 4);
        List<LabelPlaces.Place> places = LabelPlaces.of(area, points, sizes);
        g.setStroke(THIN);
        g.setColor(GREY);
        places.stream().filter(LabelPlaces.Place::hasLeader).forEach(place -> g.draw(place.leader()));
        for (int i = 0; i < spots.size(); i++) {
            paintSpot(g, spots.get(i), points.get(i), places.get(i).box());
        }
    }

    private static void paintSpot(Graphics2D g, Spot spot, Point2D point, Rectangle2D box) {
        g.setColor(spot.color());
        g.fill(new Ellipse2D.Double(point.getX() - RADIUS, point.getY() - RADIUS, 2 * RADIUS, 2 * RADIUS));
        // A label to the left of its point ends there.
        boolean isLeft = box.getCenterX() < point.getX() - box.getWidth() / 4;
        g.setColor(Color.WHITE);
        g.fill(box);
        g.setFont(NAME);
        g.setColor(TEXT);
        g.drawString(spot.name(), (float) start(box, spot.name(), NAME, isLeft), (float) box.getY() + 12);
        g.setFont(COUNT);
        g.setColor(GREY);
        g.drawString(spot.count(), (float) start(box, spot.count(), COUNT, isLeft), (float) box.getY() + 26);
    }

    private static double start(Rectangle2D box, String text, Font font, boolean atTheRight) {
        return atTheRight ? box.getMaxX() - font.getStringBounds(text, LETTERS).getWidth() : box.getX();
    }
}
