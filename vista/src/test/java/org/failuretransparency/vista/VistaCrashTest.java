package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.failuretransparency.crashlab.Mutants;
import org.failuretransparency.recoverable.CrashContract;
import org.failuretransparency.recoverable.CrashModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every crash point of Vista's transactions, heap and recovery.
class VistaCrashTest extends CrashContract {

    private static final int LEAST_MUTANTS = 20;

    /// What stores at commits can do without: the log's tail before the commit, since a rollback has nothing to do for
    /// them, with its fences; a record that is there already from the transaction before; the order of words, and the
    /// first of two stores of one word.
    private static final String HARMLESS_AT_COMMIT =
            ".*Fence\\[].*|.*region=0, offset=64,.*|left out (Store|Write)\\[.*"
                    + "|left out Publish\\[change=region=1, offset=4104,.*|moved Publish\\[change=region=[12],.*";

    VistaCrashTest() {
        super(10, CrashScenario.values());
    }

    static Stream<Arguments> mutated() {
        return Stream.of(CrashScenario.SEVERAL_SEGMENTS, CrashScenario.ALLOC_AND_FREE)
                .flatMap(scenario -> Stream.of(CrashModel.values()).map(model -> Arguments.of(scenario, model)));
    }

    /// The scenarios in which every step matters: elsewhere some are redundant, a range logged twice for instance.
    @ParameterizedTest
    @MethodSource("mutated")
    void catchesEveryMutantOfTheTrace(CrashScenario scenario, CrashModel model) {
        try (CrashProgram program = scenario.on(model.kind())) {
            Mutants.Verdict verdict = judgeMutants(program, model, 1024);
            assertThat(verdict.survivors()).isEmpty();
            assertThat(verdict.caught()).isGreaterThan(LEAST_MUTANTS);
        }
    }

    @ParameterizedTest
    @EnumSource(CrashModel.class)
    void catchesMutantsOfStoresAtCommit(CrashModel model) {
        try (CrashProgram program = CrashScenario.STORES_AT_COMMIT.on(model.kind())) {
            Mutants.Verdict verdict = judgeMutants(program, model, 1024);
            assertThat(verdict.survivors()).allMatch(mutant -> mutant.matches(HARMLESS_AT_COMMIT));
            assertThat(verdict.survivors().stream()
                            .filter(mutant -> mutant.startsWith("left out Publish[change=region=1")))
                    .as("words left out, of which each operation stores one twice")
                    .hasSizeLessThanOrEqualTo(2);
            assertThat(verdict.caught()).isGreaterThan(LEAST_MUTANTS);
        }
    }
}
