package org.failuretransparency.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.failuretransparency.harness.environment.Environment;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.Key;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.RunFolder;
import org.failuretransparency.harness.results.Sample;
import org.failuretransparency.harness.results.SamplesFile;
import org.failuretransparency.harness.results.SummaryFile;
import org.failuretransparency.harness.results.SummaryRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Looks at the run that `mvn verify` has just made, in the folder that the system property `ft.results` names: whether
/// it validated itself and is complete. What was measured is not judged here: a slow machine fails no build.
@Tag("experiment-results")
final class ExperimentResultsTest {

    private RunFolder run;

    @BeforeEach
    void openTheRun() {
        run = RunFolder.open(Path.of(Optional.ofNullable(System.getProperty("ft.results"))
                .orElseThrow(() -> new IllegalStateException("no run to look at: ft.results is not set"))));
    }

    @Test
    void everyTrialPassedItsOwnChecks() {
        List<Sample> samples = SamplesFile.read(run.samples());
        assertThat(samples).isNotEmpty().allMatch(Sample::valid);
    }

    @Test
    void noCrashViolatedAnything() {
        assertThat(SamplesFile.read(run.samples()))
                .filteredOn(sample -> sample.key().metric() == Metric.VIOLATIONS)
                .isNotEmpty()
                .allMatch(sample -> sample.value() == 0);
        assertThat(SamplesFile.read(run.samples()))
                .filteredOn(sample -> sample.key().metric() == Metric.CRASHES_LANDED)
                // How many kills strike within microseconds is a matter of luck where they are few.
                .filteredOn(sample -> !sample.key().arm().process().matches("bank-in-transaction|bank-committing"))
                .isNotEmpty()
                .allMatch(sample -> sample.value() > 0);
    }

    @Test
    void theSummaryIsThatOfTheSamples() {
        assertThat(SummaryFile.read(run.summary()))
                .extracting(SummaryRow::key)
                .containsExactlyElementsOf(run.measurements().values().keySet());
    }

    @Test
    void everySystemHasAnOverheadAtEverySize() {
        assertThat(run.measurements().select("synthetic", Metric.OVERHEAD).keySet())
                .extracting(Key::cell)
                .extracting(Object::toString)
                .contains("vista/rio", "rvm/rio");
    }

    @Test
    void everyComputationMadeToViolateTheInvariantWasCaught() {
        SortedMap<Key, BlockValues> cases = run.measurements().select("theory", Metric.CASES);
        assertThat(run.measurements().select("theory", Metric.CAUGHT))
                .isNotEmpty()
                .allSatisfy((key, caught) -> assertThat(caught).isEqualTo(cases.get(key.with(Metric.CASES))));
    }

    @Test
    void theEnvironmentIsRecordedFromStartToEnd() {
        assertThat(Environment.read(run).orElseThrow().invocation().endedAt()).isNotNull();
    }

    @Test
    void claimsAreJudgedAndFiguresDrawn() {
        assertThat(run.claims()).isNotEmptyFile();
        for (String figure : List.of("fig-3.4a", "fig-3.5a", "fig-3.6a", "fig-2.11", "fig-6.2", "fail-stop")) {
            assertThat(Files.exists(run.plots().resolve(figure + ".png")))
                    .as(figure)
                    .isTrue();
            assertThat(Files.exists(run.plots().resolve(figure + ".svg")))
                    .as(figure)
                    .isTrue();
        }
    }
}
