package org.failuretransparency.harness.results;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/// The latency histograms of a run: `hdr/EXPERIMENT.hlog`, in HdrHistogram's log format, values in nanoseconds.
///
/// A histogram's tag is the arm's text, e.g. `rvm/disk;group=64`. Histograms of one tag (of several blocks) are added
/// up.
///
/// **Threads**: one writer.
public final class LatencyLog implements AutoCloseable {

    private static final String SUFFIX = ".hlog";
    private static final double NANOS_PER_MICRO = 1_000.0;

    private final PrintStream stream;
    private final HistogramLogWriter writer;
    private final Path file;

    private LatencyLog(Path file, PrintStream stream) {
        this.file = file;
        this.stream = stream;
        this.writer = new HistogramLogWriter(stream);
    }

    /// Opens the log of an experiment to append to.
    public static LatencyLog append(RunFolder run, String experiment) {
        Path file = run.latencies().resolve(experiment + SUFFIX);
        try {
            Files.createDirectories(run.latencies());
            boolean continued = Files.exists(file);
            PrintStream stream =
                    new PrintStream(new FileOutputStream(file.toFile(), true), true, StandardCharsets.UTF_8);
            LatencyLog log = new LatencyLog(file, stream);
            if (!continued) {
                log.writer.outputComment("[latencies in nanoseconds; maximum column in microseconds]");
                log.writer.outputLogFormatVersion();
                log.writer.outputLegend();
            }
            return log;
        } catch (FileNotFoundException e) {
            throw new ResultsException.Io(file, e);
        } catch (IOException e) {
            throw new ResultsException.Io(file, e);
        }
    }

    /// Appends the latencies (ns) of one trial.
    ///
    /// @param startSeconds when the trial started, in seconds since the run's start
    /// @param endSeconds when it ended
    public void append(Arm arm, double startSeconds, double endSeconds, Histogram latencies) {
        latencies.setTag(tag(arm));
        writer.outputIntervalHistogram(startSeconds, endSeconds, latencies, NANOS_PER_MICRO);
        if (stream.checkError()) {
            throw new ResultsException.Io(file, new IOException("histogram not written: tag=" + tag(arm)));
        }
    }

    @Override
    public void close() {
        stream.close();
    }

    /// All latencies of a run: by experiment, then by tag.
    public static SortedMap<String, SortedMap<String, Histogram>> read(RunFolder run) {
        SortedMap<String, SortedMap<String, Histogram>> byExperiment = new TreeMap<>();
        for (Path file : logs(run)) {
            String name = String.valueOf(file.getFileName());
            byExperiment.put(name.substring(0, name.length() - SUFFIX.length()), readFile(file));
        }
        return byExperiment;
    }

    private static List<Path> logs(RunFolder run) {
        if (!Files.isDirectory(run.latencies())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(run.latencies())) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw new ResultsException.Io(run.latencies(), e);
        }
    }

    private static SortedMap<String, Histogram> readFile(Path file) {
        SortedMap<String, Histogram> byTag = new TreeMap<>();
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next != null;
                    next = reader.nextIntervalHistogram()) {
                if (next instanceof Histogram histogram && histogram.getTag() != null) {
                    byTag.computeIfAbsent(histogram.getTag(), tag -> new Histogram(3))
                            .add(histogram);
                }
            }
        } catch (FileNotFoundException e) {
            throw new ResultsException.Io(file, e);
        } catch (RuntimeException e) {
            throw new ResultsException.Malformed(file, byTag.size() + 1L, "not a latency log: " + e);
        }
        return byTag;
    }

    /// Tags may hold neither commas nor white space.
    private static String tag(Arm arm) {
        return arm.toString().replaceAll("[,\\s]", "_");
    }
}
