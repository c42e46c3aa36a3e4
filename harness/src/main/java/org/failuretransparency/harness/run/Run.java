package org.failuretransparency.harness.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.failuretransparency.harness.environment.ProjectFolder;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.harness.theory.TheoryExperiment;
import org.failuretransparency.rio.StorageKind;

/// One run: the series of the chosen experiments, one after another.
final class Run {

    private final Plan plan;
    private final Places places;
    private final Recorder recorder;
    private final Progress progress;
    private final List<String> notes = new ArrayList<>();

    /// What is run: experiments, how much, on which storages, and the seed of everything that is drawn.
    record Plan(Set<Experiment> experiments, Profile profile, Set<StorageKind> storages, long seed) {

        /// The series that can be run here. The sweep past memory needs a limit that this machine lets the user set.
        List<TrialSeries> series() {
            List<TrialSeries> series = new ArrayList<>();
            for (Experiment experiment : experiments) {
                series.addAll(experiment.series(profile, storages));
            }
            if (!limitsCanBeSet()) {
                series.removeIf(one -> one.memoryLimit().isPresent());
            }
            return series;
        }

        int trials() {
            return series().stream().mapToInt(TrialSeries::trials).sum();
        }

        static boolean limitsCanBeSet() {
            Optional<MemoryLimit> limit = MemoryLimit.create("probe", 1L << 30);
            limit.ifPresent(MemoryLimit::close);
            return limit.isPresent();
        }
    }

    Run(Plan plan, Places places, Recorder recorder, Progress progress) {
        this.plan = plan;
        this.places = places;
        this.recorder = recorder;
        this.progress = progress;
    }

    /// Runs what is not finished yet; returns what could not be done and why.
    List<String> run() {
        if (plan.experiments().contains(Experiment.THEORY)) {
            new TheoryExperiment(
                            plan.profile().theory(), plan.seed(), recorder.rowsOf(Experiment.THEORY), progress::doing)
                    .run();
        }
        for (TrialSeries series : plan.series()) {
            try (SeriesRun running = new SeriesRun(series, places, recorder, progress, plan.seed())) {
                running.run();
            }
        }
        if (plan.experiments().contains(Experiment.CHECKPOINT_SIZE)) {
            new RecoveryRun(plan.profile(), places, recorder, progress).run(plan.storages());
        }
        if (plan.experiments().contains(Experiment.CRASH)) {
            progress.doing("killing processes that store into bare regions, and crashing recoveries");
            new CrashRun(places, recorder, plan.seed()).run(plan.profile().kills());
            progress.doing("killing a process with kernel state of every kind");
            new KernelStateRun(places, recorder, plan.seed())
                    .run(plan.storages(), plan.profile().kills());
            progress.doing("killing the branches of a bank behind a lossy network");
            new BankKills(places, recorder, plan.seed())
                    .run(plan.storages(), plan.profile().kills());
        }
        if (plan.experiments().contains(Experiment.SYNTHETIC)) {
            countCode();
        }
        if (plan.experiments().contains(Experiment.CHECKPOINT_SIZE)) {
            countChanges();
        }
        if (!plan.profile().sizes().sweep().isEmpty() && !Plan.limitsCanBeSet()) {
            notes.add("no sweep past memory: this user may not set a memory limit (control groups)");
        }
        progress.end();
        return notes;
    }

    /// How long Vista and RVM are in this repository; RVM's redo log is shared with others and lies outside of its
    /// module.
    private void countCode() {
        Optional<Path> project = ProjectFolder.find().filter(folder -> Files.isDirectory(folder.resolve("vista/src")));
        if (project.isEmpty()) {
            notes.add("lines of code not counted: no source here");
            return;
        }
        Path root = project.get();
        try {
            lines("vista", "", CodeSize.ofFolder(root.resolve("vista/src/main")));
            Path recovery = root.resolve("vista/src/main/java/org/failuretransparency/vista/Recovery.java");
            lines("vista", "recovery", CodeSize.ofMethod(recovery, "static void rollBack("));
            long redoLog = 0;
            Path contract = root.resolve("recoverable-memory/src/main/java/org/failuretransparency/recoverable");
            try (var files = Files.list(contract)) {
                for (Path file : files.filter(
                                path -> path.getFileName().toString().startsWith("RedoLog"))
                        .toList()) {
                    redoLog += CodeSize.ofFile(file);
                }
            }
            lines("rvm", "", CodeSize.ofFolder(root.resolve("rvm-baseline/src/main")) + redoLog);
        } catch (IOException e) {
            throw new RunException("lines of code not counted: path=" + root, e);
        }
    }

    /// What makes the tutorial's program recoverable: the difference of its two launchers in this repository.
    private void countChanges() {
        String launchers = "discount-checking/src/test/java/org/failuretransparency/checkpoint";
        Optional<Path> folder =
                ProjectFolder.find().map(project -> project.resolve(launchers)).filter(Files::isDirectory);
        Arm arm = new Arm(Cell.DC, "", "launcher", Params.none());
        if (folder.isEmpty()) {
            notes.add("changes of a launcher not counted: no source here");
        } else if (!recorder.isFinished(Experiment.CHECKPOINT_SIZE.id(), arm, X.none(), 0)) {
            try {
                long changes = CodeSize.changes(
                        folder.get().resolve("PlainTally.java"), folder.get().resolve("RecoverableTally.java"));
                recorder.once(Experiment.CHECKPOINT_SIZE.id(), arm, X.none(), Map.of(Metric.SOURCE_CHANGES, (double)
                        changes));
            } catch (IOException e) {
                throw new RunException("changes of a launcher not counted: path=" + folder.get(), e);
            }
        }
    }

    private void lines(String system, String part, long lines) {
        Arm arm = new Arm(new Cell(system, ""), "", part, Params.none());
        if (!recorder.isFinished(Experiment.SYNTHETIC.id(), arm, X.none(), 0)) {
            recorder.once(Experiment.SYNTHETIC.id(), arm, X.none(), Map.of(Metric.LINES_OF_CODE, (double) lines));
        }
    }
}
