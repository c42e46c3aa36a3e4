package org.failuretransparency.harness.plot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Params;

/// Which arms share a chart. Those of one size (of transaction, database and memory) are comparable; of several sizes
/// the one with the most arms is shown, and the others are named.
///
/// @param chosen the arms of the chart, Vista first
/// @param notes what was chosen and what was left out
record ArmChoice<T>(List<T> chosen, List<String> notes) {

    private static final List<String> SIZES = List.of(Params.BYTES, Params.DATABASE_BYTES, Params.MEMORY_LIMIT);

    static <T> ArmChoice<T> of(Collection<T> arms, Function<T, Params> params) {
        Map<String, List<T>> bySize =
                new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        for (T arm : arms) {
            bySize.computeIfAbsent(size(params.apply(arm)), size -> new ArrayList<>())
                    .add(arm);
        }
        String most = "";
        for (Map.Entry<String, List<T>> entry : bySize.entrySet()) {
            if (entry.getValue().size() > bySize.getOrDefault(most, List.of()).size()) {
                most = entry.getKey();
            }
        }
        List<String> notes = new ArrayList<>();
        if (!most.isEmpty()) {
            notes.add("Shown: " + most + ".");
        }
        if (bySize.size() > 1) {
            notes.add("Also recorded, in the run's files: " + (bySize.size() - 1) + " other sizes.");
        }
        // Systems come in the figures' order, Vista first, when their names are read backwards.
        return new ArmChoice<>(bySize.getOrDefault(most, List.of()).reversed(), notes);
    }

    /// The name of an arm whose sizes are said elsewhere.
    static String label(Cell cell, Params params) {
        StringBuilder label = new StringBuilder(cell.label());
        params.get(Params.GROUP)
                .filter(group -> !group.equals("1"))
                .ifPresent(group -> label.append(", group of ").append(group));
        params.get(Params.ACCESS).ifPresent(access -> label.append(", ").append(access));
        params.get(Params.PROTECTION)
                .filter(protection -> !protection.equals("none"))
                .ifPresent(protection -> label.append(", protected"));
        return label.toString();
    }

    private static String size(Params params) {
        List<String> parts = new ArrayList<>();
        for (String key : SIZES) {
            params.number(key).ifPresent(value -> parts.add(name(key) + " " + bytes(value)));
        }
        return String.join(", ", parts);
    }

    private static String name(String key) {
        return switch (key) {
            case Params.BYTES -> "transactions of";
            case Params.DATABASE_BYTES -> "database of";
            default -> "memory limit of";
        };
    }

    private static String bytes(double bytes) {
        return new Axis("", Axis.Scale.BYTES).label(Math.log(bytes) / Math.log(2));
    }
}
