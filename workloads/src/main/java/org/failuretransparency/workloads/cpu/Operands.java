package org.failuretransparency.workloads.cpu;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Operands that are no expressions: registers, bit fields, bits and conditions by name.
final class Operands {

    private static final Pattern REGISTER = Pattern.compile("r([12]?[0-9]|3[01])");
    private static final Pattern FIELD = Pattern.compile("([0-9]*)<([0-9]+)>");
    private static final int LIMIT = 32;

    private static final Map<String, Integer> BITS = Map.ofEntries(
            Map.entry("eq", 2),
            Map.entry("ne", 3),
            Map.entry("gt", 4),
            Map.entry("le", 5),
            Map.entry("lt", 6),
            Map.entry("ge", 7),
            Map.entry("hi", 8),
            Map.entry("ls", 9),
            Map.entry("lo", 10),
            Map.entry("hs", 11),
            Map.entry("gt0", 0x1),
            Map.entry("eq0", 0x2),
            Map.entry("ge0", 0x3),
            Map.entry("lt0", 0xC),
            Map.entry("ne0", 0xD),
            Map.entry("le0", 0xE));

    private Operands() {}

    static boolean isRegister(String operand) {
        return REGISTER.matcher(operand).matches();
    }

    static int register(String operand) {
        if (!isRegister(operand)) {
            throw new IllegalArgumentException("not a register: operand=" + operand);
        }
        return Integer.parseInt(operand.substring(1));
    }

    /// `width << 5 | offset`.
    static int field(String operand) {
        Matcher field = FIELD.matcher(operand);
        if (!field.matches()) {
            throw new IllegalArgumentException("not a bit field: operand=" + operand);
        }
        int width = field.group(1).isEmpty() ? 0 : small(field.group(1));
        return width << 5 | small(field.group(2));
    }

    static int bit(String operand) {
        Integer bit = BITS.get(operand);
        return bit != null ? bit : small(operand);
    }

    private static int small(String operand) {
        int value;
        try {
            value = Integer.parseInt(operand);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number: operand=" + operand, e);
        }
        if (value < 0 || value >= LIMIT) {
            throw new IllegalArgumentException("operand out of range: operand=" + operand + ", limit=" + LIMIT);
        }
        return value;
    }
}
