package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.failuretransparency.crashlab.CrashImages;
import org.failuretransparency.crashlab.Effort;
import org.failuretransparency.crashlab.Mutants;
import org.failuretransparency.recoverable.CrashModel;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every crash point of Vista's transactions, heap and recovery, enumerated through the store seam.
class VistaCrashTest {

    private static final long LEAST_IN_OPERATION = 10;
    private static final int LEAST_MUTANTS = 20;
    private static final Set<Object> MUTATED = Set.of(CrashScenario.SEVERAL_SEGMENTS, CrashScenario.ALLOC_AND_FREE);

    static Stream<Arguments> scenariosAndModels() {
        List<Arguments> all = new ArrayList<>();
        for (CrashScenario scenario : CrashScenario.values()) {
            for (CrashModel model : CrashModel.values()) {
                all.add(Arguments.of(scenario, model));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("scenariosAndModels")
    void recoversAPrefixOfTheTransactionsFromEveryCrash(CrashScenario scenario, CrashModel model) {
        try (CrashProgram program = scenario.on(model.kind())) {
            CrashImages images = model.images(program.trace(), Effort.seeded(1));
            CrashImages.Statistics statistics = images.check(program.oracle());
            assertThat(statistics.inOperation()).isGreaterThanOrEqualTo(LEAST_IN_OPERATION);
        }
    }

    @ParameterizedTest
    @MethodSource("scenariosAndModels")
    void recoversTheSameFromACrashInsideOfTheRecovery(CrashScenario scenario, CrashModel model) {
        Effort effort = new Effort(8, 2, 1);
        try (CrashProgram program = scenario.on(model.kind())) {
            CrashImages images = model.images(program.trace(), effort);
            CrashImages.Statistics statistics = images.check(program.oracle().insideOfTheRecoveryToo(model, effort));
            assertThat(statistics.inOperation()).isGreaterThanOrEqualTo(LEAST_IN_OPERATION);
        }
    }

    /// What a killed process leaves on a disk may be in the page cache only. The recovery that finds it there must not
    /// build on it, nor hand it out, before it is forced.
    @ParameterizedTest
    @EnumSource
    void whatWasRecoveredFromAKillSurvivesAPowerLoss(CrashScenario scenario) {
        Effort effort = new Effort(8, 2, 1);
        try (CrashProgram program = scenario.on(StorageKind.DISK)) {
            CrashImages.Statistics statistics = CrashImages.afterKill(program.trace(), effort)
                    .check(program.oracle().withPowerLossAfterwards(effort));
            assertThat(statistics.inOperation()).isGreaterThanOrEqualTo(LEAST_IN_OPERATION);
        }
    }

    static Stream<Arguments> mutated() {
        return scenariosAndModels()
                .filter(arguments -> MUTATED.contains(arguments.get()[0]));
    }

    /// The scenarios in which every step matters: elsewhere some are redundant, a range logged twice for instance.
    @ParameterizedTest
    @MethodSource("mutated")
    void catchesEveryMutantOfTheTrace(CrashScenario scenario, CrashModel model) {
        Effort all = new Effort(1024, 0, 1);
        try (CrashProgram program = scenario.on(model.kind())) {
            Mutants.Verdict verdict =
                    Mutants.of(program.trace()).judge(trace -> model.images(trace, all), program.oracle());
            assertThat(verdict.survivors()).hasSizeLessThanOrEqualTo(scenario.harmlessMutants(model));
            assertThat(verdict.caught()).isGreaterThan(LEAST_MUTANTS);
        }
    }
}
