package org.failuretransparency.harness.plot;

import java.util.List;
import org.failuretransparency.harness.results.Cell;

/// The names of series in legends.
final class Labels {

    /// The sizes of group commit that the dissertation ran.
    static final List<String> GROUPS = List.of("1", "8", "64");

    private Labels() {}

    static String ofGroup(String group) {
        return group.equals("1") ? "RVM, no group commit" : "RVM, group of " + group;
    }

    /// The dissertation had one disk, so that it needs no name.
    static String ofTheDissertation(Cell cell) {
        return cell.equals(Cell.RVM_DISK) ? "RVM" : cell.label();
    }

    /// What the dissertation measured a figure on.
    static String machineOf(String figure) {
        return switch (figure.charAt(0)) {
            case '3' -> "175 MHz Alpha";
            case '4' -> "266 MHz Pentium II machines";
            default -> "400 MHz Pentium II";
        };
    }
}
