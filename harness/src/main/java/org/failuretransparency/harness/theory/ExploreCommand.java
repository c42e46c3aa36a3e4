package org.failuretransparency.harness.theory;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.failuretransparency.harness.results.Suggestion;
import org.failuretransparency.theory.InvalidMachineException;
import org.failuretransparency.theory.explorer.BadRun;
import org.failuretransparency.theory.explorer.Exploration;
import org.failuretransparency.theory.explorer.Explorer;
import org.failuretransparency.theory.explorer.ExplorerOptions;
import org.failuretransparency.theory.explorer.Machine;
import org.failuretransparency.theory.explorer.MachineText;
import org.failuretransparency.theory.protocol.Protocols;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ft theory explore MODEL`: every execution of a state machine, with every failure.
@Command(
        name = "explore",
        description = "Runs a state machine in every order, with every failure and every recovery path (Theorem 1).",
        footer = {
            "",
            "Exit codes: 0 every recovery is consistent; 1 one is not, and is told; 2 the model cannot be read."
        },
        mixinStandardHelpOptions = true)
final class ExploreCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "The machine's file, or the name of a model such as figure-2.5.")
    private String model;

    @Option(
            names = "--protocol",
            paramLabel = "ID",
            description = "The recovery protocol that commits and logs in the machine's place, of ft theory protocols.")
    @Nullable
    private String protocol;

    @Option(
            names = "--failures",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many times processes fail, any set of them each time (default: 2).")
    private int failures;

    @Override
    public Integer call() {
        Machine machine = machine();
        if (failures < 0) {
            throw new ParameterException(spec.commandLine(), "ft: negative number of failures: --failures=" + failures);
        }
        ExplorerOptions options = new ExplorerOptions(failures, true);
        Exploration found = protocol == null
                ? Explorer.explore(machine, options)
                : Explorer.explore(machine, Protocols.named(protocol), options);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%s%s: %,d states, %,d failure-free outputs, failures up to %d%n",
                machine.name(),
                protocol == null ? "" : " under " + protocol,
                found.states(),
                found.failureFreeOutputs(),
                failures);
        out.println(
                found.badRun().isEmpty()
                        ? "every recovery is consistent"
                        : "recovery can be inconsistent (" + kind(found.badRun().get()) + "):");
        found.badRun().map(BadRun::story).ifPresent(out::print);
        out.flush();
        return found.badRun().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String kind(BadRun run) {
        return run.kind().name().toLowerCase(Locale.ROOT);
    }

    private Machine machine() {
        if (MachineText.MODELS.contains(model)) {
            return MachineText.model(model);
        }
        Path file = Path.of(model);
        try {
            return MachineText.read(file);
        } catch (IOException e) {
            throw new InvalidMachineException("model not readable: file=" + file + ", reason=" + e
                    + Suggestion.of(model, MachineText.MODELS) + " (models here: "
                    + String.join(" ", MachineText.MODELS) + ")");
        }
    }
}
