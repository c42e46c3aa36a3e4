package org.failuretransparency.recoverable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.crashlab.CrashImages;
import org.failuretransparency.crashlab.Effort;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What every recoverable memory finds after a crash at any point, in its recovery too. Points are enumerated through
/// the store seam; each test requires that some of them lay in the middle of an operation.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CrashContract {

    private static final Effort FEW = new Effort(8, 2, 1);

    private final long leastInOperation;
    private final List<RecordedProgram.Scenario> scenarios;

    /// @param leastInOperation images that a scenario has in the middle of an operation, at least
    protected CrashContract(long leastInOperation, RecordedProgram.Scenario... scenarios) {
        this.leastInOperation = leastInOperation;
        this.scenarios = List.of(scenarios);
    }

    final Stream<RecordedProgram.Scenario> scenarios() {
        return scenarios.stream();
    }

    final Stream<Arguments> scenariosAndModels() {
        return scenarios()
                .flatMap(scenario -> Stream.of(CrashModel.values()).map(model -> Arguments.of(scenario, model)));
    }

    @ParameterizedTest
    @MethodSource("scenariosAndModels")
    void recoversAPrefixThatHoldsWhatWasDurableFromEveryCrash(RecordedProgram.Scenario scenario, CrashModel model) {
        try (RecordedProgram program = scenario.on(model.kind())) {
            CrashImages images = model.images(program.trace(), Effort.seeded(1));
            requireLanded(images.check(program.oracle()));
        }
    }

    @ParameterizedTest
    @MethodSource("scenariosAndModels")
    void recoversTheSameFromACrashInsideOfTheRecovery(RecordedProgram.Scenario scenario, CrashModel model) {
        try (RecordedProgram program = scenario.on(model.kind())) {
            CrashImages images = model.images(program.trace(), FEW);
            requireLanded(images.check(program.oracle().insideOfTheRecoveryToo(model, FEW)));
        }
    }

    /// What a killed process leaves on a disk may be in the page cache only. The recovery that finds it there must not
    /// build on it, nor hand it out, before it is forced.
    @ParameterizedTest
    @MethodSource("scenarios")
    void whatWasRecoveredFromAKillSurvivesAPowerLoss(RecordedProgram.Scenario scenario) {
        try (RecordedProgram program = scenario.on(StorageKind.DISK)) {
            CrashImages images = CrashImages.afterKill(program.trace(), FEW);
            requireLanded(images.check(program.oracle().withPowerLossAfterwards(FEW)));
        }
    }

    private void requireLanded(CrashImages.Statistics statistics) {
        assertThat(statistics.inOperation()).isGreaterThanOrEqualTo(leastInOperation);
    }
}
