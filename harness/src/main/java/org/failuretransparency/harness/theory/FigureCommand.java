package org.failuretransparency.harness.theory;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.text.WordUtils;
import org.failuretransparency.harness.results.ResultsException;
import org.failuretransparency.harness.results.Suggestion;
import org.failuretransparency.harness.spacetime.SpaceTimeDiagram;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Verdict;
import org.failuretransparency.theory.figures.Figure;
import org.failuretransparency.theory.figures.Figures;
import org.failuretransparency.theory.figures.Finding;
import org.failuretransparency.theory.figures.Scene;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ft theory figure [ID]`: runs a figure of Chapters 2 and 4, or lists those that run.
@Command(
        name = "figure",
        description = "Runs a figure of Chapters 2 and 4: what to see, and what checker and explorer say of it.",
        footer = {"", "Exit codes: 0 run; 2 no such figure."},
        mixinStandardHelpOptions = true)
final class FigureCommand implements Callable<Integer> {

    private static final int LINE = 110;
    private static final String INDENT = "       ";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Its number, e.g. 2.9; without it, all are listed.")
    @Nullable
    private String id;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Also draw its computations into this folder, as SVG.")
    @Nullable
    private Path folder;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (id == null) {
            out.printf("%-7s %-8s %s%n", "figure", "section", "title");
            Figures.ALL.forEach(figure -> out.printf("%-7s %-8s %s%n", figure.id(), figure.section(), figure.title()));
        } else {
            run(named(id), out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private Figure named(String wanted) {
        String plain = wanted.replaceFirst("^fig(ure)?-", "");
        List<String> known = Figures.ALL.stream().map(Figure::id).toList();
        return Figures.ALL.stream()
                .filter(figure -> figure.id().equals(plain))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "ft: no such figure: id=" + wanted + Suggestion.of(plain, known) + " (see ft theory figure)"));
    }

    private void run(Figure figure, PrintWriter out) {
        out.printf("Figure %s: %s (§%s)%n%n", figure.id(), figure.title(), figure.section());
        out.println(wrapped(figure.whatToSee(), ""));
        for (Finding finding : figure.run()) {
            out.println();
            out.printf("%-6s %s%n", finding.holds() ? "holds" : "FAILS", finding.subject());
            finding.words().lines().forEach(line -> out.println(wrapped(line, INDENT)));
        }
        if (folder != null) {
            draw(figure, folder, out);
        }
    }

    private static String wrapped(String text, String indent) {
        // What a story has laid out stays as it is.
        return text.startsWith(" ")
                ? indent + text
                : indent + WordUtils.wrap(text, LINE, System.lineSeparator() + indent, false);
    }

    private static void draw(Figure figure, Path into, PrintWriter out) {
        try {
            Files.createDirectories(into);
        } catch (IOException e) {
            throw new ResultsException.Io(into, e);
        }
        out.println();
        int number = 0;
        for (Scene scene : figure.scenes()) {
            number++;
            Path file = into.resolve("figure-" + figure.id() + "-" + number + ".svg");
            diagram(figure, scene).picture().writeSvg(file);
            out.printf("drawn: %s%n", file);
        }
    }

    private static SpaceTimeDiagram diagram(Figure figure, Scene scene) {
        Verdict verdict = CommitInvariant.check(scene.computation(), Failures.SEVERAL);
        List<Event> witness = verdict.holds()
                ? List.of()
                : verdict.first().getFirst().witness().events();
        return new SpaceTimeDiagram(
                "Figure " + figure.id() + ": " + scene.title(),
                PictureFile.words(verdict),
                scene.computation().processes(),
                scene.computation().events(),
                witness);
    }
}
