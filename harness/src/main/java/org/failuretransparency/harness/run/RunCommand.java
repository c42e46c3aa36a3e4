package org.failuretransparency.harness.run;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.failuretransparency.harness.claims.ClaimsReport;
import org.failuretransparency.harness.claims.Verdict;
import org.failuretransparency.harness.environment.Environment;
import org.failuretransparency.harness.environment.Invocation;
import org.failuretransparency.harness.environment.ProjectFolder;
import org.failuretransparency.harness.plot.Plots;
import org.failuretransparency.harness.results.RunFolder;
import org.failuretransparency.rio.StorageKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ft run`: runs experiments into a folder, judges the claims and draws the charts.
@Command(
        name = "run",
        description = "Runs experiments, checks every trial, judges the claims and draws the figures.",
        footer = {
            "",
            "Exit codes: 0 every trial validated; 1 one did not, or the run broke off; 2 the command line.",
            "A run that was interrupted keeps its finished trials; --resume --out FOLDER continues it."
        },
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

    private static final DateTimeFormatter FOLDER_NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss");
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "EXPERIMENT|FIGURE|CHAPTER",
            arity = "0..*",
            defaultValue = "all",
            description = "What to run: names of `ft list`, figures such as 3.4a, chapters, or all (default).")
    private List<String> names;

    @Option(names = "--profile", defaultValue = "smoke", description = "smoke, standard or full (default: smoke).")
    private String profile;

    @Option(
            names = "--storage",
            split = ",",
            defaultValue = "rio,disk,disk-1996",
            description = "Storages, of rio, disk, disk-1996, disk-1998 (default: ${DEFAULT-VALUE}).")
    private List<String> storages;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Folder of the results (default: results/<date>).")
    private Path out;

    @Option(names = "--resume", description = "Continue the run in --out: only what is missing is measured.")
    private boolean resume;

    @Option(names = "--replace", description = "Begin anew in --out, in place of the results that are there.")
    private boolean replace;

    @Option(names = "--rio-dir", description = "Where rio's databases are kept (default: /dev/shm, if it is there).")
    private Path rioPlace;

    @Option(
            names = "--disk-dir",
            description = "Where databases on disk are kept (default: the folder of the results).")
    private Path diskPlace;

    @Option(names = "--seed", defaultValue = "1999", description = "Seed of all that is drawn (default: 1999).")
    private long seed;

    @Override
    public Integer call() {
        Run.Plan plan = plan();
        RunFolder run = folder();
        if (replace) {
            run.clear();
        } else if (Files.exists(run.samples()) && !resume) {
            throw wrong(
                    "results are there already: --out=" + run.path() + " (--resume continues, --replace begins anew)");
        }
        try (Places places = Places.make(memoryPlace(), diskPlace != null ? diskPlace : run.path())) {
            Thread interrupted = new Thread(() -> breakOff(run, places));
            Runtime.getRuntime().addShutdownHook(interrupted);
            Environment environment = Environment.probe(invocation(run), places.byStorage(plan.storages()));
            environment.write(run);
            long invalid = measure(plan, run, places);
            environment.ended().write(run);
            Runtime.getRuntime().removeShutdownHook(interrupted);
            return conclude(run, invalid);
        }
    }

    /// What happens on Control-C: the processes end, their databases go, the finished trials stay.
    private void breakOff(RunFolder run, Places places) {
        List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
        places.close();
        PrintWriter err = spec.commandLine().getErr();
        err.printf("%nft: broken off; finished trials are kept, and --resume --out %s continues%n", run.path());
        err.flush();
    }

    /// What was asked for, without the folders: where they are is nobody's business who reads the results.
    private Invocation invocation(RunFolder run) {
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(names);
        arguments.addAll(List.of("--profile", profile, "--storage", String.join(",", storages), "--seed", "" + seed));
        Invocation starting = Invocation.starting(arguments, profile, storages);
        return Environment.read(run)
                .map(before -> starting.resuming(before.invocation()))
                .orElse(starting);
    }

    private Path memoryPlace() {
        if (rioPlace != null) {
            return rioPlace;
        }
        return Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private Run.Plan plan() {
        try {
            Set<StorageKind> kinds = storages.stream()
                    .map(StorageKind::of)
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(StorageKind.class)));
            return new Run.Plan(Experiment.named(names), Profile.of(profile), kinds, seed);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private RunFolder folder() {
        if (out == null) {
            Path results = ProjectFolder.find().orElse(Path.of("")).resolve("results");
            return RunFolder.create(
                    results.resolve(LocalDateTime.now(ZoneId.systemDefault()).format(FOLDER_NAME)));
        }
        return RunFolder.create(out);
    }

    private long measure(Run.Plan plan, RunFolder run, Places places) {
        PrintWriter text = spec.commandLine().getOut();
        text.printf(
                "%s: profile %s, %s, %d trials into %s%n",
                plan.experiments().stream().map(Experiment::id).collect(Collectors.joining(", ")),
                profile,
                String.join(", ", storages),
                plan.trials(),
                run.path());
        text.flush();
        try (Recorder recorder = Recorder.append(run)) {
            boolean terminal = Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .isPresent();
            Progress progress = new Progress(text, terminal, plan.trials());
            new Run(plan, places, recorder, progress).run().forEach(text::println);
            return recorder.invalid();
        }
    }

    private int conclude(RunFolder run, long invalid) {
        PrintWriter text = spec.commandLine().getOut();
        ClaimsReport claims = ClaimsReport.of(run.summarize());
        claims.write(run);
        Plots plots = Plots.draw(run);
        String verdicts = Arrays.stream(Verdict.values())
                .map(verdict -> claims.countOf(verdict) + " " + verdict.label())
                .collect(Collectors.joining(", "));
        text.printf("claims: %s%n", verdicts);
        text.printf("%d charts in %s%n", plots.drawn().size() / 2, run.plots());
        text.flush();
        if (invalid > 0) {
            spec.commandLine().getErr().printf("ft: %d values come from trials that failed their check%n", invalid);
            spec.commandLine().getErr().flush();
        }
        return invalid > 0 ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), "ft: " + message);
    }
}
