package org.failuretransparency.theory.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The search leaves out states that it came to with fewer failures before, and failures of processes that have nothing
/// to lose. This one leaves out nothing.
final class UnreducedSearchTest {

    private static final int FAILURES = 2;

    private record State(List<Integer> words, int failures) {}

    @Test
    void findsABadRunIfAndOnlyIfTheSearchDoes() {
        int bad = 0;
        for (int seed = 0; seed < 150; seed++) {
            Pattern pattern = Patterns.random(new SplittableRandom(seed), 3, 6, seed % 2 == 1);
            Locals locals = new MachineLocals(pattern.machine());
            Layout layout = new Layout(locals);
            Outputs outputs = new Outputs();
            new Search(locals, layout, outputs, false).run(0);

            boolean reduced = new Search(locals, layout, new Observer(outputs), false).run(FAILURES);
            boolean shortest = new Search(locals, layout, new Observer(outputs), true).run(FAILURES);
            boolean unreduced = consistent(locals, layout, new Observer(outputs));

            assertThat(reduced).as("seed=%d, pattern=%s", seed, pattern).isEqualTo(unreduced);
            assertThat(shortest).as("seed=%d, pattern=%s", seed, pattern).isEqualTo(unreduced);
            bad += unreduced ? 0 : 1;
        }
        assertThat(bad).isBetween(30, 120);
    }

    private static boolean consistent(Locals locals, Layout layout, Watcher watcher) {
        Moves moves = new Moves(locals, layout, watcher);
        Set<State> known = new HashSet<>();
        Deque<State> frontier = new ArrayDeque<>();
        add(known, frontier, moves.initial(), 0);
        while (!frontier.isEmpty()) {
            State state = frontier.removeFirst();
            int[] words = state.words().stream().mapToInt(Integer::intValue).toArray();
            System.arraycopy(words, 0, moves.now(), 0, words.length);
            boolean over = true;
            for (int p = 0; p < layout.processes; p++) {
                for (int branch = 0; branch < moves.branches(p); branch++) {
                    int event = moves.possible(p, branch);
                    if (event >= 0) {
                        over = false;
                        if (!moves.execute(event)) {
                            return false;
                        }
                        add(known, frontier, moves.after(), state.failures());
                    }
                }
            }
            if (over && !watcher.over(words[Layout.MEMORY])) {
                return false;
            }
            for (int failed = 1; state.failures() < FAILURES && failed < 1 << layout.processes; failed++) {
                moves.fail(failed);
                add(known, frontier, moves.after(), state.failures() + 1);
            }
        }
        return true;
    }

    private static void add(Set<State> known, Deque<State> frontier, int[] words, int failures) {
        State state = new State(Arrays.stream(words).boxed().toList(), failures);
        if (known.add(state)) {
            frontier.add(state);
        }
    }
}
