package org.failuretransparency.harness.run;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.Workload;
import org.failuretransparency.rio.ModelClock;

/// Runs transactions and measures them, in a resident process.
///
/// Transactions run in batches of about a millisecond, between which the clocks are read; a transaction is timed by
/// itself only for latencies, since reading the clock costs as much as a small one.
final class TrialLoop {

    private static final long BATCH_NANOS = 1_000_000;
    private static final long LONGEST_BATCH = 1L << 22;
    private static final int SLICES = 40;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long LONGEST_LATENCY_NANOS = 3_600_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final SystemUnderTest system;
    private final Workload workload;
    private final ModelClock clock;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long batch = 1;

    TrialLoop(SystemUnderTest system, Workload workload, ModelClock clock) {
        this.system = system;
        this.workload = workload;
        this.clock = clock;
    }

    /// What a trial gave: raw metrics, and pairs of elapsed seconds and throughput.
    record Result(Map<String, Double> values, List<double[]> timeline) {}

    /// Runs from now until the length is reached, at the end of a truncation cycle where there are such.
    Result run(TrialLength length, boolean asThroughput) {
        RecoverableMemory memory = system.memory();
        long truncations = system.truncations();
        long flushes = system.flushes();
        long syncs = system.syncs();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        List<long[]> marks = new ArrayList<>();
        long transactions = 0;
        long seen = truncations;
        long realStart = System.nanoTime();
        long start = clock.nanos();
        boolean done = false;
        while (!done) {
            long batchStart = System.nanoTime();
            runBatch(workload, batch);
            transactions += batch;
            long now = System.nanoTime();
            adapt(now - batchStart);
            marks.add(new long[] {clock.nanos() - start, transactions});
            boolean truncated = system.truncations() != seen;
            seen = system.truncations();
            done = ends(length, now - realStart, truncated);
        }
        memory.flush();
        double elapsed = clock.nanos() - start;
        Map<String, Double> values = new LinkedHashMap<>();
        if (asThroughput) {
            values.put(Metric.THROUGHPUT.id(), transactions * NANOS_PER_SECOND / elapsed);
        } else {
            values.put(Metric.TRANSACTION_TIME.id(), elapsed / transactions);
        }
        values.put(Metric.SYNCS.id(), (double) (system.syncs() - syncs) / transactions);
        values.put(
                Metric.ALLOCATED_BYTES.id(),
                (double) (threads.getCurrentThreadAllocatedBytes() - allocated) / transactions);
        if (system.truncates()) {
            values.put(Metric.TRUNCATIONS.id(), (double) (system.truncations() - truncations));
            values.put(Metric.GROUP_SIZE.id(), (double) transactions / Math.max(1, system.flushes() - flushes));
        }
        return new Result(values, timeline(marks));
    }

    private boolean ends(TrialLength length, long elapsedNanos, boolean truncated) {
        boolean cycleEnds = !system.truncates() || truncated;
        return elapsedNanos >= length.maxMillis() * NANOS_PER_MILLI
                || elapsedNanos >= length.minMillis() * NANOS_PER_MILLI && cycleEnds;
    }

    /// A method of its own, so that the compiler sees one hot loop and nothing else.
    private static void runBatch(Workload workload, long transactions) {
        for (long i = 0; i < transactions; i++) {
            workload.transaction();
        }
    }

    private void adapt(long batchNanos) {
        if (batchNanos < BATCH_NANOS / 2 && batch < LONGEST_BATCH) {
            batch *= 2;
        } else if (batchNanos > 2 * BATCH_NANOS && batch > 1) {
            batch /= 2;
        }
    }

    /// The throughput of at most 40 slices of about equal time.
    private static List<double[]> timeline(List<long[]> marks) {
        List<double[]> slices = new ArrayList<>();
        long end = marks.getLast()[0];
        long sliceNanos = Math.max(1, end / SLICES);
        long[] from = {0, 0};
        for (long[] mark : marks) {
            if (mark[0] - from[0] >= sliceNanos || mark[0] == end && mark[0] > from[0]) {
                double seconds = (mark[0] - from[0]) / NANOS_PER_SECOND;
                double middle = (mark[0] + from[0]) / 2.0 / NANOS_PER_SECOND;
                slices.add(new double[] {rounded(middle, 1e6), rounded((mark[1] - from[1]) / seconds, 1e3)});
                from = mark;
            }
        }
        return slices;
    }

    /// A microsecond, and a thousandth of a transaction a second, are more than a chart shows.
    private static double rounded(double value, double steps) {
        return Math.round(value * steps) / steps;
    }

    /// Runs `transactions` transactions and times each, in nanoseconds.
    Histogram latencies(long transactions) {
        Histogram latencies = new Histogram(LONGEST_LATENCY_NANOS, SIGNIFICANT_DIGITS);
        long last = clock.nanos();
        for (long i = 0; i < transactions; i++) {
            workload.transaction();
            long now = clock.nanos();
            latencies.recordValue(Math.clamp(now - last, 0, LONGEST_LATENCY_NANOS));
            last = now;
        }
        return latencies;
    }

    void count(long transactions) {
        runBatch(workload, transactions);
    }
}
