package org.failuretransparency.harness.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.harness.statistics.Bootstrap;

/// The folder of one run, and where in it everything stands.
public record RunFolder(Path path) {

    /// Opens the folder of a run that has samples.
    public static RunFolder open(Path path) {
        if (!Files.isDirectory(path)) {
            throw new ResultsException.NoSuchRun(path, "the folder itself");
        }
        RunFolder folder = new RunFolder(path);
        if (!Files.isRegularFile(folder.samples())) {
            throw new ResultsException.NoSuchRun(path, "samples.csv");
        }
        return folder;
    }

    /// Makes the folder of a run that is about to start, with the folders in it, and so finds out early whether it can
    /// be written to.
    public static RunFolder create(Path path) {
        RunFolder folder = new RunFolder(path);
        try {
            Files.createDirectories(folder.plots());
            Files.createDirectories(folder.latencies());
            Files.deleteIfExists(Files.createTempFile(path, "writable", ".new"));
        } catch (IOException e) {
            throw new ResultsException.Io(path, e);
        }
        return folder;
    }

    /// Removes everything that a run writes here, so that another may begin.
    public void clear() {
        try {
            for (Path file : List.of(samples(), timeline(), summary(), claims(), environment())) {
                Files.deleteIfExists(file);
            }
            for (Path folder : List.of(plots(), latencies())) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new ResultsException.Io(path, e);
        }
    }

    /// The last part of the path: what the run is called on charts.
    public String name() {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }

    public Path samples() {
        return path.resolve("samples.csv");
    }

    public Path timeline() {
        return path.resolve("timeline.csv");
    }

    public Path summary() {
        return path.resolve("summary.csv");
    }

    public Path claims() {
        return path.resolve("claims.csv");
    }

    public Path environment() {
        return path.resolve("environment.json");
    }

    public Path plots() {
        return path.resolve("plots");
    }

    /// The folder of the latency logs.
    public Path latencies() {
        return path.resolve("hdr");
    }

    /// Reads the samples whole, with everything derived from them.
    public Measurements measurements() {
        return Measurements.of(SamplesFile.read(samples()));
    }

    /// The timeline; empty where the run recorded none.
    public List<TimelinePoint> timelinePoints() {
        return Files.exists(timeline()) ? TimelineFile.read(timeline()) : List.of();
    }

    /// Computes `summary.csv` anew from the samples.
    public Measurements summarize() {
        Measurements measurements = measurements();
        SummaryFile.write(summary(), SummaryFile.summarize(measurements, Bootstrap.standard()));
        return measurements;
    }
}
