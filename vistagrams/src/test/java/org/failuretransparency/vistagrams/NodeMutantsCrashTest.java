package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.failuretransparency.crashlab.Mutants;
import org.failuretransparency.recoverable.CrashModel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whether the crash tests of a node can fail: stores and fences left out and exchanged, which they have to catch.
class NodeMutantsCrashTest {

    private static final int LEAST_MUTANTS = 20;

    /// Mutants of the state words of the two entries, of the status word, and of what is between the two.
    private static final String STATE_OR_STATUS = ".*region=2, offset=(8576|8640),.*|.*region=0, offset=64,.*"
            + "|.* across Fence\\[].*|left out Fence\\[].*|.* across Sync\\[region=0].*";

    /// Everything is needed: each record, field and byte of the message, the commit point and what is stored behind it.
    @ParameterizedTest
    @EnumSource
    void catchesEveryMutantOfAnAnswer(CrashModel model) {
        try (NodeProgram program = NodeScenario.ANSWER_ONE.on(model.kind())) {
            Mutants.Verdict verdict = model.judgeMutants(program, 1024);
            assertThat(verdict.survivors()).isEmpty();
            assertThat(verdict.caught()).isGreaterThan(LEAST_MUTANTS);
        }
    }

    /// The state word of a new entry is stored twice: at first for the thread that reads entries at any time, and no
    /// crash tells whether; then behind the commit point. Until the commit nothing leads to the entry, so that no crash
    /// tells either whether that store comes behind COMMITTED or before it, where the words of an answer do tell.
    @ParameterizedTest
    @EnumSource(names = {"RIO_KILL", "DISK_KILL"})
    void catchesTheMutantsOfASendButForItsStateWord(CrashModel model) {
        judgeSend(model);
    }

    @Tag("long")
    @Test
    void catchesThemIfThePowerIsLostToo() {
        judgeSend(CrashModel.DISK_POWER_LOSS);
    }

    private static void judgeSend(CrashModel model) {
        try (NodeProgram program = NodeScenario.SEND_ONE.on(model.kind())) {
            Mutants.Verdict verdict = model.judgeMutants(program, 256);
            assertThat(verdict.survivors()).allMatch(mutant -> mutant.matches(STATE_OR_STATUS));
            for (String word : List.of("8576", "8640")) {
                assertThat(verdict.survivors())
                        .filteredOn(mutant -> mutant.startsWith("left out Publish[change=region=2, offset=" + word))
                        .as("one of the two stores of the state word")
                        .hasSize(1);
            }
            assertThat(verdict.caught()).isGreaterThan(LEAST_MUTANTS);
        }
    }
}
