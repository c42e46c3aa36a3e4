package org.failuretransparency.harness.plot;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Finds places for labels beside points, so that no label lies on another one, on a point or on a leader, which joins
/// a label with its point where it is not beside it.
///
/// Points choose one after the other, each the free place that is nearest to it. Who chooses first decides how well
/// that goes, so several orders are tried, and the one is taken whose labels are nearest to their points. The orders
/// are drawn with a fixed seed: the same points have the same labels' places on every machine.
final class LabelPlaces {

    private static final double FARTHEST = 400;
    private static final double NEAREST = 9;
    private static final double STEP = 8;
    private static final int DIRECTIONS = 36;
    private static final double LEADER_FROM = 20;
    private static final double POINT_RADIUS = 8;
    private static final double MARGIN = 3;
    /// How much farther a label has to be from another point than from its own, if no leader joins them.
    private static final double CLEARLY = 1.2;
    private static final int ORDERS = 300;
    private static final long SEED = 1999;

    private final Rectangle2D area;
    private final List<Point2D> points;
    private final List<Rectangle2D> taken = new ArrayList<>();
    private final List<Line2D> leaders = new ArrayList<>();

    /// Where a label is.
    ///
    /// @param box its rectangle
    /// @param leader the line to its point; of length 0 where the label is beside the point
    record Place(Rectangle2D box, Line2D leader) {

        boolean hasLeader() {
            return length() > 0;
        }

        private double length() {
            return leader.getP1().distance(leader.getP2());
        }
    }

    private LabelPlaces(Rectangle2D area, List<Point2D> points) {
        this.area = area;
        this.points = points;
        points.forEach(point -> taken.add(around(point)));
    }

    /// The places of labels of these sizes beside these points, in their order.
    ///
    /// @param sizes width (x) and height (y) of each label
    /// @throws IllegalStateException if the area is too small for them
    static List<Place> of(Rectangle2D area, List<Point2D> points, List<Point2D> sizes) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, points.size()).boxed().toList());
        List<Place> best = List.of();
        double least = Double.POSITIVE_INFINITY;
        for (int attempt = 0; attempt < ORDERS; attempt++) {
            List<Place> found = new LabelPlaces(area, points).inOrder(order, sizes);
            double length = found.stream().mapToDouble(Place::length).sum();
            if (found.size() == points.size() && length < least) {
                best = found;
                least = length;
            }
            Collections.shuffle(order, random);
        }
        if (best.size() < points.size()) {
            throw new IllegalStateException("no room for labels: points=" + points.size() + ", area=" + area);
        }
        return best;
    }

    /// The labels' places if points choose in this order; none if one finds none.
    private List<Place> inOrder(List<Integer> order, List<Point2D> sizes) {
        Place[] found = new Place[points.size()];
        for (int i : order) {
            Optional<Place> place = take(points.get(i), sizes.get(i));
            if (place.isEmpty()) {
                return List.of();
            }
            found[i] = place.get();
        }
        return Arrays.asList(found);
    }

    private Optional<Place> take(Point2D point, Point2D size) {
        for (double distance = NEAREST; distance < FARTHEST; distance += STEP) {
            for (int step = 0; step < DIRECTIONS; step++) {
                // To the right first, then alternately above and below.
                int turns = (step + 1) / 2 * (step % 2 == 0 ? 1 : -1);
                Place place = place(point, size, distance, 2 * Math.PI * turns / DIRECTIONS);
                if (isFree(place, point)) {
                    taken.add(grown(place.box));
                    leaders.add(place.leader);
                    return Optional.of(place);
                }
            }
        }
        return Optional.empty();
    }

    /// A label whose edge is `distance` away from the point in a direction.
    private static Place place(Point2D point, Point2D size, double distance, double angle) {
        double dx = Math.cos(angle);
        double dy = Math.sin(angle);
        double x = point.getX() + distance * dx + (dx - 1) / 2 * size.getX();
        double y = point.getY() + distance * dy + (dy - 1) / 2 * size.getY();
        Rectangle2D box = new Rectangle2D.Double(x, y, size.getX(), size.getY());
        Point2D end = distance < LEADER_FROM ? point : nearest(box, point);
        return new Place(box, new Line2D.Double(point, end));
    }

    private boolean isFree(Place place, Point2D own) {
        return area.contains(place.box)
                && taken.stream().noneMatch(other -> other.intersects(place.box))
                && leaders.stream().noneMatch(leader -> leader.intersects(place.box))
                && (place.hasLeader() ? isFree(place.leader, own) : belongsTo(place.box, own));
    }

    /// Whether nobody can take the label for that of another point: none is as near to it.
    private boolean belongsTo(Rectangle2D box, Point2D own) {
        double distance = nearest(box, own).distance(own);
        return points.stream()
                .filter(point -> point.distance(own) > 0)
                .noneMatch(point -> nearest(box, point).distance(point) < CLEARLY * distance);
    }

    private boolean isFree(Line2D leader, Point2D own) {
        return taken.stream().noneMatch(other -> !other.contains(own) && leader.intersects(other))
                && leaders.stream().noneMatch(other -> other.getP1().distance(own) > 0 && other.intersectsLine(leader));
    }

    private static Rectangle2D around(Point2D point) {
        return new Rectangle2D.Double(
                point.getX() - POINT_RADIUS, point.getY() - POINT_RADIUS, 2 * POINT_RADIUS, 2 * POINT_RADIUS);
    }

    private static Rectangle2D grown(Rectangle2D box) {
        return new Rectangle2D.Double(
                box.getX() - MARGIN, box.getY() - MARGIN, box.getWidth() + 2 * MARGIN, box.getHeight() + 2 * MARGIN);
    }

    /// The point of a box that is nearest to a point.
    private static Point2D nearest(Rectangle2D box, Point2D point) {
        return new Point2D.Double(
                clamp(point.getX(), box.getMinX(), box.getMaxX()), clamp(point.getY(), box.getMinY(), box.getMaxY()));
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
