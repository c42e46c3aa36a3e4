package org.failuretransparency.harness.plot;

import java.util.List;

/// Points that belong together, and how they look.
///
/// @param label its name in the legend
/// @param points by ascending x
record Series(String label, Look look, List<Point> points) {

    Series {
        points = List.copyOf(points);
    }
}
