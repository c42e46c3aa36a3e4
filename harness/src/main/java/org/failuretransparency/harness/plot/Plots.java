package org.failuretransparency.harness.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.text.WordUtils;
import org.failuretransparency.harness.environment.Environment;
import org.failuretransparency.harness.environment.ProjectFolder;
import org.failuretransparency.harness.results.LatencyLog;
import org.failuretransparency.harness.results.ResultsException;
import org.failuretransparency.harness.results.RunFolder;
import org.failuretransparency.harness.statistics.Bootstrap;

/// All charts of a run.
///
/// @param drawn the files that were written, PNG and SVG
/// @param omitted the charts for which the run has no data
/// @param invalidSamples how many samples were left out
public record Plots(List<Path> drawn, List<String> omitted, long invalidSamples) {

    private static final int FOOTNOTE_CHARACTERS = 165;

    public Plots {
        drawn = List.copyOf(drawn);
        omitted = List.copyOf(omitted);
    }

    /// Draws every chart for which the run has data into the run's `plots/`.
    public static Plots draw(RunFolder run) {
        Published published = ProjectFolder.find().map(Published::read).orElseGet(Published::none);
        SeriesSource source = new SeriesSource(run.measurements(), published, Bootstrap.standard());
        List<Figure> figures = new ArrayList<>();
        figures.addAll(OverheadFigures.all(source));
        figures.addAll(ThroughputFigures.all(source));
        figures.addAll(MessageFigures.all(source));
        figures.addAll(CheckpointFigures.all(source));
        figures.addAll(TimelineFigures.all(run.timelinePoints()));
        figures.addAll(LatencyFigures.all(LatencyLog.read(run)));
        figures.add(TheoryFigures.failStop(source.measurements()));
        String caption = captionOf(run);
        List<Path> drawn = new ArrayList<>();
        List<String> omitted = new ArrayList<>();
        makeFolder(run.plots());
        for (Figure figure : figures) {
            if (figure.hasData()) {
                List<String> footnote = footnote(figure.notes(), caption);
                drawn.addAll(
                        write(figure.file(), new Canvas(ChartMaker.chartOf(figure), footnote).picture(), run.plots()));
            } else {
                omitted.add(figure.file());
            }
        }
        for (ProtocolSpace space : TheoryFigures.spaces(source.measurements())) {
            if (space.hasData()) {
                drawn.addAll(write(space.file(), space.picture(footnote(space.notes(), caption)), run.plots()));
            } else {
                omitted.add(space.file());
            }
        }
        return new Plots(drawn, omitted, source.measurements().invalidSamples());
    }

    /// Copies the charts to another folder, which is made if it is not there.
    public void copyTo(Path folder) {
        makeFolder(folder);
        for (Path file : drawn) {
            try {
                Files.copy(
                        file, folder.resolve(String.valueOf(file.getFileName())), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new ResultsException.Io(folder, e);
            }
        }
    }

    private static List<String> footnote(List<String> notes, String caption) {
        List<String> footnote = new ArrayList<>(lines(notes));
        footnote.add(caption);
        return footnote;
    }

    private static List<Path> write(String name, Picture picture, Path folder) {
        Path png = folder.resolve(name + ".png");
        Path svg = folder.resolve(name + ".svg");
        picture.writePng(png);
        picture.writeSvg(svg);
        return List.of(png, svg);
    }

    /// Run, date, profile and processor; what the run does not tell is left out.
    private static String captionOf(RunFolder run) {
        List<String> parts = new ArrayList<>();
        parts.add("Run " + run.name());
        Optional<Environment> environment = Environment.read(run);
        environment.ifPresent(found -> {
            parts.add(found.invocation().startedAt().replaceAll("T.*", ""));
            parts.add("profile " + found.invocation().profile());
            parts.add(found.machine().cpu());
            parts.add("Linux " + found.software().kernel());
        });
        return String.join("  ·  ", parts);
    }

    /// Sentences packed into lines.
    private static List<String> lines(List<String> sentences) {
        return WordUtils.wrap(String.join(" ", sentences), FOOTNOTE_CHARACTERS)
                .lines()
                .toList();
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ResultsException.Io(folder, e);
        }
    }
}
