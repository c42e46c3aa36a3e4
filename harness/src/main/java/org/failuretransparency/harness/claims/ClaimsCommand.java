package org.failuretransparency.harness.claims;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.failuretransparency.harness.results.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ft claims RUN`: judges the dissertation's claims by a run, prints them by verdict and writes the run's
/// `claims.csv`.
@Command(
        name = "claims",
        description = "Judge the dissertation's claims by a run: measured beside published. Writes RUN/claims.csv.",
        mixinStandardHelpOptions = true)
public final class ClaimsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "Folder of the run, e.g. results/reference.")
    private Path folder;

    @Option(names = "--csv", description = "Print claims.csv instead of the table.")
    private boolean csv;

    @Override
    public Integer call() {
        RunFolder run = RunFolder.open(folder);
        ClaimsReport report = ClaimsReport.of(run.measurements());
        report.write(run);
        if (csv) {
            report.printCsv(spec.commandLine().getOut());
        } else {
            report.printTable(spec.commandLine().getOut());
        }
        return 0;
    }
}
