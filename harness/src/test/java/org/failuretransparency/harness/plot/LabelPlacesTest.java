package org.failuretransparency.harness.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LabelPlacesTest {

    private static final Rectangle2D AREA = new Rectangle2D.Double(0, 0, 900, 600);
    private static final Point2D SIZE = new Point2D.Double(130, 30);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void putsNoLabelOnAnotherOnAPointOrOnALeader(long seed) {
        List<Point2D> points = random(seed);
        List<LabelPlaces.Place> places = LabelPlaces.of(AREA, points, Collections.nCopies(points.size(), SIZE));
        for (int i = 0; i < places.size(); i++) {
            Rectangle2D box = places.get(i).box();
            assertThat(AREA.contains(box)).isTrue();
            assertThat(points).noneMatch(box::contains);
            for (int j = 0; j < places.size(); j++) {
                if (i != j) {
                    assertThat(box.intersects(places.get(j).box()))
                            .as("%d and %d", i, j)
                            .isFalse();
                    assertThat(places.get(j).leader().intersects(box))
                            .as("%d and leader %d", i, j)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void putsALabelBesideALonelyPoint() {
        LabelPlaces.Place place = LabelPlaces.of(AREA, List.of(new Point2D.Double(100, 100)), List.of(SIZE))
                .getFirst();
        assertThat(place.hasLeader()).isFalse();
        assertThat(place.box().getX()).isBetween(105.0, 115.0);
        assertThat(place.box().getCenterY()).isEqualTo(100);
    }

    @Test
    void refusesAnAreaWithoutRoom() {
        Rectangle2D small = new Rectangle2D.Double(0, 0, 50, 50);
        assertThatThrownBy(() -> LabelPlaces.of(small, List.of(new Point2D.Double(20, 20)), List.of(SIZE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no room for labels: points=1");
    }

    private static List<Point2D> random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Point2D> points = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            points.add(new Point2D.Double(40 + random.nextDouble(820), 40 + random.nextDouble(520)));
        }
        return points;
    }
}
