package org.failuretransparency.harness.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MeasurementsTest {

    private static final X EIGHT_BYTES = X.bytes(Params.BYTES, 8);
    private static final Params DATABASE = Params.none().with(Params.DATABASE_BYTES, 1024);
    private static final Selection OVERHEAD = Selection.of("synthetic", Cell.VISTA, Metric.OVERHEAD, Params.BYTES);

    @Test
    void subtractsTheBaselineOfTheSameBlock() {
        SampleRun run = time(SampleRun.of(1, 0), Cell.NONE, DATABASE, 0, 10, 1, 30);
        time(run, Cell.VISTA, DATABASE, 0, 15, 1, 37);
        assertThat(overhead(run)).containsExactly(Map.entry(0, 5.0), Map.entry(1, 7.0));
    }

    @Test
    void leavesOutBlocksWithoutABaseline() {
        SampleRun run = time(SampleRun.of(1, 0), Cell.NONE, DATABASE, 0, 10);
        time(run, Cell.VISTA, DATABASE, 0, 15, 1, 37);
        assertThat(overhead(run)).containsExactly(Map.entry(0, 5.0));
    }

    @Test
    void doesNotPairWithABaselineOfAnotherDatabaseOrMemoryLimit() {
        SampleRun run = time(SampleRun.of(1, 0), Cell.NONE, DATABASE, 0, 10);
        time(run, Cell.VISTA, DATABASE.with(Params.DATABASE_BYTES, 2048), 0, 15);
        time(run, Cell.VISTA, DATABASE.with(Params.MEMORY_LIMIT, 4096), 0, 15);
        assertThat(run.measurements().values().keySet()).noneMatch(key -> key.metric() == Metric.OVERHEAD);
    }

    @Test
    void pairsEachAccessorWithTheBaselineOfTheSameAccessor() {
        SampleRun run = SampleRun.of(1, 0);
        time(run, Cell.NONE, DATABASE.with(Params.ACCESS, "typed"), 0, 10);
        time(run, Cell.NONE, DATABASE, 0, 11);
        time(run, Cell.VISTA, DATABASE.with(Params.ACCESS, "typed"), 0, 20);
        time(run, Cell.VISTA, DATABASE.with(Params.ACCESS, "set-range"), 0, 20);
        Map<Key, BlockValues> overheads = run.measurements().select("synthetic", Metric.OVERHEAD);
        assertThat(overheads.values()).extracting(BlockValues::mean).containsExactly(9.0, 10.0);
    }

    @Test
    void averagesTheTrialsOfABlock() {
        SampleRun run = time(SampleRun.of(1, 0), Cell.VISTA, DATABASE, 0, 10, 0, 20, 1, 40);
        assertThat(run.measurements().values().values())
                .extracting(BlockValues::byBlock)
                .singleElement()
                .isEqualTo(new TreeMap<>(Map.of(0, 15.0, 1, 40.0)));
    }

    @Test
    void takesTrialsThatDifferInTheirSeedAlone() {
        SampleRun run = time(SampleRun.of(1, 0), Cell.VISTA, DATABASE.with(Params.SEED, 1), 0, 10);
        time(run, Cell.VISTA, DATABASE.with(Params.SEED, 2), 1, 20);
        assertThat(run.measurements().values().values())
                .singleElement()
                .extracting(BlockValues::blocks)
                .isEqualTo(2);
    }

    @Test
    void countsInvalidSamplesAndUsesNone() {
        SampleRun run = time(SampleRun.of(1, 0), Cell.NONE, DATABASE, 0, 10);
        Arm arm = Arm.of(Cell.VISTA, DATABASE);
        run.add("synthetic", arm, EIGHT_BYTES, Metric.TRANSACTION_TIME, 0, 15, true);
        run.add("synthetic", arm, EIGHT_BYTES, Metric.TRANSACTION_TIME, 0, 1_000, false);
        assertThat(overhead(run)).containsExactly(Map.entry(0, 5.0));
        assertThat(run.measurements().invalidSamples()).isEqualTo(1);
        assertThat(run.measurements().invalidSamples(OVERHEAD)).isEqualTo(1);
        assertThat(run.measurements()
                        .invalidSamples(Selection.of("synthetic", Cell.RVM_RIO, Metric.OVERHEAD, Params.BYTES)))
                .isZero();
    }

    @Test
    void derivesRelativeTimesFromThroughputs() {
        SampleRun run = SampleRun.of(2, 0);
        X size = X.bytes(Params.DATABASE_BYTES, 1024);
        run.add("debit-credit", Arm.of(Cell.NONE, Params.none()), size, Metric.THROUGHPUT, 500);
        run.add("debit-credit", Arm.of(Cell.VISTA, Params.none()), size, Metric.THROUGHPUT, 250);
        assertThat(run.measurements()
                        .select("debit-credit", Metric.RUN_TIME_RATIO)
                        .values())
                .singleElement()
                .extracting(BlockValues::mean)
                .isEqualTo(2.0);
    }

    @Test
    void derivesAverageAndMaximumOfLogSizes() {
        SampleRun run = SampleRun.of(1, 0);
        Arm arm = Arm.of(Cell.RVM_RIO, Params.none());
        run.add("synthetic", arm, X.none(), Metric.LOG_BYTES, 0, 100, true);
        run.add("synthetic", arm, X.none(), Metric.LOG_BYTES, 0, 300, true);
        run.add("synthetic", arm, X.none(), Metric.LARGEST_LOG_BYTES, 0, 250, true);
        run.add("synthetic", arm, X.none(), Metric.LARGEST_LOG_BYTES, 0, 700, true);
        assertThat(run.measurements().select("synthetic", Metric.LOG_BYTES_AVG).values())
                .extracting(BlockValues::mean)
                .containsExactly(200.0);
        assertThat(run.measurements().select("synthetic", Metric.LOG_BYTES_MAX).values())
                .extracting(BlockValues::mean)
                .containsExactly(700.0);
    }

    @Test
    void pairsIntervalsWithThoseOfTheProgramWithoutRecovery() {
        SampleRun run = SampleRun.of(1, 0);
        X page = X.bytes(Params.BYTES, 4096);
        run.add("checkpoint-size", Arm.of(Cell.NONE, Params.none()), page, Metric.CHECKPOINT_TIME, 0, 0.5, true);
        run.add("checkpoint-size", Arm.of(Cell.DC, Params.none()), page, Metric.CHECKPOINT_TIME, 0, 2, true);
        assertThat(run.measurements().select("checkpoint-size", Metric.OVERHEAD).values())
                .extracting(BlockValues::mean)
                .containsExactly(1500.0);
    }

    @Test
    void pairsAProgramWithItself() {
        SampleRun run = SampleRun.of(1, 0);
        X second = new X(Params.INTERVAL_MS, 1000, "ms");
        for (String program : List.of("ijpeg", "m88ksim")) {
            double without = "ijpeg".equals(program) ? 10 : 20;
            Arm none = new Arm(Cell.NONE, "", program, Params.none());
            Arm dc = new Arm(Cell.DC, "", program, Params.none());
            run.add("checkpoint-interval", none, second, Metric.RUN_TIME, 0, without, true);
            run.add("checkpoint-interval", dc, second, Metric.RUN_TIME, 0, 11, true);
        }
        Selection ratio = Selection.of("checkpoint-interval", Cell.DC, Metric.RUN_TIME_RATIO, Params.INTERVAL_MS);
        assertThat(run.measurements().select(ratio.of("ijpeg")).values())
                .extracting(BlockValues::mean)
                .containsExactly(1.1);
        assertThat(run.measurements().select(ratio.of("m88ksim")).values())
                .extracting(BlockValues::mean)
                .containsExactly(0.55);
        assertThat(run.measurements().select(ratio)).isEmpty();
    }

    @Test
    void selectsPlainRowsUnlessAParameterIsAskedFor() {
        SampleRun run = time(SampleRun.of(1, 0), Cell.RVM_DISK, DATABASE, 0, 1);
        time(run, Cell.RVM_DISK, DATABASE.with(Params.GROUP, 64), 0, 2);
        time(run, Cell.RVM_DISK, DATABASE.with(Params.PROTECTION, "pages"), 0, 3);
        time(run, Cell.RVM_DISK, DATABASE.with(Params.MEMORY_LIMIT, 9), 0, 4);
        Selection plain = Selection.of("synthetic", Cell.RVM_DISK, Metric.TRANSACTION_TIME, Params.BYTES);
        assertThat(selected(run, plain)).isEqualTo(1);
        assertThat(selected(run, plain.with(Params.GROUP, "64"))).isEqualTo(2);
        assertThat(selected(run, plain.with(Params.PROTECTION, "pages"))).isEqualTo(3);
        assertThat(selected(run, plain.with(Params.MEMORY_LIMIT, "9"))).isEqualTo(4);
    }

    @Test
    void prefersTheDissertationsSetRangeAmongAccessors() {
        SampleRun run = time(SampleRun.of(1, 0), Cell.VISTA, DATABASE.with(Params.ACCESS, "pages"), 0, 3);
        Selection times = Selection.of("synthetic", Cell.VISTA, Metric.TRANSACTION_TIME, Params.BYTES);
        assertThat(selected(run, times)).isEqualTo(3);
        time(run, Cell.VISTA, DATABASE.with(Params.ACCESS, "typed"), 0, 2);
        assertThat(selected(run, times)).isEqualTo(2);
        time(run, Cell.VISTA, DATABASE.with(Params.ACCESS, "set-range"), 0, 1);
        assertThat(selected(run, times)).isEqualTo(1);
    }

    private static double selected(SampleRun run, Selection selection) {
        return run.measurements().select(selection).firstEntry().getValue().mean();
    }

    private static Map<Integer, Double> overhead(SampleRun run) {
        return run.measurements().select(OVERHEAD).firstEntry().getValue().byBlock();
    }

    private static SampleRun time(SampleRun run, Cell cell, Params params, double... blocksAndValues) {
        for (int i = 0; i < blocksAndValues.length; i += 2) {
            run.add(
                    "synthetic",
                    Arm.of(cell, params),
                    EIGHT_BYTES,
                    Metric.TRANSACTION_TIME,
                    (int) blocksAndValues[i],
                    blocksAndValues[i + 1],
                    true);
        }
        return run;
    }
}
