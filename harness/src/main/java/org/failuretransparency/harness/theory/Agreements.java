package org.failuretransparency.harness.theory;

import java.util.Map;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.theory.agreement.Agreement;
import org.failuretransparency.theory.agreement.Agreement.Options;
import org.failuretransparency.theory.agreement.Counts;

/// Checker and explorer judge the same computations. Sufficiency: those that the checker accepts, and how many of them
/// the explorer finds a bad run of (T1). Necessity: those that it rejects although Assumptions 1 and 2 hold, and of how
/// many the explorer finds one (T2).
final class Agreements {

    static final String SUFFICIENCY = "sufficiency";
    static final String NECESSITY = "necessity";

    private final Rows rows;
    private final long seed;

    /// How many computations.
    ///
    /// @param exhaustiveEvents all of two processes with this many events
    /// @param random random ones
    /// @param withRoundsAndLogs random ones that have rounds and logs, too
    /// @param ofTwo random ones of two processes with more events, with rounds and logs
    record Sizes(int exhaustiveEvents, int random, int withRoundsAndLogs, int ofTwo) {

        static final Sizes SMOKE = new Sizes(4, 1_000, 500, 500);
        static final Sizes ALL = new Sizes(6, 100_000, 50_000, 20_000);
    }

    Agreements(Rows rows, long seed) {
        this.rows = rows;
        this.seed = seed;
    }

    void run(Sizes sizes) {
        int events = sizes.exhaustiveEvents();
        count("all", 2, events, Options.allOfTwoProcesses(events));
        Options random = Options.random(sizes.random(), seed);
        count("random", random.processes(), random.events(), random);
        Options withRounds = Options.random(sizes.withRoundsAndLogs(), seed).withRoundsAndLogs();
        count("random-with-rounds-and-logs", withRounds.processes(), withRounds.events(), withRounds);
        Options ofTwo = Options.randomOfTwo(sizes.ofTwo(), seed).withRoundsAndLogs();
        count("random-with-rounds-and-logs", ofTwo.processes(), ofTwo.events(), ofTwo);
    }

    private void count(String set, int processes, int events, Options options) {
        Params params = Params.none()
                .with(Params.SCRIPT, set)
                .with(Params.PROCESSES, processes)
                .with(Params.EVENTS, events);
        Arm sufficiency = new Arm(Cell.EXPLORER, "", SUFFICIENCY, params);
        Arm necessity = new Arm(Cell.EXPLORER, "", NECESSITY, params);
        if (rows.has(sufficiency, X.none(), 0) && rows.has(necessity, X.none(), 0)) {
            return;
        }
        Counts counts = Agreement.run(options);
        long unnecessary = counts.rejectedUnderAssumptions() - counts.badRuns();
        rows.add(
                sufficiency,
                X.none(),
                0,
                Map.of(
                        Metric.CASES, (double) counts.accepted(),
                        Metric.VIOLATIONS, (double) (counts.disagreements() - unnecessary)),
                true);
        rows.add(
                necessity,
                X.none(),
                0,
                Map.of(
                        Metric.CASES, (double) counts.rejectedUnderAssumptions(),
                        Metric.CAUGHT, (double) counts.badRuns()),
                true);
    }
}
