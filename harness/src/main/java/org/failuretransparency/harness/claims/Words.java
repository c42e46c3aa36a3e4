package org.failuretransparency.harness.claims;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.apache.commons.text.WordUtils;

/// Numbers as they are said in a reason: three significant digits, units beside them.
final class Words {

    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final long KIB = 1024;

    private Words() {}

    static String number(double value) {
        if (Math.abs(value) >= 1000) {
            return Long.toString(Math.round(value));
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(THREE_DIGITS);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /// `41.2 x [38.9, 44.1]`; without interval where there was one block.
    static String value(Measured measured, String unit) {
        String value = number(measured.value()) + " " + unit;
        if (measured.blocks() < 2) {
            return value;
        }
        return value + " [" + number(measured.interval().low()) + ", "
                + number(measured.interval().high()) + "]";
    }

    /// A number of bytes in the largest unit that it is a whole number of: `8 B`, `50 MB` (powers of 1024).
    static String bytes(double bytes) {
        String[] units = {"B", "KB", "MB", "GB"};
        int unit = 0;
        double value = bytes;
        while (unit < units.length - 1 && value >= KIB) {
            value /= KIB;
            unit++;
        }
        return number(value) + " " + units[unit];
    }

    static String blocks(int blocks) {
        return blocks == 1 ? "1 block, no interval" : blocks + " blocks";
    }

    /// A text in lines of at most `width` characters, broken between words.
    static List<String> wrapped(String text, int width) {
        return WordUtils.wrap(text, width).lines().toList();
    }
}
