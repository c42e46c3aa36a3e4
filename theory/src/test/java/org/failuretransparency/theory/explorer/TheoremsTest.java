package org.failuretransparency.theory.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.explorer.Pattern.Act;
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

    /// In a computation of fewer than nine events, under Assumptions 1 and 2, a commit event that violates the theorem
    /// comes with a visible event that does; so the tests above say nothing of the liveness part's necessity.
    @Test
    void agreeWhereOnlyTheLivenessPartIsViolated() {
        List<Pattern> patterns = IntStream.range(0, 30_000)
                .mapToObj(seed -> Patterns.random(new SplittableRandom(seed), 2, 12, seed % 2 == 1))
                .filter(Pattern::everyProcessEndsVisibly)
                .filter(pattern -> Theorem2.holds(pattern.computation(), EnumSet.of(EventKind.VISIBLE)))
                .filter(pattern -> !Theorem2.holds(pattern.computation()))
                .toList();

        assertThat(patterns).hasSizeGreaterThan(5);
        for (Pattern pattern : patterns) {
            assertThat(Explorer.explore(pattern.machine(), ExplorerOptions.DEFAULT)
                            .badRun()
                            .map(BadRun::kind))
                    .as("pattern=%s", pattern)
                    .contains(BadRun.Kind.LIVENESS);
        }
    }

    /// So that the agreement above means something.
    @Test
    void wouldNotAgreeIfTheTheoremHadItsLivenessPartOnly() {
        long wronglyAccepted = IntStream.range(0, 200)
                .mapToObj(seed -> Patterns.random(new SplittableRandom(seed), 3, 8, false))
                .filter(pattern -> Theorem2.holds(pattern.computation(), EnumSet.of(EventKind.COMMIT)))
                .filter(pattern -> Explorer.explore(pattern.machine(), ExplorerOptions.DEFAULT)
                        .badRun()
                        .isPresent())
                .count();

        assertThat(wronglyAccepted).isPositive();
    }

    @Test
    void comeOnceForEachExchangeOfNames() {
        Set<String> generated = new HashSet<>();
        Patterns.allOfTwoProcesses(
                4,
                pattern -> assertThat(generated.add(pattern.toString()))
                        .as("pattern=%s comes once", pattern)
                        .isTrue());

        Set<String> expected = new HashSet<>();
        for (int seed = 0; seed < 20_000; seed++) {
            Pattern pattern = Patterns.random(new SplittableRandom(seed), 2, 4, false);
            String exchanged = exchange(pattern).toString();
            assertThat(generated.contains(pattern.toString()) || generated.contains(exchanged))
                    .as("seed=%d, pattern=%s or %s", seed, pattern, exchanged)
                    .isTrue();
            expected.add(pattern.toString());
            expected.add(exchanged);
        }
        long alike = expected.stream().filter(generated::contains).count();
        assertThat(alike).as("all found at random").isGreaterThan(generated.size() * 9 / 10);
    }

    private static Pattern exchange(Pattern pattern) {
        List<List<Act>> processes = new ArrayList<>();
        for (List<Act> acts : pattern.processes().reversed()) {
            processes.add(acts.stream()
                    .map(act -> act.peer() < 0 ? act : Act.to(act.kind(), 1 - act.peer()))
                    .toList());
        }
        return new Pattern(processes);
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
