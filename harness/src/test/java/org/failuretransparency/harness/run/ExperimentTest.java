package org.failuretransparency.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.DatabaseSize;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;

final class ExperimentTest {

    private static final Set<StorageKind> ALL = EnumSet.of(StorageKind.RIO, StorageKind.DISK, StorageKind.DISK_1996);

    @Test
    void isFoundByNameFigureAndChapter() {
        assertThat(Experiment.named(List.of("debit-credit"))).containsExactly(Experiment.DEBIT_CREDIT);
        assertThat(Experiment.named(List.of("3.4b", "fig-3.6a")))
                .containsExactly(Experiment.SYNTHETIC, Experiment.ORDER_ENTRY);
        assertThat(Experiment.named(List.of("chapter-3")))
                .containsExactly(
                        Experiment.SYNTHETIC, Experiment.DEBIT_CREDIT, Experiment.ORDER_ENTRY, Experiment.CRASH);
        assertThat(Experiment.named(List.of("4"))).containsExactly(Experiment.VISTAGRAMS, Experiment.CRASH);
        assertThat(Experiment.named(List.of("2", "6.2"))).containsExactly(Experiment.THEORY);
        assertThat(Experiment.named(List.of("all"))).containsExactly(Experiment.values());
    }

    @Test
    void suggestsTheNearestName() {
        assertThatThrownBy(() -> Experiment.named(List.of("debit-credits")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such experiment: name=debit-credits, did you mean debit-credit? (see ft list)");
        assertThatThrownBy(() -> Experiment.named(List.of("quicksort")))
                .hasMessage("no such experiment: name=quicksort (see ft list)");
    }

    @Test
    void comparesEverySystemOnEveryStorageWithNoRecovery() {
        List<Arm> arms =
                Experiment.SYNTHETIC.series(Profile.STANDARD, ALL).getFirst().arms();
        assertThat(arms).extracting(Arm::cell).contains(Cell.NONE, Cell.VISTA, Cell.VISTA_DISK, Cell.VISTA_DISK_1996);
        assertThat(arms)
                .filteredOn(arm -> arm.cell().equals(Cell.RVM_DISK))
                .extracting(arm -> arm.params().get("group").orElseThrow())
                .containsExactly("1", "8", "64");
        assertThat(arms).doesNotHaveDuplicates();
    }

    @Test
    void runsTheDissertationsSizesInTheStandardProfile() {
        TrialSeries series = Experiment.SYNTHETIC.series(Profile.STANDARD, ALL).getFirst();
        assertThat(series.axis().getFirst().value()).isEqualTo(8);
        assertThat(series.axis().getLast().value()).isEqualTo(1 << 20);
        ArmSetup setup = series.setup(series.arms().getFirst(), series.axis().getLast(), "somewhere", 1);
        assertThat(setup.databaseBytes()).isEqualTo(50L << 20);
        assertThat(setup.rangeBytes()).isEqualTo(1 << 20);
    }

    @Test
    void sweepsPastMemoryWithoutModelledDisks() {
        List<TrialSeries> series = Experiment.ORDER_ENTRY.series(Profile.STANDARD, ALL);
        TrialSeries sweep = series.getLast();
        assertThat(sweep.memoryLimit()).isPresent();
        assertThat(sweep.axis().getLast().value())
                .isGreaterThan((double) sweep.memoryLimit().getAsLong());
        assertThat(sweep.arms()).extracting(Arm::cell).containsExactly(Cell.VISTA, Cell.RVM_RIO, Cell.RVM_DISK);
        assertThat(Experiment.ORDER_ENTRY.series(Profile.SMOKE, ALL)).hasSize(1);
    }

    @Test
    void runsNoDatabaseTwice() {
        for (Experiment experiment : List.of(Experiment.DEBIT_CREDIT, Experiment.ORDER_ENTRY)) {
            for (Profile profile : List.of(Profile.SMOKE, Profile.STANDARD, Profile.FULL)) {
                assertThat(experiment.series(profile, ALL))
                        .allSatisfy(series -> assertThat(series.axis())
                                .hasSizeGreaterThan(1)
                                .extracting(x -> DatabaseSize.ofAsked(experiment.id(), Math.round(x.value())))
                                .doesNotHaveDuplicates());
            }
        }
    }

    @Test
    void refusesUnknownProfilesWithTheKnownOnes() {
        assertThatThrownBy(() -> Profile.of("quick"))
                .hasMessage("no such profile: name=quick, known=smoke,standard,full");
    }
}
