package org.failuretransparency.harness;

import java.util.List;
import org.failuretransparency.harness.claims.ClaimsCommand;
import org.failuretransparency.harness.compare.CompareCommand;
import org.failuretransparency.harness.environment.EnvCommand;
import org.failuretransparency.harness.plot.PlotCommand;
import org.failuretransparency.harness.results.ResultsException;
import org.failuretransparency.harness.run.ListCommand;
import org.failuretransparency.harness.run.RunCommand;
import org.failuretransparency.harness.run.RunException;
import org.failuretransparency.harness.run.RvmCommand;
import org.failuretransparency.harness.theory.TheoryCommand;
import org.failuretransparency.recoverable.RedoLogException;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.theory.TheoryException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/// The `ft` command.
///
/// Exit codes: 0 done; 1 an error in the program; 2 the command line or the files it names cannot be used; others as
/// the subcommand says (`compare`: 3).
@Command(
        name = "ft",
        description = "A recovery laboratory: runs the dissertation's experiments, judges and draws their results.",
        mixinStandardHelpOptions = true,
        version = "ft 0.1",
        synopsisSubcommandLabel = "COMMAND")
public final class Ft {

    private Ft() {}

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(commandLine().execute(arguments));
    }

    /// The command with all its subcommands, in the order of the help text.
    static CommandLine commandLine() {
        CommandLine ft = new CommandLine(new Ft());
        commands().forEach(ft::addSubcommand);
        ft.setExecutionExceptionHandler((exception, command, parsed) -> {
            boolean unusable = exception instanceof ResultsException
                    || exception instanceof RegionException
                    || exception instanceof RedoLogException
                    || exception instanceof TheoryException;
            if (!unusable && !(exception instanceof RunException)) {
                throw exception;
            }
            command.getErr().println("ft: " + exception.getMessage());
            command.getErr().flush();
            return unusable ? ExitCode.USAGE : ExitCode.SOFTWARE;
        });
        return ft;
    }

    /// Every subcommand has its one line here.
    private static List<Object> commands() {
        return List.of(
                new ListCommand(),
                new RunCommand(),
                new PlotCommand(),
                new CompareCommand(),
                new ClaimsCommand(),
                new TheoryCommand(),
                new RvmCommand(),
                new EnvCommand());
    }
}
