package org.failuretransparency.harness.results;

import java.util.Comparator;
import java.util.OptionalDouble;

/// What a value is of: everything that identifies a series of trials, and the metric.
public record Key(String experiment, Arm arm, X x, Metric metric) implements Comparable<Key> {

    private static final Comparator<Key> ORDER = Comparator.comparing(Key::experiment)
            .thenComparing(Key::metric)
            .thenComparing(Key::arm)
            .thenComparing(Key::x);

    public Cell cell() {
        return arm.cell();
    }

    public Params params() {
        return arm.params();
    }

    /// The same trial's value of another metric.
    public Key with(Metric other) {
        return new Key(experiment, arm, x, other);
    }

    /// The number of that name, whether it is the horizontal axis or a parameter.
    public OptionalDouble number(String name) {
        return x.name().equals(name) ? OptionalDouble.of(x.value()) : params().number(name);
    }

    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }

    /// The form in messages: `synthetic vista/rio;access=set-range bytes=8 overhead`.
    @Override
    public String toString() {
        String place = x.isNone() ? "" : " " + x.name() + "=" + Csv.number(x.value());
        return experiment + " " + arm + place + " " + metric.id();
    }
}
