package org.failuretransparency.harness.environment;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `ft env`: the facts that a run on this machine would record.
@Command(
        name = "env",
        description = "Print the facts about this machine that a run records in environment.json.",
        mixinStandardHelpOptions = true)
public final class EnvCommand implements Callable<Integer> {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print them as environment.json has them.")
    private boolean json;

    @Override
    public Integer call() {
        SequencedMap<String, Path> folders = new LinkedHashMap<>();
        Path here = Path.of("").toAbsolutePath();
        folders.put("rio", Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY : here);
        folders.put("disk", here);
        List<String> storages = List.copyOf(folders.keySet());
        Environment environment = Environment.probe(Invocation.starting(List.of("env"), "", storages), folders);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(environment.toJson());
        } else {
            environment.facts().forEach((name, fact) -> {
                if (!fact.isEmpty()) {
                    out.printf("%-17s %s%n", name, fact);
                }
            });
        }
        out.flush();
        return 0;
    }
}
