package org.failuretransparency.harness.plot;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.failuretransparency.harness.environment.ProjectFolder;
import org.failuretransparency.harness.results.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ft plot RUN`: draws all charts of a run anew from its files.
@Command(
        name = "plot",
        description = "Draw all charts of a run anew from its CSV files, as PNG and SVG, into RUN/plots.",
        mixinStandardHelpOptions = true)
public final class PlotCommand implements Callable<Integer> {

    private static final String THEORY = "theory";

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "RUN",
            description = {
                "Folder of the run, e.g. results/reference; or theory: runs the experiment theory into results/theory,",
                "which takes seconds, and draws that."
            })
    private Path folder;

    @Option(names = "--publish", description = "Also copy them into the project's plots folder.")
    private boolean publish;

    @Override
    public Integer call() {
        Path results = folder;
        if (folder.equals(Path.of(THEORY)) && !Files.exists(folder.resolve("samples.csv"))) {
            results =
                    ProjectFolder.find().orElse(Path.of("")).resolve("results").resolve(THEORY);
            int exit = spec.commandLine().getParent().execute("run", THEORY, "--out", results.toString(), "--replace");
            if (exit != ExitCode.OK || !publish) {
                // A run draws its charts itself.
                return exit;
            }
        }
        return draw(results);
    }

    private int draw(Path results) {
        PrintWriter out = spec.commandLine().getOut();
        RunFolder run = RunFolder.open(results);
        Optional<Path> project = ProjectFolder.find();
        if (publish && project.isEmpty()) {
            spec.commandLine().getErr().println("ft: no project folder to publish to: --publish needs a checkout");
            return ExitCode.USAGE;
        }
        Plots plots = Plots.draw(run);
        out.printf("%d charts in %s%n", plots.drawn().size() / 2, run.plots());
        if (!plots.omitted().isEmpty()) {
            out.printf("no data for: %s%n", String.join(", ", plots.omitted()));
        }
        if (plots.invalidSamples() > 0) {
            out.printf("%d invalid samples are not in the charts%n", plots.invalidSamples());
        }
        if (publish) {
            Path published = project.orElseThrow().resolve("plots");
            plots.copyTo(published);
            out.printf("copied to %s%n", published);
        }
        out.flush();
        return ExitCode.OK;
    }
}
