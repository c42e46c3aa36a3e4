package org.failuretransparency.harness.plot;

import java.util.Optional;
import org.failuretransparency.harness.statistics.Interval;

/// A point of a series, in the axes' units, with the interval of its y where there is one to show.
record Point(double x, double y, Optional<Interval> interval) {

    static Point of(double x, double y) {
        return new Point(x, y, Optional.empty());
    }

    /// The lower end of what is drawn.
    double low() {
        return Math.min(y, interval.map(Interval::low).orElse(y));
    }

    /// The upper end of what is drawn.
    double high() {
        return Math.max(y, interval.map(Interval::high).orElse(y));
    }
}
