package org.failuretransparency.harness.theory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `ft theory`: Chapter 2 for one's own traces and machines.
@Command(
        name = "theory",
        description = "Checks and draws traces, explores state machines, runs the figures of the theory.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CheckCommand.class,
            DrawCommand.class,
            ExploreCommand.class,
            FigureCommand.class,
            ProtocolsCommand.class
        })
public final class TheoryCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /// Without a subcommand: its help.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
