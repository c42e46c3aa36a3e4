package org.failuretransparency.harness.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.Selection;

/// The rules for what recoverable messages cost: G1 to G3, Figure 4.6.
final class MessageRules {

    private static final String EXPERIMENT = "vistagrams";
    private static final double MESSAGES_A_CYCLE = 2;
    /// A response that took longer than the retransmission's timeout, on a busy machine, in a thousand cycles.
    private static final double RARE = 0.001;

    private MessageRules() {}

    static Map<String, Rule> all() {
        return Map.of(
                "G1", (claim, evidence) -> difference(claim, evidence),
                "G2", (claim, evidence) -> ratio(claim, evidence),
                "G3", (_, evidence) -> messages(evidence));
    }

    private static Selection of(Cell cell, Metric metric) {
        return Selection.of(EXPERIMENT, cell, metric, Params.BYTES);
    }

    private static SortedSet<Double> sizes(Evidence evidence) {
        return evidence.commonPlaces(
                List.of(of(Cell.VISTAGRAMS, Metric.ROUND_TRIP), of(Cell.BASELINE, Metric.ROUND_TRIP)));
    }

    /// What recovery adds at each size, block by block; of all sizes, the mean.
    private static Finding difference(Claim claim, Evidence evidence) {
        List<String> words = new ArrayList<>();
        BlockValues sum = null;
        SortedSet<Double> sizes = sizes(evidence);
        for (double bytes : sizes) {
            BlockValues with = evidence.at(of(Cell.VISTAGRAMS, Metric.ROUND_TRIP), bytes);
            BlockValues without = evidence.at(of(Cell.BASELINE, Metric.ROUND_TRIP), bytes);
            BlockValues added = new BlockValues(with.combine(without, (one, other) -> one - other));
            words.add(Words.value(evidence.mean(added, 1), "us") + " at " + Words.bytes(bytes));
            sum = sum == null ? added : new BlockValues(sum.combine(added, Double::sum));
        }
        if (sum == null) {
            throw new NotTestedException("no common size of messages");
        }
        Measured mean = evidence.mean(sum, 1.0 / sizes.size());
        return Finding.of(
                Verdicts.absolute(claim, mean, false),
                mean,
                "the mean over all sizes; " + String.join(", ", words)
                        + Readings.leftOut(evidence, List.of(of(Cell.VISTAGRAMS, Metric.ROUND_TRIP))));
    }

    /// The ratio at the size where it is greatest.
    private static Finding ratio(Claim claim, Evidence evidence) {
        Measured greatest = null;
        List<String> words = new ArrayList<>();
        for (double bytes : sizes(evidence)) {
            BlockValues with = evidence.at(of(Cell.VISTAGRAMS, Metric.ROUND_TRIP), bytes);
            BlockValues without = evidence.at(of(Cell.BASELINE, Metric.ROUND_TRIP), bytes);
            Measured ratio = evidence.ratio(with, without, "round trip of Vistagrams over the baseline's");
            greatest = greatest == null || ratio.value() > greatest.value() ? ratio : greatest;
            words.add(
                    Words.number(with.mean()) + " / " + Words.number(without.mean()) + " us at " + Words.bytes(bytes));
        }
        if (greatest == null) {
            throw new NotTestedException("no common size of messages");
        }
        return Finding.of(Verdicts.ratio(claim, greatest), greatest, "the greatest of " + String.join(", ", words));
    }

    /// Datagrams that both ends sent, at every size, with one request outstanding.
    private static Finding messages(Evidence evidence) {
        Measured most = Measured.exact(0);
        double copied = 0;
        for (Map.Entry<Double, BlockValues> entry :
                evidence.find(of(Cell.VISTAGRAMS, Metric.MESSAGES)).entrySet()) {
            Measured here = evidence.mean(entry.getValue(), 1);
            if (here.value() > most.value()) {
                most = here;
            }
            copied = evidence.at(of(Cell.VISTAGRAMS, Metric.BYTES_COPIED), entry.getKey())
                            .mean()
                    / entry.getKey();
        }
        return Finding.of(
                Verdicts.property(most.value() <= MESSAGES_A_CYCLE + RARE),
                most,
                "datagrams a cycle, the most of all sizes; each byte of a message is copied " + Words.number(copied / 2)
                        + " times each way, at the largest size");
    }
}
