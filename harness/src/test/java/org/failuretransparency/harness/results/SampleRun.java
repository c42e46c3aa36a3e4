package org.failuretransparency.harness.results;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.HdrHistogram.Histogram;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.Protocols;

/// Builds runs for tests: plausible values with seeded noise, never measured ones.
public final class SampleRun {

    public static final long DATABASE_BYTES = 50L << 20;
    public static final List<Long> SIZES = List.of(8L, 64L, 512L, 1L << 10, 4L << 10, 32L << 10, 256L << 10, 1L << 20);

    private final List<Sample> samples = new ArrayList<>();
    private final List<TimelinePoint> timeline = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(42);
    private final int blocks;
    private final double noise;

    private SampleRun(int blocks, double noise) {
        this.blocks = blocks;
        this.noise = noise;
    }

    /// A run without samples, whose values will be spread by `noise`, relative, uniformly to both sides.
    public static SampleRun of(int blocks, double noise) {
        return new SampleRun(blocks, noise);
    }

    /// One trial a block of one series.
    public SampleRun add(String experiment, Arm arm, X x, Metric metric, double value) {
        for (int block = 0; block < blocks; block++) {
            add(experiment, arm, x, metric, block, value * (1 + noise * (2 * random.nextDouble() - 1)), true);
        }
        return this;
    }

    /// One trial.
    public SampleRun add(String experiment, Arm arm, X x, Metric metric, int block, double value, boolean valid) {
        Sample.Turn turn = new Sample.Turn(block, samples.size(), 0);
        samples.add(new Sample(new Key(experiment, arm, x, metric), turn, value, valid));
        return this;
    }

    /// The times of synthetic transactions over their size.
    public SampleRun synthetic(Cell cell, Params params, DoubleUnaryOperator nanosOfBytes) {
        Arm arm = Arm.of(cell, params.with(Params.DATABASE_BYTES, DATABASE_BYTES));
        SIZES.forEach(bytes -> add(
                "synthetic", arm, X.bytes("bytes", bytes), Metric.TRANSACTION_TIME, nanosOfBytes.applyAsDouble(bytes)));
        return this;
    }

    /// The throughput over database sizes in MB.
    public SampleRun throughput(
            String experiment, Cell cell, Params params, List<Long> megabytes, DoubleUnaryOperator ofMegabytes) {
        megabytes.forEach(size -> add(
                experiment,
                Arm.of(cell, params),
                X.bytes(Params.DATABASE_BYTES, size << 20),
                Metric.THROUGHPUT,
                ofMegabytes.applyAsDouble(size)));
        return this;
    }

    public SampleRun timeline(String experiment, Cell cell, Params params, DoubleUnaryOperator ofSeconds) {
        for (int slice = 0; slice < 60; slice++) {
            double seconds = 0.05 + slice * 0.1;
            double value = ofSeconds.applyAsDouble(seconds) * (1 + noise * (2 * random.nextDouble() - 1));
            timeline.add(new TimelinePoint(experiment, Arm.of(cell, params), 0, seconds, Metric.THROUGHPUT, value));
        }
        return this;
    }

    /// A run like a standard one on a machine of today, with every kind of row that the figures and claims know.
    public static SampleRun standard(int blocks) {
        SampleRun run = of(blocks, 0.05);
        run.synthetic(Cell.NONE, Params.none(), bytes -> 5 + bytes * 0.03);
        run.synthetic(Cell.VISTA, Params.none(), bytes -> 25 + bytes * 0.07);
        run.synthetic(Cell.RVM_RIO, Params.none(), bytes -> 4_500 + bytes * 0.5);
        run.synthetic(Cell.VISTA_DISK, Params.none(), bytes -> 600_000 + bytes * 3);
        run.synthetic(Cell.VISTA_DISK_1996, Params.none(), bytes -> 30e6 + bytes * 300);
        for (int group : List.of(1, 8, 64)) {
            Params params = Params.none().with(Params.GROUP, group);
            double actual = group;
            run.synthetic(Cell.RVM_DISK, params, bytes -> 250_000 / Math.min(actual, 1 + 4e6 / bytes) + bytes * 2);
            run.synthetic(Cell.RVM_DISK_1996, params, bytes -> 9e6 / Math.min(actual, 1 + 4e6 / bytes) + bytes * 150);
        }
        run.workload("debit-credit", 2.1e6, 50_000);
        run.workload("order-entry", 160_000, 12_000);
        run.theory();
        run.messages();
        run.checkpoints();
        return run;
    }

    private void messages() {
        for (long bytes : List.of(8L, 1024L, 60_000L)) {
            roundTrip(Cell.UDP, bytes, 8 + bytes * 5e-4);
            roundTrip(Cell.BASELINE, bytes, 12 + bytes * 6e-4);
            roundTrip(Cell.VISTAGRAMS, bytes, 13 + bytes * 6e-4);
            Arm arm = Arm.of(Cell.VISTAGRAMS, Params.none());
            add("vistagrams", arm, X.bytes(Params.BYTES, bytes), Metric.MESSAGES, 0, 2, true);
            add("vistagrams", arm, X.bytes(Params.BYTES, bytes), Metric.BYTES_COPIED, 0, 2.0 * bytes, true);
        }
        for (int requests : List.of(1, 8, 64)) {
            X x = new X(Params.OUTSTANDING, requests, "requests");
            Params small = Params.none().with(Params.BYTES, 64);
            for (Cell cell : List.of(Cell.UDP, Cell.BASELINE, Cell.VISTAGRAMS)) {
                add("vistagrams", Arm.of(cell, small), x, Metric.THROUGHPUT, 70_000 * Math.sqrt(requests));
            }
        }
    }

    /// The time of a request of so many bytes and its response.
    public SampleRun roundTrip(Cell cell, long bytes, double micros) {
        return add("vistagrams", Arm.of(cell, Params.none()), X.bytes(Params.BYTES, bytes), Metric.ROUND_TRIP, micros);
    }

    private void checkpoints() {
        for (long bytes : List.of(4096L, 65_536L, 1L << 20, 4L << 20)) {
            checkpointSize(Cell.NONE, bytes, 0.02 + bytes * 2e-5);
            checkpointSize(Cell.DC, bytes, 0.3 + bytes * 8e-5);
            checkpointSize(Cell.DC_DISK, bytes, 230 + bytes * 2e-3);
            add("checkpoint-size", Arm.of(Cell.DC, Params.none()), touched(bytes), Metric.LOG_BYTES, bytes + 224.0);
            Arm recovery = new Arm(Cell.DC, "", "recovery", Params.none());
            add("checkpoint-size", recovery, touched(bytes), Metric.RECOVERY_TIME, 500 + bytes * 1e-4);
        }
        for (double interval : new double[] {1, 10, 100, 1000, 10_000}) {
            checkpointInterval("ijpeg", interval, 1.1 - 0.02 * Math.log10(interval), interval > 2000 ? 3e5 : 1e6);
            checkpointInterval("m88ksim", interval, 1.2 - 0.04 * Math.log10(interval), 4e6);
        }
    }

    /// The time of an interval that touches so many bytes.
    public SampleRun checkpointSize(Cell cell, long bytes, double micros) {
        return add("checkpoint-size", Arm.of(cell, Params.none()), touched(bytes), Metric.CHECKPOINT_TIME, micros);
    }

    private static X touched(long bytes) {
        return X.bytes(Params.BYTES, bytes);
    }

    /// A program's running time of ten seconds times `ratio`, and a log that grows with the interval up to `mostBytes`.
    public SampleRun checkpointInterval(String program, double interval, double ratio, double mostBytes) {
        X x = new X(Params.INTERVAL_MS, interval, "ms");
        Arm dc = new Arm(Cell.DC, "", program, Params.none());
        double bytes = Math.min(interval * 50_000, mostBytes);
        add("checkpoint-interval", new Arm(Cell.NONE, "", program, Params.none()), x, Metric.RUN_TIME, 10);
        add("checkpoint-interval", dc, x, Metric.RUN_TIME, 10 * ratio);
        add("checkpoint-interval", dc, x, Metric.LOG_BYTES, bytes);
        return add("checkpoint-interval", dc, x, Metric.LARGEST_LOG_BYTES, 1.5 * bytes);
    }

    private void theory() {
        double commits = 6_000;
        for (Protocol protocol : Protocols.ALL) {
            commits *= 0.9;
            Params script = Params.none().with(Params.SCRIPT, "dsm");
            add("theory", new Arm(Cell.SIMULATOR, protocol.id(), "", script), X.none(), Metric.COMMITS, commits);
            for (int delay : List.of(1, 10, 100)) {
                Arm failing = new Arm(Cell.SIMULATOR, protocol.id(), "fail-stop", Params.none());
                X x = new X("delay", delay, "events");
                add("theory", failing, x, Metric.BUGGY_COMMITS, 0.9);
            }
        }
    }

    private void workload(String experiment, double vista, double rvmRio) {
        List<Long> sizes = List.of(8L, 16L, 32L, 64L, 128L, 256L);
        throughput(experiment, Cell.NONE, Params.none(), sizes, size -> vista * 1.8 / (1 + size / 900));
        throughput(experiment, Cell.VISTA, Params.none(), sizes, size -> vista / (1 + size / 900));
        throughput(experiment, Cell.RVM_RIO, Params.none(), sizes, size -> rvmRio / (1 + size / 900));
        for (int group : List.of(1, 8, 64)) {
            Params params = Params.none().with(Params.GROUP, group);
            throughput(experiment, Cell.RVM_DISK, params, sizes, size -> rvmRio / 14 * Math.pow(group, 0.5));
            throughput(experiment, Cell.RVM_DISK_1996, params, sizes, size -> 110 * Math.pow(group, 0.5));
        }
        Params limit = Params.none().with(Params.MEMORY_LIMIT, 256L << 20);
        List<Long> swept = List.of(32L, 64L, 96L, 128L, 192L, 256L, 384L);
        throughput(experiment, Cell.VISTA, limit, swept, size -> size <= 192 ? vista : vista / 900);
        throughput(experiment, Cell.RVM_RIO, limit, swept, size -> size <= 96 ? rvmRio : rvmRio / 300);
        Params database = Params.none().with(Params.DATABASE_BYTES, DATABASE_BYTES);
        timeline(experiment, Cell.VISTA, database, seconds -> vista);
        timeline(experiment, Cell.RVM_RIO, database, seconds -> seconds % 1.5 < 0.2 ? rvmRio / 5 : rvmRio);
        timeline(experiment, Cell.RVM_DISK, database, seconds -> seconds % 2.5 < 0.4 ? rvmRio / 60 : rvmRio / 14);
    }

    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    public Measurements measurements() {
        return Measurements.of(samples);
    }

    /// Writes the run's files as the run engine does.
    public RunFolder write(Path path) {
        RunFolder run = RunFolder.create(path);
        try (SamplesFile file = SamplesFile.append(run.samples())) {
            samples.forEach(file::append);
        }
        if (!timeline.isEmpty()) {
            try (TimelineFile file = TimelineFile.append(run.timeline())) {
                timeline.forEach(file::append);
            }
            writeLatencies(run);
        }
        return run;
    }

    private void writeLatencies(RunFolder run) {
        try (LatencyLog log = LatencyLog.append(run, "debit-credit")) {
            for (Cell cell : List.of(Cell.VISTA, Cell.RVM_RIO, Cell.RVM_DISK)) {
                double median = cell.equals(Cell.VISTA) ? 400 : cell.equals(Cell.RVM_RIO) ? 18_000 : 260_000;
                Histogram histogram = new Histogram(3);
                for (int i = 0; i < 50_000; i++) {
                    double tail = 1 / Math.max(1e-5, random.nextDouble());
                    histogram.recordValue((long) (median * Math.pow(tail, 0.35)));
                }
                log.append(Arm.of(cell, Params.none().with(Params.DATABASE_BYTES, DATABASE_BYTES)), 0, 1, histogram);
            }
        }
    }
}
