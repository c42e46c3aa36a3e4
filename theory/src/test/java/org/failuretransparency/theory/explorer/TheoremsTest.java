package org.failuretransparency.theory.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Theorem 2, by its formula, against Theorem 1, by execution.
final class TheoremsTest {

    @Test
    void agreeOnAllComputationsOfTwoProcessesAndFourEvents() {
        List<Pattern> patterns = new ArrayList<>();
        Patterns.allOfTwoProcesses(4, patterns::add);

        assertThat(patterns).hasSizeGreaterThan(500);
        patterns.forEach(pattern -> agree(pattern, "all of 4 events"));
    }

    @Test
    void agreeOnRandomComputationsOfThreeProcesses() {
        for (int seed = 0; seed < 500; seed++) {
            agree(Patterns.random(new SplittableRandom(seed), 3, 8, false), "seed=" + seed);
        }
    }

    @Test
    void agreeOnRandomComputationsWithRoundsAndLogs() {
        for (int seed = 0; seed < 500; seed++) {
            agree(Patterns.random(new SplittableRandom(seed), 3, 8, true), "rounds and logs, seed=" + seed);
        }
    }

    private static void agree(Pattern pattern, String where) {
        boolean upheld = Theorem2.holds(pattern.computation());
        Exploration exploration = Explorer.explore(pattern.machine(), ExplorerOptions.DEFAULT);
        if (upheld) {
            assertThat(exploration.badRun())
                    .as("sufficiency: %s, pattern=%s", where, pattern)
                    .isEmpty();
        } else if (pattern.everyProcessEndsVisibly()) {
            assertThat(exploration.badRun())
                    .as("necessity: %s, pattern=%s", where, pattern)
                    .isPresent();
        }
    }
}
