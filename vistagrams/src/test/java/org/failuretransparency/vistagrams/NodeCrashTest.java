package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;

import org.failuretransparency.crashlab.Mutants;
import org.failuretransparency.recoverable.CrashContract;
import org.failuretransparency.recoverable.CrashModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every crash point of a node's transactions, and of the recovery: messages and the application's memory are those of
/// one and the same transaction.
class NodeCrashTest extends CrashContract {

    private static final int LEAST_MUTANTS = 20;

    NodeCrashTest() {
        super(10, NodeScenario.values());
    }

    /// What may be missing or misplaced without harm: the state word of a new entry, to which nothing leads before the
    /// commit, and so the status COMMITTED before it is stored, with the fence or sync beside it. That they matter
    /// where something does lead to the word is shown by `VistaCrashTest`.
    private static final String HARMLESS = ".*region=2, offset=(8576|8640),.*|.*region=0, offset=64,.*"
            + "|.* across Fence\\[].*|left out Fence\\[].*|.* across Sync\\[region=0].*";

    /// Everything else is needed: each record, link, counter and byte of a message.
    @ParameterizedTest
    @EnumSource
    void catchesTheMutantsOfASend(CrashModel model) {
        try (NodeProgram program = NodeScenario.SEND_ONE.on(model.kind())) {
            Mutants.Verdict verdict = judgeMutants(program, model, 256);
            assertThat(verdict.survivors()).allMatch(mutant -> mutant.matches(HARMLESS));
            assertThat(verdict.caught()).isGreaterThan(LEAST_MUTANTS);
            assertThat(verdict.survivors().size()).isLessThan(verdict.caught() / 2);
        }
    }
}
