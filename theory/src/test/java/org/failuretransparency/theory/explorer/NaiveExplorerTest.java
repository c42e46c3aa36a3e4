package org.failuretransparency.theory.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NaiveExplorerTest {

    private static final int FAILURES = 2;

    @Test
    void agreesWithTheExplorerOnAllComputationsOfTwoProcessesAndFourEvents() {
        List<Pattern> patterns = new ArrayList<>();
        Patterns.allOfTwoProcesses(4, patterns::add);

        compare(patterns);
    }

    @Test
    void agreesWithTheExplorerOnRandomComputationsOfThreeProcesses() {
        List<Pattern> patterns = new ArrayList<>();
        for (int seed = 0; seed < 60; seed++) {
            patterns.add(Patterns.random(new SplittableRandom(seed), 3, 5, false));
        }

        compare(patterns);
    }

    private static void compare(List<Pattern> patterns) {
        int bad = 0;
        for (Pattern pattern : patterns) {
            boolean consistent = Explorer.explore(pattern.machine(), ExplorerOptions.DEFAULT.withFailures(FAILURES))
                    .badRun()
                    .isEmpty();

            assertThat(NaiveExplorer.consistent(pattern, FAILURES))
                    .as("pattern=%s", pattern)
                    .isEqualTo(consistent);
            bad += consistent ? 0 : 1;
        }
        assertThat(bad).as("inconsistent ones of %d", patterns.size()).isGreaterThan(patterns.size() / 50);
    }
}
