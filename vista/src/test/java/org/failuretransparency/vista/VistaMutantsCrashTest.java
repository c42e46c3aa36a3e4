package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.failuretransparency.crashlab.Mutants;
import org.failuretransparency.recoverable.CrashModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whether the crash tests of Vista can fail: stores left out and exchanged, each of which they have to catch.
class VistaMutantsCrashTest {

    private static final int LEAST_MUTANTS = 20;

    static Stream<Arguments> mutated() {
        return Stream.of(CrashScenario.SEVERAL_SEGMENTS, CrashScenario.ALLOC_AND_FREE, CrashScenario.STORES_ONCE)
                .flatMap(scenario -> Stream.of(CrashModel.values()).map(model -> Arguments.of(scenario, model)));
    }

    /// The scenarios in which every step matters: elsewhere some are redundant, a range logged twice for instance.
    @ParameterizedTest
    @MethodSource("mutated")
    void catchesEveryMutantOfTheTrace(CrashScenario scenario, CrashModel model) {
        try (CrashProgram program = scenario.on(model.kind())) {
            Mutants.Verdict verdict = model.judgeMutants(program, 1024);
            assertThat(verdict.survivors()).isEmpty();
            assertThat(verdict.caught()).isGreaterThan(LEAST_MUTANTS);
        }
    }
}
