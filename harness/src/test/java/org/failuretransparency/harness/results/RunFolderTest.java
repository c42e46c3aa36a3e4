package org.failuretransparency.harness.results;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;
import org.failuretransparency.harness.statistics.Bootstrap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {

    @TempDir
    private Path folder;

    @Test
    void opensOnlyAFolderWithSamples() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> RunFolder.open(missing))
                .isInstanceOf(ResultsException.NoSuchRun.class)
                .hasMessage("no such run: folder=" + missing + ", missing=the folder itself");
        assertThatThrownBy(() -> RunFolder.open(folder))
                .isInstanceOf(ResultsException.NoSuchRun.class)
                .hasMessage("no such run: folder=" + folder + ", missing=samples.csv");
    }

    @Test
    void cannotBeMadeWhereAFileIs() throws IOException {
        Path file = Files.createFile(folder.resolve("taken"));
        assertThatThrownBy(() -> RunFolder.create(file))
                .isInstanceOf(ResultsException.Io.class)
                .hasMessageStartingWith("results not readable or writable: file=" + file);
    }

    @Test
    void summarizesRawAndDerivedSeriesAndReadsThemBack() {
        RunFolder run = SampleRun.standard(3).write(folder);
        Measurements measurements = run.summarize();
        List<SummaryRow> rows = SummaryFile.read(run.summary());
        assertThat(rows).isEqualTo(SummaryFile.summarize(measurements, Bootstrap.standard()));
        assertThat(rows).extracting(row -> row.key().metric()).contains(Metric.OVERHEAD, Metric.RUN_TIME_RATIO);
    }

    @Test
    void keepsLatenciesByExperimentAndArm() {
        RunFolder run = SampleRun.standard(1).write(folder);
        var latencies = LatencyLog.read(run);
        assertThat(latencies).containsOnlyKeys("debit-credit");
        assertThat(latencies.get("debit-credit"))
                .containsOnlyKeys(
                        "rvm/disk;database_bytes=52428800",
                        "rvm/rio;database_bytes=52428800",
                        "vista/rio;database_bytes=52428800")
                .allSatisfy((tag, histogram) ->
                        assertThat(histogram.getTotalCount()).isEqualTo(50_000));
        assertThat((double) latencies(run, "debit-credit", "vista/rio;database_bytes=52428800")
                        .getMinValue())
                .isCloseTo(400, within(1.0));
    }

    @Test
    void addsUpLatenciesOfSeveralBlocks() {
        RunFolder run = RunFolder.create(folder);
        Arm arm = Arm.of(Cell.VISTA, Params.none());
        for (int block = 0; block < 2; block++) {
            try (LatencyLog log = LatencyLog.append(run, "synthetic")) {
                var histogram = new Histogram(3);
                histogram.recordValueWithCount(100, 10);
                log.append(arm, block, block + 1.0, histogram);
            }
        }
        assertThat(latencies(run, "synthetic", "vista/rio").getTotalCount()).isEqualTo(20);
    }

    @Test
    void readsTheTimelineBack() {
        RunFolder run = SampleRun.standard(1).write(folder);
        assertThat(run.timelinePoints()).hasSize(2 * 3 * 60);
        assertThat(run.timelinePoints().getFirst().metric()).isEqualTo(Metric.THROUGHPUT);
    }

    private static Histogram latencies(RunFolder run, String experiment, String tag) {
        SortedMap<String, Histogram> byTag = requireNonNull(LatencyLog.read(run).get(experiment));
        return requireNonNull(byTag.get(tag));
    }
}
