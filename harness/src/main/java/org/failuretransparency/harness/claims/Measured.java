package org.failuretransparency.harness.claims;

import org.failuretransparency.harness.statistics.Interval;

/// A measured value with the interval that the run's blocks give it.
///
/// @param blocks how many blocks; of one block the interval is a point
record Measured(double value, Interval interval, int blocks) {

    /// An exact value, such as a count.
    static Measured exact(double value) {
        return new Measured(value, Interval.point(value), 1);
    }
}
