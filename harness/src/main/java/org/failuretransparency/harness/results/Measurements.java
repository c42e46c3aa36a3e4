package org.failuretransparency.harness.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// All values of a run by what they are of and by block, raw and derived: what claims, figures and comparisons look at.
///
/// Invalid samples are counted and take no part in any value. The seed does not tell arms apart.
///
/// **Threads**: any; nothing changes after construction.
public final class Measurements {

    private final SortedMap<Key, BlockValues> values;
    private final SortedMap<Key, Long> invalid;

    private Measurements(SortedMap<Key, BlockValues> values, SortedMap<Key, Long> invalid) {
        this.values = Collections.unmodifiableSortedMap(values);
        this.invalid = Collections.unmodifiableSortedMap(invalid);
    }

    public static Measurements of(Collection<Sample> samples) {
        Map<Boolean, List<Sample>> byValidity = samples.stream().collect(Collectors.partitioningBy(Sample::valid));
        SortedMap<Key, SortedMap<Integer, List<Double>>> trials = new TreeMap<>();
        for (Sample sample : byValidity.getOrDefault(true, List.of())) {
            trials.computeIfAbsent(keyOf(sample), key -> new TreeMap<>())
                    .computeIfAbsent(sample.turn().block(), block -> new ArrayList<>())
                    .add(sample.value());
        }
        SortedMap<Key, Long> invalid = byValidity.getOrDefault(false, List.of()).stream()
                .collect(Collectors.groupingBy(Measurements::keyOf, TreeMap::new, Collectors.counting()));
        return new Measurements(DerivedMetrics.addTo(trials), invalid);
    }

    /// Every series of the run, raw and derived.
    public SortedMap<Key, BlockValues> values() {
        return values;
    }

    /// How many samples were left out because they are invalid.
    public long invalidSamples() {
        return invalid.values().stream().mapToLong(Long::longValue).sum();
    }

    /// How many samples of a selection were left out because they are invalid. Of a derived metric, those that it comes
    /// from.
    public long invalidSamples(Selection selection) {
        return invalid.entrySet().stream()
                .filter(entry -> selection.accepts(entry.getKey())
                        || DerivedMetrics.of(entry.getKey()).anyMatch(selection::accepts))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /// The selected values by their place on the axis; empty where nothing was measured.
    public NavigableMap<Double, BlockValues> select(Selection selection) {
        List<Key> accepted = values.keySet().stream().filter(selection::accepts).toList();
        int rank = accepted.stream().mapToInt(selection::accessRank).min().orElse(0);
        NavigableMap<Double, BlockValues> selected = new TreeMap<>();
        accepted.stream()
                .filter(key -> selection.accessRank(key) == rank)
                .sorted(Selection.BY_PREFERENCE)
                .forEach(
                        key -> selected.putIfAbsent(key.number(selection.axis()).orElseThrow(), values.get(key)));
        return selected;
    }

    /// The series of one metric in an experiment, whatever ran.
    public SortedMap<Key, BlockValues> select(String experiment, Metric metric) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().metric() == metric
                        && entry.getKey().experiment().equals(experiment))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first, TreeMap::new));
    }

    /// The values of a parameter that occur in an experiment, numerically sorted where they are numbers.
    public List<String> valuesOf(String experiment, String parameter) {
        return values.keySet().stream()
                .filter(key -> key.experiment().equals(experiment))
                .flatMap(key -> key.params().get(parameter).stream())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static Key keyOf(Sample sample) {
        Key key = sample.key();
        return new Key(key.experiment(), key.arm().withoutSeed(), key.x(), key.metric());
    }
}
