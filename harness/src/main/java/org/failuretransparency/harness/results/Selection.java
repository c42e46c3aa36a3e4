package org.failuretransparency.harness.results;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which values a claim or a figure is about: a metric of a cell in an experiment, over one horizontal axis.
///
/// A parameter that is not asked for has its plain value: no group commit, no page protection, no memory limit. Where a
/// cell was measured through several accessors, the one nearest to the dissertation's explicit `vista_set_range` is
/// taken.
///
/// @param process the process or the part that is asked for; empty for the whole
/// @param axis the number that the values are ordered by, an x or a parameter, e.g. `bytes`
/// @param wanted parameters asked for, with their values
public record Selection(
        String experiment, Cell cell, String process, Metric metric, String axis, Map<String, String> wanted) {

    private static final Map<String, String> PLAIN =
            Map.of(Params.GROUP, "1", Params.PROTECTION, "none", Params.MEMORY_LIMIT, "");
    private static final List<String> ACCESS_BY_PREFERENCE = List.of("set-range", "", "typed", "pages");

    static final Comparator<Key> BY_PREFERENCE =
            Comparator.comparingInt((Key key) -> key.params().values().size()).thenComparing(Comparator.naturalOrder());

    public Selection {
        wanted = Map.copyOf(wanted);
    }

    /// The plain values of a cell.
    public static Selection of(String experiment, Cell cell, Metric metric, String axis) {
        return new Selection(experiment, cell, "", metric, axis, Map.of());
    }

    /// The same with one parameter asked for.
    public Selection with(String key, String value) {
        Map<String, String> more = new TreeMap<>(wanted);
        more.put(key, value);
        return new Selection(experiment, cell, process, metric, axis, more);
    }

    /// The same of another metric.
    public Selection with(Metric other) {
        return new Selection(experiment, cell, process, other, axis, wanted);
    }

    /// The same of one process or part.
    public Selection of(String part) {
        return new Selection(experiment, cell, part, metric, axis, wanted);
    }

    boolean accepts(Key key) {
        Arm arm = key.arm();
        return key.experiment().equals(experiment)
                && key.metric() == metric
                && arm.cell().equals(cell)
                && arm.protocol().isEmpty()
                && arm.process().equals(process)
                && key.number(axis).isPresent()
                && PLAIN.keySet().stream().allMatch(name -> agrees(key, name))
                && wanted.keySet().stream().allMatch(name -> agrees(key, name));
    }

    private boolean agrees(Key key, String name) {
        String plain = PLAIN.getOrDefault(name, "");
        String found = key.params().get(name).orElse(plain);
        return found.equals(wanted.getOrDefault(name, plain));
    }

    /// The accessor's rank among those that a cell was measured through; the lowest is taken.
    int accessRank(Key key) {
        int rank = ACCESS_BY_PREFERENCE.indexOf(key.params().get(Params.ACCESS).orElse(""));
        return rank < 0 ? ACCESS_BY_PREFERENCE.size() : rank;
    }

    /// The form in messages: `throughput of rvm/disk in debit-credit with group=64`.
    @Override
    public String toString() {
        String with = wanted.isEmpty()
                ? ""
                : " with " + new TreeMap<>(wanted).toString().replaceAll("[{}]", "");
        String part = process.isEmpty() ? "" : " (" + process + ")";
        return metric.id() + " of " + cell + part + " in " + experiment + with;
    }
}
