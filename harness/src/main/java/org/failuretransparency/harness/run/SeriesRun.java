package org.failuretransparency.harness.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.Sample;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.rio.StorageKind;

/// Runs one series: starts the arms' processes, and at each place of the axis lets the arms open their databases, warm
/// up and take turns, A B B A, so that a machine that drifts does so for all of them.
final class SeriesRun implements AutoCloseable {

    private static final long COUNTED_TRANSACTIONS = 20_000;
    private static final long MEMORY_LATENCIES = 200_000;
    private static final long DISK_LATENCIES = 300;
    private static final long SHORTEST_LIFE_NANOS = 2_000_000;
    private static final long LONGEST_LIFE_NANOS = 60_000_000;

    /// Code that arms share is compiled for all of them only when all have run.
    private static final int FIRST_WARM_UPS = 2;

    private final TrialSeries series;
    private final Places places;
    private final Recorder recorder;
    private final Progress progress;
    private final long seed;
    private final SplittableRandom random;
    private final Map<Arm, ArmProcess> processes = new LinkedHashMap<>();
    private final Map<Arm, MemoryLimit> limits = new LinkedHashMap<>();
    private final Set<Arm> everMissing = new LinkedHashSet<>();
    /// What the programs have shown, by the place.
    private final Map<X, Double> shown = new HashMap<>();

    SeriesRun(TrialSeries series, Places places, Recorder recorder, Progress progress, long seed) {
        this.series = series;
        this.places = places;
        this.recorder = recorder;
        this.progress = progress;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    void run() {
        int together = isShared() ? 1 : series.blocks();
        for (int block = 0; block < series.blocks(); block += together) {
            if (block > 0) {
                endProcesses();
            }
            blocks(block, block + together);
        }
        if (series.closer().contains(TrialSeries.Closer.KILL_AT_THE_END)) {
            X first = series.axis().getFirst();
            everMissing.stream().filter(SeriesRun::recovers).forEach(arm -> {
                ask(arm, ArmRequest.of(ArmRequest.Call.OPEN, setup(arm, first)));
                killAndRecover(arm, first);
            });
        }
    }

    /// Runs the blocks from `first` to before `end`, place by place.
    private void blocks(int first, int end) {
        for (X x : series.axis()) {
            List<Arm> missing = missing(x, first, end);
            for (int i = missing.size() * (end - first); i < series.arms().size() * (end - first); i++) {
                progress.skipped();
            }
            open(missing, x);
            for (int block = first; block < end; block++) {
                block(missing, x, block);
            }
            if (first == 0 && x.equals(series.axis().getFirst())) {
                missing.forEach(arm -> lookCloser(arm, x));
            }
            everMissing.addAll(missing);
        }
    }

    /// The arms that a resumed run opens at a place; where they share a process, all if there are any.
    private List<Arm> missing(X x, int firstBlock, int endBlock) {
        List<Arm> missing = series.arms().stream()
                .filter(arm -> !isFinished(arm, x, firstBlock, endBlock))
                .toList();
        return isShared() && !missing.isEmpty() ? series.arms() : missing;
    }

    private static boolean recovers(Arm arm) {
        return !"none".equals(arm.cell().system());
    }

    private boolean isFinished(Arm arm, X x, int firstBlock, int endBlock) {
        for (int block = firstBlock; block < endBlock; block++) {
            if (!recorder.isFinished(series.experiment(), arm, x, block)) {
                return false;
            }
        }
        return true;
    }

    private void open(List<Arm> arms, X x) {
        boolean isWarm = isShared() && !processes.isEmpty();
        for (Arm arm : arms) {
            progress.doing("opening " + series.experiment() + " " + arm + " at " + x.name() + "=" + (long) x.value());
            ArmReply opened = ask(arm, ArmRequest.of(ArmRequest.Call.OPEN, setup(arm, x)));
            Recorder.requireValid(arm + " after loading", opened.violations());
            if (!isShared()) {
                warmUp(arm, x);
            }
        }
        if (isShared()) {
            int passes = isWarm ? series.furtherWarmUps(x) : FIRST_WARM_UPS;
            for (int pass = 0; pass < passes; pass++) {
                arms.forEach(arm -> warmUp(arm, x));
            }
        }
    }

    private void warmUp(Arm arm, X x) {
        ask(arm, ArmRequest.of(ArmRequest.Call.WARM_UP, series.warmUp(arm, x)));
    }

    private void block(List<Arm> arms, X x, int block) {
        List<Arm> turns = new ArrayList<>(arms);
        if (block % 2 == 1) {
            Collections.reverse(turns);
        }
        for (int order = 0; order < turns.size(); order++) {
            Arm arm = turns.get(order);
            if (recorder.isFinished(series.experiment(), arm, x, block)) {
                progress.skipped();
                continue;
            }
            ArmReply reply = ask(arm, ArmRequest.of(ArmRequest.Call.TRIAL, series.length(arm, x)));
            recorder.trial(series.experiment(), arm, x, new Sample.Turn(block, order, block), compared(reply, arm, x));
            progress.finished(series.experiment() + " " + arm + " " + x.name() + "=" + (long) x.value());
        }
    }

    /// The reply, with a violation if the arm's program has shown something else than the first arm's did.
    private ArmReply compared(ArmReply reply, Arm arm, X x) {
        Double now = reply.values().get(ArmReply.SHOWN);
        if (now == null) {
            return reply;
        }
        Map<String, Double> values = new LinkedHashMap<>(reply.values());
        values.remove(ArmReply.SHOWN);
        List<String> violations = new ArrayList<>(reply.violations());
        if (!shown.computeIfAbsent(x, first -> now).equals(now)) {
            violations.add("output differs from that of the other arms: arm=" + arm + ", x=" + x);
        }
        return ArmReply.of(values, violations);
    }

    /// What is measured once an arm: single transactions' times, system calls, and what a kill leaves.
    private void lookCloser(Arm arm, X x) {
        if (series.closer().contains(TrialSeries.Closer.LATENCIES)) {
            timeTransactions(arm, x);
        }
        if (arm.cell().equals(Cell.VISTA) && Workloads.SYNTHETIC.equals(series.experiment())) {
            countSystemCalls(arm, x);
        }
        if (series.closer().contains(TrialSeries.Closer.KILL) && recovers(arm)) {
            killAndRecover(arm, x);
        }
    }

    private void timeTransactions(Arm arm, X x) {
        boolean inMemory = "rio".equals(arm.cell().storage());
        long transactions = inMemory ? MEMORY_LATENCIES : DISK_LATENCIES;
        ArmReply timed = ask(arm, ArmRequest.of(ArmRequest.Call.LATENCY, transactions));
        Recorder.requireValid(arm + " after timing", timed.violations());
        if (timed.latencies() != null) {
            recorder.latencies(series.experiment(), arm, x, timed.latencies());
        }
    }

    private void countSystemCalls(Arm arm, X x) {
        long thread = Math.round(
                ask(arm, ArmRequest.of(ArmRequest.Call.THREAD)).values().getOrDefault(ArmReply.THREAD, 0.0));
        // What the first such request loads and compiles is not the transactions'.
        ask(arm, ArmRequest.of(ArmRequest.Call.COUNT, COUNTED_TRANSACTIONS));
        for (long transactions : new long[] {COUNTED_TRANSACTIONS, 50 * COUNTED_TRANSACTIONS}) {
            OptionalLong calls =
                    SystemCalls.count(thread, () -> ask(arm, ArmRequest.of(ArmRequest.Call.COUNT, transactions)));
            calls.ifPresent(count -> recorder.once(
                    series.experiment(),
                    Arm.of(arm.cell(), arm.params().with(Params.TRANSACTIONS, transactions)),
                    x,
                    Map.of(Metric.SYSTEM_CALLS, (double) count)));
        }
    }

    /// Kills the process with SIGKILL while it runs, and lets a new one recover and check what it finds: a database, or
    /// a program's whole output.
    private void killAndRecover(Arm arm, X x) {
        progress.doing("killing " + series.experiment() + " " + arm);
        ask(arm, ArmRequest.of(ArmRequest.Call.ENDLESS));
        // Not a wait for anything: the moment of the kill is random.
        LockSupport.parkNanos(random.nextLong(SHORTEST_LIFE_NANOS, LONGEST_LIFE_NANOS));
        process(arm).kill();
        processes.remove(host(arm));
        ArmReply recovered = compared(ask(arm, ArmRequest.of(ArmRequest.Call.RECOVER, setup(arm, x))), arm, x);
        String what = arm.process().isEmpty() ? series.experiment() : arm.process();
        Arm killed = new Arm(arm.cell(), "", what, arm.params());
        recorder.once(
                Experiment.CRASH.id(),
                killed,
                x,
                Map.of(
                        Metric.CRASHES_LANDED,
                        1.0,
                        Metric.VIOLATIONS,
                        (double) recovered.violations().size(),
                        Metric.RECOVERY_TIME,
                        recovered.values().getOrDefault(Metric.RECOVERY_TIME.id(), 0.0)));
        Recorder.requireValid(arm + " after kill -9 and recovery", recovered.violations());
    }

    private ArmSetup setup(Arm arm, X x) {
        int number = series.arms().indexOf(arm);
        StorageKind kind = arm.cell().isInMemory()
                ? StorageKind.RIO
                : StorageKind.of(arm.cell().storage());
        // Past memory, Rio's regions are files in the page cache, which the kernel can write out.
        StorageKind place = series.memoryLimit().isPresent() ? StorageKind.DISK : kind;
        String directory = places.of(place).resolve("arm-" + number).toString();
        return series.setup(arm, x, directory, seed);
    }

    private boolean isShared() {
        return series.processes() == TrialSeries.Processes.SHARED;
    }

    private ArmReply ask(Arm arm, ArmRequest request) {
        return process(arm).ask(request.forArm(series.arms().indexOf(arm)));
    }

    /// The arm that the process of an arm is named after.
    private Arm host(Arm arm) {
        return isShared() ? series.arms().getFirst() : arm;
    }

    private ArmProcess process(Arm arm) {
        return processes.computeIfAbsent(host(arm), host -> {
            Optional<MemoryLimit> limit = series.memoryLimit().isPresent()
                    ? Optional.of(limits.computeIfAbsent(host, this::limit))
                    : Optional.empty();
            return ArmProcess.start(isShared() ? series.experiment() : host.toString(), limit);
        });
    }

    private MemoryLimit limit(Arm arm) {
        String name = series.experiment() + "-" + series.arms().indexOf(arm);
        return MemoryLimit.create(name, series.memoryLimit().orElseThrow())
                .orElseThrow(() -> new RunException("no memory limit can be set: arm=" + arm));
    }

    private void endProcesses() {
        processes.values().forEach(ArmProcess::close);
        processes.clear();
    }

    @Override
    public void close() {
        endProcesses();
        limits.values().forEach(MemoryLimit::close);
    }
}
