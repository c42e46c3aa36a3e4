package org.failuretransparency.harness.theory;

import java.util.Map;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.protocol.FailureKind;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.Protocols;
import org.failuretransparency.theory.simulator.Counts;
import org.failuretransparency.theory.simulator.Simulator;
import org.failuretransparency.theory.simulator.Workload;

/// Every protocol with every workload: what it costs, and whether the computation upholds the commit invariant, under
/// the failures that the protocol tolerates (T3, T4, T5).
///
/// Of [Workload#RANDOM] there are many short scripts, so that all mixtures of events occur. The row with process
/// [#FEWEST_COMMITS] says in how many of them CBNDVS committed more than CAND or CPVS.
final class ProtocolCosts {

    static final String FEWEST_COMMITS = "fewest-commits";

    private static final int RANDOM_EVENTS = 60;

    private final Rows rows;
    private final int block;
    private final long seed;

    ProtocolCosts(Rows rows, int block, long seed) {
        this.rows = rows;
        this.block = block;
        this.seed = seed;
    }

    void run(int scriptEvents, int randomScripts) {
        for (Workload workload : Workload.values()) {
            boolean random = workload == Workload.RANDOM;
            for (Protocol protocol : Protocols.ALL) {
                Arm arm =
                        new Arm(Cell.SIMULATOR, protocol.id(), "", Params.none().with(Params.SCRIPT, workload.id()));
                if (!rows.has(arm, X.none(), block)) {
                    Sum sum = new Sum();
                    for (int number = 0; number < (random ? randomScripts : 1); number++) {
                        sum.add(protocol, script(workload, random ? RANDOM_EVENTS : scriptEvents, number));
                    }
                    rows.add(arm, X.none(), block, sum.judged(), true);
                    rows.add(arm, X.none(), block, sum.costs(), sum.violations == 0);
                }
            }
        }
        compareCommits(randomScripts);
    }

    private Computation script(Workload workload, int events, int number) {
        // Far from the other blocks' seeds, which are next to this one's.
        return workload.script(events, seed + 1_000_000L * number);
    }

    private void compareCommits(int scripts) {
        Arm arm = new Arm(
                Cell.SIMULATOR, "cbndvs", FEWEST_COMMITS, Params.none().with(Params.SCRIPT, Workload.RANDOM.id()));
        if (rows.has(arm, X.none(), block)) {
            return;
        }
        int more = 0;
        for (int number = 0; number < scripts; number++) {
            Computation script = script(Workload.RANDOM, RANDOM_EVENTS, number);
            long fewest = Math.min(commits("cand", script), commits("cpvs", script));
            more += commits("cbndvs", script) > fewest ? 1 : 0;
        }
        rows.add(arm, X.none(), block, Map.of(Metric.CASES, (double) scripts, Metric.VIOLATIONS, (double) more), true);
    }

    private static long commits(String protocol, Computation script) {
        return Simulator.run(script, Protocols.named(protocol), event -> {}).commits();
    }

    /// The failures that the checker asks a protocol's computations to survive.
    static Failures tolerated(Protocol protocol) {
        return protocol.tolerates().contains(FailureKind.SEVERAL_PROCESSES) ? Failures.SEVERAL : Failures.ONE;
    }

    /// What a protocol did in several scripts.
    private static final class Sum {

        private int scripts;
        private long violations;
        private long events;
        private long commits;
        private long rounds;
        private long logRecords;
        private long logWrites;
        private long waits;
        private long controlMessages;
        private long piggybackedBytes;

        void add(Protocol protocol, Computation script) {
            CommitInvariant invariant = new CommitInvariant(script.processes(), tolerated(protocol), 0);
            Counts counts = Simulator.run(script, protocol, invariant);
            violations += invariant.end().violations();
            scripts++;
            events += counts.events();
            commits += counts.commits();
            rounds += counts.rounds();
            logRecords += counts.logRecords();
            logWrites += counts.logWrites();
            waits += counts.waits();
            controlMessages += counts.controlMessages();
            piggybackedBytes += counts.piggybackedBytes();
        }

        /// What claims are judged by: it counts whatever it says.
        Map<Metric, Double> judged() {
            return Map.of(Metric.CASES, (double) scripts, Metric.VIOLATIONS, (double) violations);
        }

        /// What it cost; of a computation that may recover inconsistently nobody wants to know.
        Map<Metric, Double> costs() {
            return Map.of(
                    Metric.EVENTS, (double) events,
                    Metric.COMMITS, (double) commits,
                    Metric.ROUNDS, (double) rounds,
                    Metric.LOG_RECORDS, (double) logRecords,
                    Metric.LOG_WRITES, (double) logWrites,
                    Metric.WAITS, (double) waits,
                    Metric.CONTROL_MESSAGES, (double) controlMessages,
                    Metric.PIGGYBACKED_BYTES, (double) piggybackedBytes);
        }
    }
}
