package org.failuretransparency.harness.theory;

import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.failuretransparency.theory.protocol.FailureKind;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.Protocols;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `ft theory protocols`: the recovery protocols.
@Command(
        name = "protocols",
        description = "Lists the recovery protocols: place in the space, tolerated failures, section, description.",
        footer = {
            "",
            "Place: effort made to identify and convert non-deterministic events, and visible events, from 0 to 1;",
            "an order and no scale.",
            "Survives: one process at a time, several at once; app: bugs of the application itself, made likely."
        },
        mixinStandardHelpOptions = true)
final class ProtocolsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-31s %-11s %-13s %-8s %s%n", "protocol", "place", "survives", "section", "what it does");
        for (Protocol protocol : Protocols.ALL) {
            out.printf(
                    Locale.ROOT,
                    "%-31s %.2f, %.2f  %-13s %-8s %s%n",
                    protocol.id(),
                    protocol.place().nonDeterminism(),
                    protocol.place().visible(),
                    tolerated(protocol.tolerates()),
                    protocol.section(),
                    protocol.description());
        }
        out.flush();
        return ExitCode.OK;
    }

    private static String tolerated(Set<FailureKind> failures) {
        Set<FailureKind> told = failures.isEmpty() ? EnumSet.noneOf(FailureKind.class) : EnumSet.copyOf(failures);
        if (told.contains(FailureKind.SEVERAL_PROCESSES)) {
            told.remove(FailureKind.ONE_PROCESS);
        }
        return told.stream().map(ProtocolsCommand::word).collect(Collectors.joining(", "));
    }

    private static String word(FailureKind failure) {
        return switch (failure) {
            case ONE_PROCESS -> "one";
            case SEVERAL_PROCESSES -> "several";
            case APPLICATION -> "app";
        };
    }
}
