package org.failuretransparency.harness.claims;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.math3.stat.StatUtils;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.Selection;
import org.failuretransparency.harness.statistics.Interval;

/// V17: where throughput breaks down as the database outgrows the memory (Figures 3.5a and 3.6a).
///
/// A cell's *knee* is the largest database whose throughput, and that of all smaller ones, is still at least half of
/// the median of the throughputs below it. The claim is that Vista's knee is greater than RVM-Rio's, published twofold,
/// since RVM-Rio keeps two copies of the database in memory. The interval is that of the ratio of the knees.
final class KneeRule implements Rule {

    private static final double STILL_HIGH = 0.5;

    /// Judged on debit-credit if it was swept under a memory limit, else on order-entry.
    @Override
    public Finding judge(Claim claim, Evidence evidence) {
        List<String> reasons = new ArrayList<>();
        for (String experiment : List.of(Readings.DEBIT_CREDIT, Readings.ORDER_ENTRY)) {
            List<String> limits = evidence.measurements().valuesOf(experiment, Params.MEMORY_LIMIT);
            if (limits.isEmpty()) {
                reasons.add("no sweep under a memory limit: " + experiment);
                continue;
            }
            try {
                return judge(evidence, experiment, limits.getFirst());
            } catch (NotTestedException e) {
                reasons.add(e.why());
            }
        }
        throw new NotTestedException(String.join("; ", reasons));
    }

    private Finding judge(Evidence evidence, String experiment, String limit) {
        Selection vista = Readings.throughput(experiment, Cell.VISTA).with(Params.MEMORY_LIMIT, limit);
        Selection rvmRio = Readings.throughput(experiment, Cell.RVM_RIO).with(Params.MEMORY_LIMIT, limit);
        Sweep first = Sweep.of(evidence, vista);
        Sweep second = Sweep.of(evidence, rvmRio);
        double knee = first.knee(first.allBlocks());
        double knee2 = second.knee(second.allBlocks());
        if (first.endsAt(knee) && second.endsAt(knee2)) {
            throw new NotTestedException("no knee in the sweep: " + experiment + ", largest databases "
                    + Words.bytes(knee) + " and " + Words.bytes(knee2));
        }
        Measured ratio = new Measured(knee / knee2, interval(evidence, first, second), first.blocks());
        Verdict verdict = Verdicts.ordering(List.of(ratio, new Measured(1, Interval.point(1), ratio.blocks())));
        String atLeast = first.endsAt(knee) ? "at least " : "";
        return Finding.of(
                verdict,
                ratio,
                experiment + " under " + Words.bytes(Double.parseDouble(limit)) + ": knee of Vista " + atLeast
                        + Words.bytes(knee) + ", of RVM-Rio " + Words.bytes(knee2) + ", of RVM on disk "
                        + onDisk(evidence, experiment, limit) + "; " + Words.blocks(ratio.blocks())
                        + Readings.leftOut(evidence, List.of(vista, rvmRio)));
    }

    private static Interval interval(Evidence evidence, Sweep first, Sweep second) {
        int blocks = Math.min(first.blocks(), second.blocks());
        return evidence.bootstrap().of(blocks, drawn -> first.knee(drawn) / second.knee(drawn));
    }

    private static String onDisk(Evidence evidence, String experiment, String limit) {
        Selection disk = Readings.throughput(experiment, Cell.RVM_DISK).with(Params.MEMORY_LIMIT, limit);
        if (!evidence.has(disk)) {
            return "not measured";
        }
        Sweep sweep = Sweep.of(evidence, disk);
        double knee = sweep.knee(sweep.allBlocks());
        return (sweep.endsAt(knee) ? "at least " : "") + Words.bytes(knee);
    }

    /// Throughput over database sizes: for each size one value a block, the same blocks for all.
    private record Sweep(SortedMap<Double, double[]> perSize, int blocks) {

        static Sweep of(Evidence evidence, Selection selection) {
            SortedMap<Double, BlockValues> found = evidence.find(selection);
            SortedSet<Integer> common = new TreeSet<>();
            found.values().forEach(values -> common.addAll(values.byBlock().keySet()));
            found.values().forEach(values -> common.retainAll(values.byBlock().keySet()));
            if (found.size() < 2 || common.isEmpty()) {
                throw new NotTestedException(
                        "no sweep: " + selection + ", sizes=" + found.size() + ", common blocks=" + common.size());
            }
            SortedMap<Double, double[]> perSize = new TreeMap<>();
            found.forEach((size, values) -> perSize.put(size, values.valuesOf(common)));
            return new Sweep(perSize, common.size());
        }

        int[] allBlocks() {
            int[] all = new int[blocks];
            Arrays.setAll(all, i -> i);
            return all;
        }

        boolean endsAt(double knee) {
            return perSize.lastKey() == knee;
        }

        double knee(int[] drawn) {
            double knee = perSize.firstKey();
            List<Double> below = new ArrayList<>();
            for (Map.Entry<Double, double[]> size : perSize.entrySet()) {
                double throughput = Arrays.stream(drawn)
                        .mapToDouble(block -> size.getValue()[block])
                        .average()
                        .orElseThrow();
                if (!below.isEmpty() && throughput < STILL_HIGH * median(below)) {
                    return knee;
                }
                below.add(throughput);
                knee = size.getKey();
            }
            return knee;
        }

        private static double median(List<Double> values) {
            return StatUtils.percentile(
                    values.stream().mapToDouble(Double::doubleValue).toArray(), 50);
        }
    }
}
