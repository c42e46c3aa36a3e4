package org.failuretransparency.harness.statistics;

/// A closed interval of values, `low <= high`; a single value is an interval without width.
public record Interval(double low, double high) {

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("not an interval: low=" + low + ", high=" + high);
        }
    }

    /// The interval that holds `value` alone.
    public static Interval point(double value) {
        return new Interval(value, value);
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /// Whether the two intervals have a value in common.
    public boolean meets(Interval other) {
        return low <= other.high && other.low <= high;
    }

    /// Whether every value of this interval is greater than every value of the other.
    public boolean liesAbove(Interval other) {
        return low > other.high;
    }
}
