package org.failuretransparency.harness.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Key;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;

/// The rules for Chapter 2: T1-T9. The experiment `theory` records, for each kind of case, how many were tried
/// (`cases`), and in how many an invariant was broken (`violations`) or a violation made on purpose was found
/// (`caught`); the column process says which kind of case.
final class TheoryRules {

    static final String EXPERIMENT = "theory";
    static final String SUFFICIENCY = "sufficiency";
    static final String NECESSITY = "necessity";
    static final String COROLLARY_1 = "corollary-1";
    static final String FEWEST_COMMITS = "fewest-commits";
    static final String CHECKPOINT_AFTER_SEND = "checkpoint-after-send";
    static final String UNCOORDINATED = "uncoordinated-checkpointing";

    private static final List<String> OF_SECTION_2_2_5 = List.of("cand", "cpvs", "cbndvs", "coordinated-checkpointing");
    private static final List<String> OF_SECTION_2_3_1 = List.of(
            "targon32",
            "hypervisor",
            "sender-based-logging",
            "family-based-logging",
            "manetho",
            "optimistic-logging",
            "coordinated-checkpointing",
            "process-pairs");

    private TheoryRules() {}

    static Map<String, Rule> all() {
        Map<String, Function<Evidence, Finding>> rules = Map.of(
                "T1", TheoryRules::sufficiency,
                "T2", evidence -> caught(evidence, ofProcess(Cell.EXPLORER, NECESSITY), "computations that violate it"),
                "T3", evidence -> upheld(evidence, OF_SECTION_2_2_5),
                "T4", TheoryRules::fewestCommits,
                "T5", evidence -> upheld(evidence, OF_SECTION_2_3_1),
                "T6",
                        evidence -> caught(
                                evidence,
                                key -> key.arm().protocol().equals(CHECKPOINT_AFTER_SEND),
                                "computations with an event to lose before a send"),
                "T7", TheoryRules::domino,
                "T8", FailStopRule::judge,
                "T9", TheoryRules::corollary1);
        return rules.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> judgedIfRun(entry.getValue())));
    }

    private static Rule judgedIfRun(Function<Evidence, Finding> rule) {
        return (claim, evidence) -> {
            if (evidence.measurements().values().keySet().stream()
                    .noneMatch(key -> key.experiment().equals(EXPERIMENT))) {
                throw new NotTestedException("the experiment " + EXPERIMENT + " is not in this run");
            }
            return rule.apply(evidence);
        };
    }

    private static Predicate<Key> ofProcess(Cell cell, String process) {
        return key -> key.cell().equals(cell) && key.arm().process().equals(process);
    }

    private static Finding sufficiency(Evidence evidence) {
        Predicate<Key> concerned = ofProcess(Cell.EXPLORER, SUFFICIENCY);
        double cases = cases(evidence, concerned);
        double violations = total(evidence, Metric.VIOLATIONS, concerned);
        return Finding.of(
                Verdicts.property(violations == 0),
                Measured.exact(violations),
                Words.number(cases) + " computations that uphold it, each explored with every failure: "
                        + Words.number(violations) + " can recover inconsistently" + sets(evidence, concerned));
    }

    /// Cases made to break an invariant: each has to be found.
    private static Finding caught(Evidence evidence, Predicate<Key> concerned, String what) {
        double cases = cases(evidence, concerned);
        double caught = total(evidence, Metric.CAUGHT, concerned);
        return Finding.of(
                Verdicts.property(caught == cases),
                Measured.exact(caught),
                Words.number(caught) + " of " + Words.number(cases) + " " + what + " found"
                        + sets(evidence, concerned));
    }

    /// Reported without a commit atomic with the event, and accepted with one.
    private static Finding corollary1(Evidence evidence) {
        Predicate<Key> concerned = ofProcess(Cell.SIMULATOR, COROLLARY_1);
        Finding caught = caught(evidence, concerned, "computations with a visible non-deterministic event");
        double falseAlarms = total(evidence, Metric.VIOLATIONS, concerned);
        return new Finding(
                Verdicts.property(caught.verdict() == Verdict.REPRODUCED && falseAlarms == 0),
                caught.measured(),
                caught.why() + "; " + Words.number(falseAlarms) + " where it was atomic with a commit");
    }

    /// `; by set: processes=2;events=6: 120 cases`, where there are several.
    private static String sets(Evidence evidence, Predicate<Key> concerned) {
        Map<String, Double> bySet = new TreeMap<>();
        rows(evidence, Metric.CASES, concerned)
                .forEach((key, values) -> bySet.merge(key.params().toString(), sum(values), Double::sum));
        if (bySet.size() < 2) {
            return "";
        }
        return bySet.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + Words.number(entry.getValue()))
                .collect(Collectors.joining(", ", " (", ")"));
    }

    private static Finding upheld(Evidence evidence, List<String> protocols) {
        double cases = 0;
        double violations = 0;
        List<String> broken = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String protocol : protocols) {
            Predicate<Key> concerned = key -> key.cell().equals(Cell.SIMULATOR)
                    && key.arm().process().isEmpty()
                    && key.arm().protocol().equals(protocol);
            double ofThis = total(evidence, Metric.CASES, concerned);
            double found = total(evidence, Metric.VIOLATIONS, concerned);
            cases += ofThis;
            violations += found;
            if (ofThis == 0) {
                missing.add(protocol);
            }
            if (found > 0) {
                broken.add(protocol);
            }
        }
        if (!missing.isEmpty()) {
            throw new NotTestedException("not simulated: " + String.join(", ", missing));
        }
        return Finding.of(
                Verdicts.property(violations == 0),
                Measured.exact(violations),
                protocols.size() + " protocols, " + Words.number(cases)
                        + " simulated computations checked, none of a real run"
                        + (broken.isEmpty() ? "" : "; violated by " + String.join(", ", broken)));
    }

    /// The counts of a script are exact, so that each script and block is a case. By the claim's own words the same
    /// number is right as well.
    private static Finding fewestCommits(Evidence evidence) {
        int cases = 0;
        List<String> exceptions = new ArrayList<>();
        boolean meansInOrder = true;
        double most = 0;
        for (String script : scripts(evidence)) {
            BlockValues cbndvs = commits(evidence, "cbndvs", script);
            BlockValues cand = commits(evidence, "cand", script);
            BlockValues cpvs = commits(evidence, "cpvs", script);
            double fewestOnAverage = Math.min(cand.mean(), cpvs.mean());
            meansInOrder &= cbndvs.mean() <= fewestOnAverage;
            most = Math.max(most, fewestOnAverage == 0 ? 0 : cbndvs.mean() / fewestOnAverage);
            Set<Integer> blocks = new TreeSet<>(cbndvs.commonBlocks(cand));
            blocks.retainAll(cpvs.byBlock().keySet());
            for (int block : blocks) {
                cases++;
                double fewest = Math.min(
                        cand.byBlock().getOrDefault(block, 0.0), cpvs.byBlock().getOrDefault(block, 0.0));
                if (cbndvs.byBlock().getOrDefault(block, 0.0) > fewest) {
                    exceptions.add(script + " in block " + block);
                }
            }
        }
        Predicate<Key> randomScripts = ofProcess(Cell.SIMULATOR, FEWEST_COMMITS);
        double random = total(evidence, Metric.CASES, randomScripts);
        double moreInRandom = total(evidence, Metric.VIOLATIONS, randomScripts);
        if (moreInRandom > 0) {
            exceptions.add(Words.number(moreInRandom) + " random scripts");
        }
        Verdict verdict =
                exceptions.isEmpty() ? Verdict.REPRODUCED : meansInOrder ? Verdict.SHAPE : Verdict.NOT_REPRODUCED;
        return Finding.of(
                verdict,
                Measured.exact(most),
                "commits of cbndvs over the fewer of cand's and cpvs's, the most of all workloads; " + cases
                        + " workloads and " + Words.number(random) + " random scripts"
                        + (exceptions.isEmpty() ? "" : ", more in " + String.join(", ", exceptions)));
    }

    private static List<String> scripts(Evidence evidence) {
        List<String> scripts = evidence.measurements().valuesOf(EXPERIMENT, Params.SCRIPT).stream()
                .filter(script ->
                        !rows(evidence, Metric.COMMITS, of("cbndvs", script)).isEmpty())
                .toList();
        if (scripts.isEmpty()) {
            throw new NotTestedException("not simulated: cbndvs");
        }
        return scripts;
    }

    private static Predicate<Key> of(String protocol, String script) {
        return key -> key.cell().equals(Cell.SIMULATOR)
                && key.arm().protocol().equals(protocol)
                && key.params().get(Params.SCRIPT).filter(script::equals).isPresent();
    }

    private static BlockValues commits(Evidence evidence, String protocol, String script) {
        return rows(evidence, Metric.COMMITS, of(protocol, script)).values().stream()
                .findFirst()
                .orElseThrow(() -> new NotTestedException("not simulated: " + protocol + " with " + script));
    }

    /// By the theory's rule nobody but the failed process rolls back where nothing non-deterministic is between a
    /// checkpoint and the send after it, or nothing that will be shown; and the dominoes fall where something is.
    private static Finding domino(Evidence evidence) {
        Predicate<Key> deterministic = ofDomino("theory", "deterministic");
        Predicate<Key> hidden = ofDomino("theory", "hidden");
        Predicate<Key> exposed = ofDomino("theory", "exposed");
        double cases = cases(evidence, deterministic) + cases(evidence, hidden) + cases(evidence, exposed);
        double needless = total(evidence, Metric.CASCADES, deterministic) + total(evidence, Metric.CASCADES, hidden);
        double dominoes = total(evidence, Metric.DOMINOES, exposed);
        return Finding.of(
                Verdicts.property(needless == 0 && dominoes > 0),
                Measured.exact(needless),
                "cascading rollbacks where nothing non-deterministic that will be shown lies between checkpoint and "
                        + "send, in " + Words.number(cases) + " cases; where something does, "
                        + Words.number(dominoes) + " of " + Words.number(cases(evidence, exposed))
                        + " fall back to the beginning; the classic rule cascades in "
                        + Words.number(total(evidence, Metric.CASCADES, ofDomino("classic", "deterministic")))
                        + " where all is deterministic");
    }

    private static Predicate<Key> ofDomino(String rule, String choices) {
        return key -> key.arm().protocol().equals(UNCOORDINATED)
                && key.params().get(Params.RULE).filter(rule::equals).isPresent()
                && key.params().get(Params.CHOICES).filter(choices::equals).isPresent();
    }

    /// Cases tried, at least one.
    private static double cases(Evidence evidence, Predicate<Key> concerned) {
        double cases = total(evidence, Metric.CASES, concerned);
        if (cases == 0) {
            throw new NotTestedException("no cases in this run");
        }
        return cases;
    }

    private static double total(Evidence evidence, Metric metric, Predicate<Key> concerned) {
        return rows(evidence, metric, concerned).values().stream()
                .mapToDouble(TheoryRules::sum)
                .sum();
    }

    private static double sum(BlockValues values) {
        double sum = 0;
        for (double value : values.values()) {
            sum += value;
        }
        return sum;
    }

    private static Map<Key, BlockValues> rows(Evidence evidence, Metric metric, Predicate<Key> concerned) {
        Map<Key, BlockValues> rows = new TreeMap<>(evidence.measurements().select(EXPERIMENT, metric));
        rows.keySet().removeIf(concerned.negate());
        return rows;
    }
}
