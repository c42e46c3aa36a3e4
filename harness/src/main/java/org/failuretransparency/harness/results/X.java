package org.failuretransparency.harness.results;

import java.util.Comparator;

/// The place of a trial on its figure's horizontal axis.
///
/// @param name what is varied, e.g. `bytes` or `database_bytes`; empty where nothing is
/// @param value its value; 0 where nothing is varied
/// @param unit the unit of the value, e.g. `bytes`; may be empty
public record X(String name, double value, String unit) implements Comparable<X> {

    private static final X NONE = new X("", 0, "");
    private static final Comparator<X> ORDER =
            Comparator.comparing(X::name).thenComparingDouble(X::value).thenComparing(X::unit);

    /// Nothing is varied.
    public static X none() {
        return NONE;
    }

    /// A number of bytes: the size of a transaction (`bytes`) or of the database (`database_bytes`).
    public static X bytes(String name, long bytes) {
        return new X(name, bytes, "bytes");
    }

    public boolean isNone() {
        return name.isEmpty();
    }

    @Override
    public int compareTo(X other) {
        return ORDER.compare(this, other);
    }
}
