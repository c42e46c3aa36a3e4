package org.failuretransparency.rvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.crashlab.CrashImages;
import org.failuretransparency.crashlab.Effort;
import org.failuretransparency.crashlab.Mutants;
import org.failuretransparency.recoverable.CrashModel;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every crash point of RVM's commits, groups, truncations and recovery.
class RvmCrashTest {

    private static final long LEAST_IN_OPERATION = 4;

    static Stream<Arguments> scenariosAndModels() {
        List<Arguments> all = new ArrayList<>();
        for (RvmCrashScenario scenario : RvmCrashScenario.values()) {
            for (CrashModel model : CrashModel.values()) {
                all.add(Arguments.of(scenario, model));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("scenariosAndModels")
    void recoversAPrefixThatHoldsWhatWasDurableFromEveryCrash(RvmCrashScenario scenario, CrashModel model) {
        try (RvmCrashProgram program = scenario.on(model.kind())) {
            CrashImages images = model.images(program.trace(), Effort.seeded(1));
            CrashImages.Statistics statistics = images.check(program.oracle());
            assertThat(statistics.inOperation()).isGreaterThanOrEqualTo(LEAST_IN_OPERATION);
        }
    }

    @ParameterizedTest
    @MethodSource("scenariosAndModels")
    void recoversTheSameFromACrashInsideOfTheRecovery(RvmCrashScenario scenario, CrashModel model) {
        Effort effort = new Effort(8, 2, 1);
        try (RvmCrashProgram program = scenario.on(model.kind())) {
            CrashImages images = model.images(program.trace(), effort);
            CrashImages.Statistics statistics = images.check(program.oracle().insideOfTheRecoveryToo(model, effort));
            assertThat(statistics.inOperation()).isGreaterThanOrEqualTo(LEAST_IN_OPERATION);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasRecoveredFromAKillSurvivesAPowerLoss(RvmCrashScenario scenario) {
        Effort effort = new Effort(8, 2, 1);
        try (RvmCrashProgram program = scenario.on(StorageKind.DISK)) {
            CrashImages.Statistics statistics = CrashImages.afterKill(program.trace(), effort)
                    .check(program.oracle().withPowerLossAfterwards(effort));
            assertThat(statistics.inOperation()).isGreaterThanOrEqualTo(LEAST_IN_OPERATION);
        }
    }

    @Test
    void theLogOfTheWrapScenarioIsTruncatedAndWraps() {
        try (RvmCrashProgram program = RvmCrashScenario.WRAP_AND_TRUNCATION.on(StorageKind.DISK)) {
            assertThat(program.truncations()).isGreaterThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void catchesEveryMutantOfCommits(CrashModel model) {
        try (RvmCrashProgram program = RvmCrashScenario.COMMIT.on(model.kind())) {
            Mutants.Verdict verdict = judge(program, model);
            assertThat(verdict.survivors()).isEmpty();
            assertThat(verdict.caught()).isGreaterThan(10);
        }
    }

    /// A truncation writes the log's status twice, and syncs it although the next flush would. Either write, the sync,
    /// and an exchange of the writes may be left out as long as nothing else is damaged; every other mutant has to be
    /// caught.
    @Test
    void catchesTheMutantsOfTruncationsButForTheirRedundantSteps() {
        try (RvmCrashProgram program = RvmCrashScenario.WRAP_AND_TRUNCATION.on(StorageKind.DISK)) {
            Mutants.Verdict verdict = judge(program, CrashModel.DISK_POWER_LOSS);
            assertThat(verdict.survivors()).hasSizeLessThanOrEqualTo(4 * (int) program.truncations());
            assertThat(verdict.caught()).isGreaterThan(40);
        }
    }

    private static Mutants.Verdict judge(RvmCrashProgram program, CrashModel model) {
        Effort all = new Effort(64, 0, 1);
        return Mutants.of(program.trace()).judge(trace -> model.images(trace, all), program.oracle());
    }
}
