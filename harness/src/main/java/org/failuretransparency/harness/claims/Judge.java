package org.failuretransparency.harness.claims;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.failuretransparency.harness.results.Measurements;
import org.failuretransparency.harness.statistics.Bootstrap;

/// Judges every claim by a run's measurements. The rules stand in one registry, by the claim's id; a claim without a
/// rule, or without the rows that its rule needs, is `not-tested` with the reason.
final class Judge {

    private static final String NO_RULE = "its experiment is not part of this version";

    private final Map<String, Rule> rules = new TreeMap<>();

    Judge() {
        rules.putAll(OverheadRules.all());
        rules.putAll(ThroughputRules.all());
        rules.putAll(CountRules.all());
        rules.putAll(CheckpointRules.all());
        rules.putAll(MessageRules.all());
        rules.putAll(TheoryRules.all());
        rules.put("V17", new KneeRule());
    }

    List<Judgement> judge(List<Claim> claims, Measurements measurements, Bootstrap bootstrap) {
        Evidence evidence = new Evidence(measurements, bootstrap);
        return claims.stream()
                .map(claim -> new Judgement(claim, find(claim, evidence)))
                .toList();
    }

    private Finding find(Claim claim, Evidence evidence) {
        Rule rule = rules.get(claim.id());
        if (rule == null) {
            return Finding.notTested(NO_RULE);
        }
        try {
            return rule.judge(claim, evidence);
        } catch (NotTestedException e) {
            return Finding.notTested(e.why());
        }
    }
}
