package org.failuretransparency.harness.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.Key;
import org.failuretransparency.harness.results.Measurements;
import org.failuretransparency.harness.statistics.Bootstrap;

/// Two runs, series by series: what both measured, worst first, and what only one of them did.
///
/// @param differences of the series that both runs have, the greatest loss first
/// @param onlyInA the series that B lacks
/// @param onlyInB the series that A lacks
record Comparison(List<Difference> differences, List<Key> onlyInA, List<Key> onlyInB) {

    static Comparison of(Measurements a, Measurements b, Bootstrap bootstrap) {
        List<Difference> differences = new ArrayList<>();
        for (Map.Entry<Key, BlockValues> entry : a.values().entrySet()) {
            BlockValues other = b.values().get(entry.getKey());
            if (other != null) {
                differences.add(Difference.of(entry.getKey(), entry.getValue(), other, bootstrap));
            }
        }
        differences.sort(Comparator.comparing(Difference::significant)
                .thenComparingDouble(Difference::loss)
                .reversed()
                .thenComparing(Difference::key));
        return new Comparison(differences, missing(a.values(), b.values()), missing(b.values(), a.values()));
    }

    /// How many series are significantly worse in B by more than a tolerance, e.g. 0.1 for 10%.
    long worseThan(double tolerance) {
        return differences.stream()
                .filter(difference -> difference.isWorseThan(tolerance))
                .count();
    }

    private static List<Key> missing(SortedMap<Key, BlockValues> of, SortedMap<Key, BlockValues> in) {
        return of.keySet().stream().filter(key -> !in.containsKey(key)).toList();
    }
}
