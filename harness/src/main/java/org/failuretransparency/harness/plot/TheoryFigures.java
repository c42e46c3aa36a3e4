package org.failuretransparency.harness.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Key;
import org.failuretransparency.harness.results.Measurements;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.Protocols;

/// The figures of the theory: the space of recovery protocols (Figures 2.11, 4.5, 6.1 and 6.2) with what a simulated
/// workload cost each protocol, and how often failures are not fail-stop (§2.3.3).
///
/// Places are those that the protocols state; counts are the run's, of the script [#SCRIPT].
final class TheoryFigures {

    static final String EXPERIMENT = "theory";
    /// The workload of the protocol space: processes that send much and show little, so that all of the space differs.
    static final String SCRIPT = "dsm";

    private static final List<String> OF_SECTION_6_2_2 =
            List.of("cand", "cpvs", "cbndvs", "cand-log", "cbndvs-log", "cpv-2pc", "cbndv-2pc");
    private static final List<String> VISTAGRAMS = List.of("messages-in-local-transactions");
    private static final Set<String> OF_SECTION_2_2_5 = Set.of("direct", "lazy-logging");

    /// Names that differ from the protocol's id in more than capital letters.
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("commit-every-event", "Commit every event"),
            Map.entry("messages-in-local-transactions", "Vistagrams"),
            Map.entry("coordinated-checkpointing", "Coordinated checkpointing"),
            Map.entry("process-pairs", "Process pairs"),
            Map.entry("targon32", "Targon/32"),
            Map.entry("hypervisor", "Hypervisor"),
            Map.entry("sender-based-logging", "Sender-based logging"),
            Map.entry("family-based-logging", "Family-based logging"),
            Map.entry("manetho", "Manetho"),
            Map.entry("optimistic-logging", "Optimistic logging"),
            Map.entry("lazy-logging", "Lazy logging"),
            Map.entry("direct", "Direct"));

    private final Measurements measurements;

    private TheoryFigures(Measurements measurements) {
        this.measurements = measurements;
    }

    /// Figures 2.11, 4.5, 6.1 and 6.2.
    static List<ProtocolSpace> spaces(Measurements measurements) {
        TheoryFigures figures = new TheoryFigures(measurements);
        List<String> all = Protocols.ALL.stream().map(Protocol::id).toList();
        List<String> existing = all.stream()
                .filter(id ->
                        !OF_SECTION_6_2_2.contains(id) && !VISTAGRAMS.contains(id) && !OF_SECTION_2_2_5.contains(id))
                .toList();
        List<String> withVistagrams = new ArrayList<>(existing);
        withVistagrams.addAll(VISTAGRAMS);
        return List.of(
                figures.space("2.11", "The space of recovery protocols", existing),
                figures.space("4.5", "Vistagrams in the space of recovery protocols", withVistagrams),
                figures.space("6.1", "Seven protocols in the space of recovery protocols", OF_SECTION_6_2_2),
                figures.space("6.2", "All protocols in the space of recovery protocols", all));
    }

    private ProtocolSpace space(String number, String title, List<String> ids) {
        List<ProtocolSpace.Spot> spots = Protocols.ALL.stream()
                .filter(protocol -> ids.contains(protocol.id()))
                .map(protocol -> new ProtocolSpace.Spot(
                        name(protocol.id()), count(protocol.id()), protocol.place(), color(protocol.id())))
                .toList();
        List<String> notes = new ArrayList<>(List.of(
                "Commits and log records of the simulated workload " + SCRIPT
                        + " under each protocol, of all processes.",
                "The axes have an order and no scale."));
        if (!ids.equals(OF_SECTION_6_2_2)) {
            notes.add("Blue: protocols of §2.3.1.");
        }
        if (ids.containsAll(VISTAGRAMS)) {
            notes.add("Green: Vistagrams (§4.3).");
        }
        if (ids.containsAll(OF_SECTION_6_2_2)) {
            notes.add("Red: the seven of §6.2.2.");
        }
        if (ids.containsAll(OF_SECTION_2_2_5)) {
            notes.add("Purple: protocols that §2.2.5 suggests, which the dissertation's figure does not have.");
        }
        return new ProtocolSpace("fig-" + number, "Figure " + number + ": " + title, spots, notes);
    }

    private static Color color(String id) {
        if (OF_SECTION_6_2_2.contains(id)) {
            return Look.VERMILION;
        }
        return VISTAGRAMS.contains(id) ? Look.GREEN : OF_SECTION_2_2_5.contains(id) ? Look.PURPLE : Look.BLUE;
    }

    private static String name(String id) {
        return NAMES.getOrDefault(id, id.toUpperCase(Locale.ROOT));
    }

    /// `1,204 commits, 88 logged`; empty where the run does not have it.
    private String count(String id) {
        double commits = value(id, Metric.COMMITS);
        double records = value(id, Metric.LOG_RECORDS);
        if (Double.isNaN(commits)) {
            return "";
        }
        String text = String.format(Locale.ROOT, "%,.0f commits", commits);
        return records > 0 ? text + String.format(Locale.ROOT, ", %,.0f logged", records) : text;
    }

    private double value(String id, Metric metric) {
        return measurements.select(EXPERIMENT, metric).entrySet().stream()
                .filter(entry -> entry.getKey().arm().protocol().equals(id)
                        && entry.getKey().cell().equals(Cell.SIMULATOR)
                        && entry.getKey()
                                .params()
                                .get(Params.SCRIPT)
                                .filter(SCRIPT::equals)
                                .isPresent())
                .mapToDouble(entry -> entry.getValue().mean())
                .findFirst()
                .orElse(Double.NaN);
    }

    /// The fraction of failures with buggy state committed over the detection delay. Protocols whose values are the
    /// same share a line.
    static Figure failStop(Measurements measurements) {
        Map<String, SortedMap<Double, BlockValues>> byProtocol = new LinkedHashMap<>();
        for (Protocol protocol : Protocols.ALL) {
            byProtocol.put(protocol.id(), new TreeMap<>());
        }
        for (Map.Entry<Key, BlockValues> entry :
                measurements.select(EXPERIMENT, Metric.BUGGY_COMMITS).entrySet()) {
            byProtocol
                    .computeIfAbsent(entry.getKey().arm().protocol(), id -> new TreeMap<>())
                    .put(entry.getKey().x().value(), entry.getValue());
        }
        Map<List<Point>, List<String>> lines = new LinkedHashMap<>();
        byProtocol.forEach((id, values) -> {
            List<Point> points = new ArrayList<>();
            values.forEach((delay, fraction) -> points.add(Point.of(delay, fraction.mean())));
            if (!points.isEmpty()) {
                lines.computeIfAbsent(points, line -> new ArrayList<>()).add(name(id));
            }
        });
        List<Series> series = new ArrayList<>();
        lines.forEach((points, names) ->
                series.add(new Series(String.join(", ", names), Look.numbered(series.size()), points)));
        return new Figure(
                "fail-stop",
                "Failures that are not fail-stop (§2.3.3)",
                new Axis("Detection delay: events from the activation of the bug to the crash", Axis.Scale.COUNTS),
                new Axis("Fraction of failures with buggy state committed", Axis.Scale.LINEAR),
                series,
                List.of(
                        "Simulated, over images of the applications of Chapter 6; every event activates the bug once.",
                        "Buggy state is committed if recovery must execute the activation again (forward commit)."));
    }
}
