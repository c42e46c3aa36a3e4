package org.failuretransparency.harness.run;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `ft list`: the experiments, and which figures they give.
@Command(
        name = "list",
        description = "Lists the experiments and the figures that they give.",
        mixinStandardHelpOptions = true)
public final class ListCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-19s %-8s %-19s %s%n", "experiment", "chapter", "figures", "what it does");
        for (Experiment experiment : Experiment.values()) {
            String figures = String.join(" ", experiment.figures());
            out.printf(
                    "%-19s %-8s %-19s %s%n",
                    experiment.id(),
                    String.join(" ", experiment.chapters()),
                    figures.isEmpty() ? "-" : figures,
                    experiment.description());
        }
        out.flush();
        return ExitCode.OK;
    }
}
