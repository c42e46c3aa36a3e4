package org.failuretransparency.harness.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.Key;
import org.failuretransparency.harness.results.Metric;

/// The rule for T8: protocols that leave no event non-deterministic commit buggy state in every failure, whatever the
/// detection delay; those that defer commits do so in fewer failures, which is judged at the shortest delay. The longer
/// the delay, the surer comes a visible event, up to which at most they can defer.
final class FailStopRule {

    /// Commit after every non-deterministic event, or log all of them before the process goes on (§2.3.3).
    private static final List<String> EAGER = List.of("cand", "cand-log", "targon32");
    /// The protocols that §2.3.3 names as deferring.
    private static final List<String> DEFERRING =
            List.of("cpvs", "cbndvs", "lazy-logging", "coordinated-checkpointing");

    private FailStopRule() {}

    static Finding judge(Evidence evidence) {
        boolean eagerAlways = true;
        for (String protocol : EAGER) {
            for (BlockValues fraction : fractions(evidence, protocol).values()) {
                eagerAlways &= fraction.byBlock().values().stream().allMatch(value -> value == 1);
            }
        }
        boolean apart = true;
        boolean below = true;
        Measured most = Measured.exact(0);
        List<String> words = new ArrayList<>();
        for (String protocol : DEFERRING) {
            NavigableMap<Double, BlockValues> fractions = fractions(evidence, protocol);
            Measured shortest = evidence.mean(fractions.firstEntry().getValue(), 1);
            Measured longest = evidence.mean(fractions.lastEntry().getValue(), 1);
            apart &= shortest.blocks() > 1 && shortest.interval().high() < 1;
            below &= shortest.value() < 1;
            most = shortest.value() > most.value() ? shortest : most;
            words.add(protocol + " " + Words.number(shortest.value()) + " to " + Words.number(longest.value()));
        }
        Verdict verdict = !eagerAlways || !below ? Verdict.NOT_REPRODUCED : apart ? Verdict.REPRODUCED : Verdict.SHAPE;
        return Finding.of(
                verdict,
                most,
                (eagerAlways ? "1 with " : "not always 1 with ") + String.join(", ", EAGER)
                        + "; from the shortest to the longest detection delay: " + String.join(", ", words));
    }

    /// By delay, at least one.
    private static NavigableMap<Double, BlockValues> fractions(Evidence evidence, String protocol) {
        TreeMap<Double, BlockValues> fractions = new TreeMap<>();
        for (Map.Entry<Key, BlockValues> entry : evidence.measurements()
                .select(TheoryRules.EXPERIMENT, Metric.BUGGY_COMMITS)
                .entrySet()) {
            if (entry.getKey().arm().protocol().equals(protocol)) {
                fractions.put(entry.getKey().x().value(), entry.getValue());
            }
        }
        if (fractions.isEmpty()) {
            throw new NotTestedException("not simulated: failures of " + protocol);
        }
        return fractions;
    }
}
