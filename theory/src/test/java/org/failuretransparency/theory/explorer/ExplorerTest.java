package org.failuretransparency.theory.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExplorerTest {

    private static final ExplorerOptions SHORTEST = ExplorerOptions.DEFAULT.withShortest(true);

    @Test
    void findsThatAChoiceNotCommittedBeforeAVisibleEventRecoversInconsistently() {
        Machine machine = Machine.named("figure 2.4")
                .process("P0")
                .choose("e1", "heads", "e2", "tails", "e4")
                .show("e2", "heads", Machine.END)
                .show("e4", "tails", Machine.END)
                .build();

        Exploration exploration = Explorer.explore(machine, SHORTEST);

        assertThat(exploration.failureFreeOutputs()).isEqualTo(2);
        BadRun bad = exploration.badRun().orElseThrow();
        assertThat(bad.kind()).isEqualTo(BadRun.Kind.SAFETY);
        assertThat(bad.shown()).containsExactlyInAnyOrder("P0: heads", "P0: tails");
        assertThat(bad.failures()).isEqualTo(1);
    }

    @Test
    void findsNothingIfTheChoiceIsCommittedFirst() {
        Machine machine = Machine.named("figure 2.4, committed")
                .process("P0")
                .choose("e1", "heads", "k1", "tails", "k2")
                .commit("k1", "e2")
                .commit("k2", "e4")
                .show("e2", "heads", Machine.END)
                .show("e4", "tails", Machine.END)
                .build();

        assertThat(Explorer.explore(machine, SHORTEST).badRun()).isEmpty();
    }
}
