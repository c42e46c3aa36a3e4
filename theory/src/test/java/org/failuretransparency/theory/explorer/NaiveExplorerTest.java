package org.failuretransparency.theory.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NaiveExplorerTest {

    @Test
    void agreesWithTheExplorerOnAllComputationsOfTwoProcessesAndFourEvents() {
        List<Pattern> patterns = new ArrayList<>();
        Patterns.allOfTwoProcesses(4, patterns::add);

        compare(patterns, 2);
    }

    @Test
    void agreesWithTheExplorerOnRandomComputationsOfThreeProcesses() {
        List<Pattern> patterns = new ArrayList<>();
        for (int seed = 0; seed < 150; seed++) {
            patterns.add(Patterns.random(new SplittableRandom(seed), 3, 5, false));
        }

        compare(patterns, 1);
    }

    private static void compare(List<Pattern> patterns, int failures) {
        int bad = 0;
        for (Pattern pattern : patterns) {
            boolean consistent = Explorer.explore(pattern.machine(), ExplorerOptions.DEFAULT.withFailures(failures))
                    .badRun()
                    .isEmpty();

            assertThat(NaiveExplorer.consistent(pattern, failures))
                    .as("pattern=%s", pattern)
                    .isEqualTo(consistent);
            bad += consistent ? 0 : 1;
        }
        assertThat(bad).as("inconsistent ones of %d", patterns.size()).isGreaterThan(patterns.size() / 50);
    }
}
