package org.failuretransparency.harness.theory;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.failuretransparency.harness.spacetime.SpaceTimeDiagram;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ft theory draw TRACE…`: the space-time diagram of a trace, with the witness of its first violation.
@Command(
        name = "draw",
        description = "Draws the space-time diagram of a trace, with the first violation's witness in colour.",
        footer = {
            "",
            "A picture holds at most " + SpaceTimeDiagram.MOST_EVENTS + " events: of a longer trace, --from and --to",
            "choose a part. The whole trace is checked all the same.",
            "Exit codes: 0 drawn; 2 the trace cannot be read whole, or is too long."
        },
        mixinStandardHelpOptions = true)
final class DrawCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TRACE",
            arity = "1..*",
            description = "The trace, binary or text: one file, or one of each process.")
    private List<Path> files;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The picture, .svg or .png (default: the trace's name with .svg, in this folder).")
    private Path out;

    @Option(
            names = "--from",
            paramLabel = "N",
            defaultValue = "0",
            description = "The first event to draw, counted from 0 in the trace's order.")
    private long from;

    @Option(names = "--to", paramLabel = "N", description = "The event to stop before.")
    private Long to;

    @Option(
            names = "--tolerate",
            paramLabel = "one|several",
            converter = Tolerance.class,
            defaultValue = "several",
            description = Tolerance.DESCRIPTION)
    private Failures failures;

    @Override
    public Integer call() {
        Path file = out != null ? out : Path.of(name() + ".svg");
        if (!PictureFile.isPicture(file)) {
            throw wrong("no picture: --out=" + file + ", expected=.svg or .png");
        }
        Window window = new Window(from, to == null ? Long.MAX_VALUE : to, SpaceTimeDiagram.MOST_EVENTS);
        CheckedTrace trace = CheckedTrace.read(files, failures, 1, window);
        if (window.wanted() == 0) {
            throw wrong("nothing to draw: events=" + window.seen() + ", --from=" + from + ", --to="
                    + (to == null ? window.seen() : to));
        }
        if (window.wanted() > SpaceTimeDiagram.MOST_EVENTS) {
            throw wrong("too long to draw: events=" + window.wanted() + ", maximum=" + SpaceTimeDiagram.MOST_EVENTS
                    + " (choose a part with --from and --to)");
        }
        PictureFile.write(diagram(trace, window).picture(), file);
        PrintWriter text = spec.commandLine().getOut();
        text.printf("%d events drawn into %s%n", window.events().size(), file);
        text.flush();
        return ExitCode.OK;
    }

    private SpaceTimeDiagram diagram(CheckedTrace trace, Window window) {
        String part = window.wanted() == window.seen()
                ? ""
                : ", events " + from + " to " + (from + window.wanted() - 1) + " of " + window.seen();
        Verdict verdict = trace.verdict();
        List<Event> witness = verdict.holds()
                ? List.of()
                : verdict.first().getFirst().witness().events();
        return new SpaceTimeDiagram(
                name() + part, PictureFile.words(verdict), trace.processes(), window.events(), witness);
    }

    private String name() {
        return String.valueOf(files.getFirst().getFileName());
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), "ft: " + message);
    }
}
