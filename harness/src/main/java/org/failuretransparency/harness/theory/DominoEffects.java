package org.failuretransparency.harness.theory;

import java.util.Locale;
import java.util.Map;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.theory.simulator.Domino;
import org.failuretransparency.theory.simulator.DominoPattern;

/// How far uncoordinated checkpoints roll back, by the classic rule and by the theory's, with and without
/// non-deterministic events between checkpoints and sends (T7).
final class DominoEffects {

    static final String UNCOORDINATED = "uncoordinated-checkpointing";

    private final Rows rows;
    private final int block;
    private final long seed;

    DominoEffects(Rows rows, int block, long seed) {
        this.rows = rows;
        this.block = block;
        this.seed = seed;
    }

    void run(int patterns) {
        for (DominoPattern.Between between : DominoPattern.Between.values()) {
            for (Domino.Rule rule : Domino.Rule.values()) {
                Params params = Params.none()
                        .with(Params.CHOICES, between.name().toLowerCase(Locale.ROOT))
                        .with(Params.RULE, rule.name().toLowerCase(Locale.ROOT));
                Arm arm = new Arm(Cell.SIMULATOR, UNCOORDINATED, "", params);
                if (!rows.has(arm, X.none(), block)) {
                    // The survey counts seeds up from its own.
                    Domino.Survey survey = Domino.survey(seed + 1_000_000L * block, patterns, between, rule);
                    rows.add(
                            arm,
                            X.none(),
                            block,
                            Map.of(
                                    Metric.CASES, (double) survey.patterns(),
                                    Metric.CASCADES, (double) survey.cascades(),
                                    Metric.DOMINOES, (double) survey.dominoes(),
                                    Metric.EVENTS_LOST, survey.lostFraction()),
                            true);
                }
            }
        }
    }
}
