package org.failuretransparency.harness.plot;

import java.util.Locale;

/// An axis: its title with the unit, and how values lie on it.
record Axis(String title, Scale scale) {

    private static final double LOG_2 = Math.log(2);
    private static final double KIB = 1024;

    /// How values lie on an axis.
    enum Scale {
        /// In equal steps, from 0.
        LINEAR,
        /// In decades.
        LOGARITHMIC,
        /// Sizes, in powers of two: 8 B, 64 B, 1 KB, … 1 MB.
        BYTES,
        /// Numbers, in powers of two: 1, 2, 4, 8, ….
        COUNTS,
        /// Percentiles, in decades of what is left: 90%, 99%, 99.9%, …; values are fractions of 1, below 1.
        PERCENTILE
    }

    /// Where a value lies, in steps of the axis: for sizes the exponent of two, for percentiles the number of nines.
    double place(double value) {
        return switch (scale) {
            case LINEAR, LOGARITHMIC -> value;
            case BYTES, COUNTS -> Math.log(value) / LOG_2;
            case PERCENTILE -> -Math.log10(1 - value);
        };
    }

    /// The label of a step, e.g. of 10 on an axis of sizes `1 KB`.
    String label(double place) {
        return switch (scale) {
            case LINEAR -> place == Math.rint(place) ? Long.toString((long) place) : Double.toString(place);
            case LOGARITHMIC -> Double.toString(place);
            case BYTES -> bytes(Math.pow(2, place));
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

    private static String percentile(double nines) {
        int decimals = Math.max(0, (int) Math.ceil(nines) - 2);
        return String.format(Locale.ROOT, "%." + decimals + "f%%", 100 - 100 * Math.pow(10, -nines));
    }
}
