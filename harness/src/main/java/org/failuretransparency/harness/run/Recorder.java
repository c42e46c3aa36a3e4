package org.failuretransparency.harness.run;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Key;
import org.failuretransparency.harness.results.LatencyLog;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.RunFolder;
import org.failuretransparency.harness.results.Sample;
import org.failuretransparency.harness.results.SamplesFile;
import org.failuretransparency.harness.results.TimelineFile;
import org.failuretransparency.harness.results.TimelinePoint;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.harness.theory.Rows;

/// Writes down what trials gave, each as soon as it is finished, and knows what was finished before.
///
/// **Survives**: a killed run keeps every trial that [#trial] returned from.
final class Recorder implements AutoCloseable {

    private static final double NANOS_PER_SECOND = 1e9;

    private final RunFolder run;
    private final SamplesFile samples;
    private final TimelineFile timeline;
    private final Set<String> finished = new HashSet<>();
    private final long startNanos = System.nanoTime();
    private long invalid;

    private Recorder(RunFolder run) {
        this.run = run;
        // Opening to append cuts off a last row that a killed run did not finish.
        this.samples = SamplesFile.append(run.samples());
        for (Sample sample : SamplesFile.read(run.samples())) {
            finished.add(nameOf(sample.key(), sample.turn().block()));
        }
        this.timeline = TimelineFile.append(run.timeline());
    }

    /// Opens a run's files to append to, and reads what they hold.
    static Recorder append(RunFolder run) {
        return new Recorder(run);
    }

    boolean isFinished(String experiment, Arm arm, X x, int block) {
        return finished.contains(nameOf(new Key(experiment, arm, x, Metric.SYNCS), block));
    }

    /// Everything that identifies a trial but its metric.
    private static String nameOf(Key key, int block) {
        return key.with(Metric.SYNCS) + " " + block;
    }

    /// Appends the values of a trial; they are valid if its check found nothing.
    void trial(String experiment, Arm arm, X x, Sample.Turn turn, ArmReply reply) {
        boolean valid = reply.violations().isEmpty();
        reply.values()
                .forEach((metric, value) -> value(new Key(experiment, arm, x, Metric.of(metric)), turn, value, valid));
        // One block shows how it goes; all of them would be most of a run's bytes.
        for (double[] point : turn.block() == 0 ? reply.timeline() : List.<double[]>of()) {
            timeline.append(
                    new TimelinePoint(experiment, arm.at(x), turn.block(), point[0], Metric.THROUGHPUT, point[1]));
        }
    }

    /// Appends one value.
    void value(Key key, Sample.Turn turn, double value, boolean valid) {
        samples.append(new Sample(key, turn, value, valid));
        finished.add(nameOf(key, turn.block()));
        invalid += valid ? 0 : 1;
    }

    /// Appends several values of one thing that is measured once.
    void once(String experiment, Arm arm, X x, Map<Metric, Double> values) {
        Sample.Turn turn = new Sample.Turn(0, 0, 0);
        values.forEach((metric, value) -> value(new Key(experiment, arm, x, metric), turn, value, true));
    }

    /// Takes what an experiment counts.
    Rows rowsOf(Experiment experiment) {
        return new Rows() {
            @Override
            public void add(Arm arm, X x, int block, Map<Metric, Double> values, boolean valid) {
                Sample.Turn turn = new Sample.Turn(block, 0, block);
                values.forEach((metric, value) -> value(new Key(experiment.id(), arm, x, metric), turn, value, valid));
            }

            @Override
            public boolean has(Arm arm, X x, int block) {
                return isFinished(experiment.id(), arm, x, block);
            }
        };
    }

    void latencies(String experiment, Arm arm, X x, String encoded) {
        double now = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
        try (LatencyLog log = LatencyLog.append(run, experiment)) {
            ByteBuffer compressed = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
            log.append(arm.at(x), now, now, Histogram.decodeFromCompressedByteBuffer(compressed, 0));
        } catch (DataFormatException e) {
            throw new RunException("latencies not readable: arm=" + arm, e);
        }
    }

    /// Values that were recorded as not valid since this was opened.
    long invalid() {
        return invalid;
    }

    static void requireValid(String what, List<String> violations) {
        if (!violations.isEmpty()) {
            throw new RunException("database is inconsistent: " + what + ", violations=" + violations);
        }
    }

    @Override
    public void close() {
        samples.close();
        timeline.close();
    }
}
