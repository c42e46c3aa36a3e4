package org.failuretransparency.harness.theory;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ft theory check TRACE…`: whether a computation upholds the commit invariant, and if not, by which chain of events.
@Command(
        name = "check",
        description = "Says whether a computation upholds the commit invariant (Theorem 2), with a minimal witness.",
        footer = {
            "",
            "Exit codes: 0 it does; 1 it does not; 2 the trace cannot be read whole, so that there is no verdict."
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TRACE",
            arity = "1..*",
            description = "The trace, binary or text: one file, or one of each process.")
    private List<Path> files;

    @Option(
            names = "--tolerate",
            paramLabel = "one|several",
            converter = Tolerance.class,
            defaultValue = "several",
            description = Tolerance.DESCRIPTION)
    private Failures failures;

    @Option(
            names = "--witnesses",
            paramLabel = "N",
            defaultValue = "10",
            description = "Violations to print with their witnesses; all are counted (default: 10).")
    private int witnesses;

    @Override
    public Integer call() {
        CheckedTrace trace = CheckedTrace.read(files, failures, witnesses, event -> {});
        Verdict verdict = trace.verdict();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%,d events of %d processes: %s%n",
                verdict.events(),
                trace.processes().size(),
                String.join(", ", trace.processes()));
        out.println(verdict.words());
        if (verdict.violations() > verdict.first().size()) {
            out.printf(
                    Locale.ROOT,
                    "and %,d more%n",
                    verdict.violations() - verdict.first().size());
        }
        out.flush();
        return verdict.holds() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
