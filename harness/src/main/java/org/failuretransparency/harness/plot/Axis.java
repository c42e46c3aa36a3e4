package org.failuretransparency.harness.plot;

import java.util.Locale;

/// An axis: its title with the unit, and how values lie on it.
record Axis(String title, Scale scale) {

    private static final double LOG_2 = Math.log(2);
    private static final double KIB = 1024;
    private static final double MILLIS_PER_SECOND = 1000;

    /// How values lie on an axis.
    enum Scale {
        /// In equal steps, from 0.
        LINEAR,
        /// In decades.
        LOGARITHMIC,
        /// Sizes, in powers of two: 8 B, 64 B, 1 KB, … 1 MB.
        BYTES,
        /// Times in milliseconds, in decades: 1 ms, 10 ms, 100 ms, 1 s.
        MILLISECONDS,
        /// Numbers, in powers of two: 1, 2, 4, 8, ….
        COUNTS,
        /// Percentiles, in decades of what is left: 90%, 99%, 99.9%, …; values are fractions of 1, below 1.
        PERCENTILE
    }

    /// Where a value lies, in steps of the axis: for sizes the exponent of two, for times that of ten, for percentiles
    /// the number of nines.
    double place(double value) {
        return switch (scale) {
            case LINEAR, LOGARITHMIC -> value;
            case BYTES, COUNTS -> Math.log(value) / LOG_2;
            case MILLISECONDS -> Math.log10(value);
            case PERCENTILE -> -Math.log10(1 - value);
        };
    }

    /// The label of a step, e.g. of 10 on an axis of sizes `1 KB`.
    String label(double place) {
        return switch (scale) {
            case LINEAR -> place == Math.rint(place) ? Long.toString((long) place) : Double.toString(place);
            case LOGARITHMIC -> Double.toString(place);
            case BYTES -> bytes(Math.pow(2, place));
            case MILLISECONDS -> milliseconds(Math.pow(10, place));
            case COUNTS -> Long.toString(Math.round(Math.pow(2, place)));
            case PERCENTILE -> percentile(place);
        };
    }

    private static String bytes(double bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        int unit = 0;
        double value = bytes;
        while (unit < units.length - 1 && value >= KIB) {
            value /= KIB;
            unit++;
        }
        return String.format(Locale.ROOT, "%.0f %s", value, units[unit]);
    }

    private static String milliseconds(double millis) {
        return millis < MILLIS_PER_SECOND
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : String.format(Locale.ROOT, "%.0f s", millis / MILLIS_PER_SECOND);
    }

    private static String percentile(double nines) {
        int decimals = Math.max(0, (int) Math.ceil(nines) - 2);
        return String.format(Locale.ROOT, "%." + decimals + "f%%", 100 - 100 * Math.pow(10, -nines));
    }
}
