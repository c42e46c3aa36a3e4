package org.failuretransparency.harness.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.DatabaseSize;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.Suggestion;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.rio.StorageKind;

/// The experiments of this version: which figures each gives, and the series of trials that it consists of.
public enum Experiment {
    THEORY(
            "2",
            "2.11 4.5 6.1 6.2",
            "computations simulated, checked and explored: do protocols uphold the commit invariant, at what cost"),
    SYNTHETIC(
            "3",
            "3.4a 3.4b",
            "transactions that change 8 bytes to 1 MB at random places of one database: overhead per transaction"),
    DEBIT_CREDIT("3", "3.5a 3.5b", "TPC-B: three balances and a history record a transaction: throughput"),
    ORDER_ENTRY("3", "3.6a 3.6b", "TPC-C: new-order, payment and delivery, serially: throughput"),
    VISTAGRAMS(
            "4",
            "4.6",
            "requests to a server that sends them back: round trip by size, throughput by how many are outstanding"),
    CHECKPOINT_SIZE(
            "5",
            "5.2",
            "a guest that touches 4 KB to 4 MB and takes a checkpoint: overhead; killed, with that logged: recovery"),
    CHECKPOINT_INTERVAL(
            "5",
            "5.3a 5.3b 5.4a 5.4b",
            "ijpeg and m88ksim with a checkpoint every 1 ms to 10 s: relative overhead, size of the log"),
    CRASH(
            "3 4 5",
            "",
            "kill -9 of processes with bare regions, kernel state, messages; crashes inside recovery: what is lost");

    private static final long MEGABYTE = 1L << 20;
    private static final int SMALL_MESSAGE_BYTES = 64;

    private final String chapters;
    private final String figures;
    private final String description;

    Experiment(String chapters, String figures, String description) {
        this.chapters = chapters;
        this.figures = figures;
        this.description = description;
    }

    /// The name in commands and files: `debit-credit`.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public List<String> chapters() {
        return List.of(chapters.split(" ", -1));
    }

    public List<String> figures() {
        return figures.isEmpty() ? List.of() : List.of(figures.split(" ", -1));
    }

    public String description() {
        return description;
    }

    /// The experiments that `all`, experiments, figures (`3.4a`) and chapters (`3`, `chapter-3`) name, in their order.
    public static Set<Experiment> named(Collection<String> names) {
        Set<Experiment> found = EnumSet.noneOf(Experiment.class);
        for (String name : names) {
            String plain = name.replaceFirst("^(fig(ure)?|chapter)-", "");
            Set<Experiment> these = Arrays.stream(values())
                    .filter(experiment -> "all".equals(name)
                            || experiment.id().equals(name)
                            || experiment.chapters().contains(plain)
                            || experiment.figures().contains(plain))
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Experiment.class)));
            if (these.isEmpty()) {
                throw new IllegalArgumentException(
                        "no such experiment: name=" + name + Suggestion.of(name, allNames()) + " (see ft list)");
            }
            found.addAll(these);
        }
        return found;
    }

    private static List<String> allNames() {
        List<String> names = new ArrayList<>(List.of("all"));
        for (Experiment experiment : values()) {
            names.add(experiment.id());
            names.addAll(experiment.chapters());
            names.addAll(experiment.figures());
        }
        return names;
    }

    /// The series of trials; none for experiments that time nothing.
    List<TrialSeries> series(Profile profile, Set<StorageKind> storages) {
        Profile.Sizes sizes = profile.sizes();
        return switch (this) {
            case SYNTHETIC -> {
                Params database = Params.none().with(Params.DATABASE_BYTES, sizes.syntheticMegabytes() * MEGABYTE);
                List<X> axis = sizes.rangeBytes().stream()
                        .map(bytes -> X.bytes(Params.BYTES, bytes))
                        .toList();
                yield List.of(compared(profile, arms(database, profile, storages), axis));
            }
            case DEBIT_CREDIT -> {
                List<Arm> arms = arms(Params.none(), profile, storages);
                if (storages.contains(StorageKind.RIO)) {
                    arms.add(Arm.of(Cell.RVM_RIO, Params.none().with(Params.PROTECTION, "pages")));
                }
                yield withSweep(compared(profile, arms, databases(sizes.debitCredit())), profile, storages);
            }
            case ORDER_ENTRY ->
                withSweep(
                        compared(profile, arms(Params.none(), profile, storages), databases(sizes.orderEntry())),
                        profile,
                        storages);
            case VISTAGRAMS -> messages(profile, storages);
            case CHECKPOINT_SIZE -> List.of(checkpointSize(profile, storages));
            case CHECKPOINT_INTERVAL ->
                GuestPrograms.ALL.stream()
                        .map(program -> checkpointInterval(program, profile, storages))
                        .toList();
            case THEORY, CRASH -> List.of();
        };
    }

    /// Round trips by the size of the messages; throughput by how many are outstanding.
    private List<TrialSeries> messages(Profile profile, Set<StorageKind> storages) {
        Profile.Messages messages = profile.messages();
        List<X> sizes = messages.lengthsBytes().stream()
                .map(bytes -> X.bytes(Params.BYTES, bytes))
                .toList();
        List<X> windows = messages.outstanding().stream()
                .map(requests -> new X(Params.OUTSTANDING, requests, "requests"))
                .toList();
        TrialLength trial = new TrialLength(messages.trialMillis(), messages.trialMillis());
        TrialSeries.Lengths lengths = new TrialSeries.Lengths(trial, trial);
        Params small = Params.none().with(Params.BYTES, SMALL_MESSAGE_BYTES);
        return List.of(
                shared(messageArms(Params.none(), storages), sizes, messages.blocks(), lengths, Set.of()),
                shared(messageArms(small, storages), windows, messages.blocks(), lengths, Set.of()));
    }

    private static List<Arm> messageArms(Params params, Set<StorageKind> storages) {
        List<Arm> arms = new ArrayList<>(List.of(Arm.of(Cell.UDP, params), Arm.of(Cell.BASELINE, params)));
        storages.stream()
                .filter(storage -> !storage.isModelled())
                .forEach(storage -> arms.add(Arm.of(new Cell("vistagrams", storage.label()), params)));
        return arms;
    }

    /// Trials of arms that share a process.
    private TrialSeries shared(
            List<Arm> arms, List<X> axis, int blocks, TrialSeries.Lengths lengths, Set<TrialSeries.Closer> closer) {
        return new TrialSeries(
                id(), arms, axis, blocks, lengths, TrialSeries.Processes.SHARED, OptionalLong.empty(), closer);
    }

    private TrialSeries checkpointSize(Profile profile, Set<StorageKind> storages) {
        List<X> axis = profile.checkpoints().touchedBytes().stream()
                .map(bytes -> X.bytes(Params.BYTES, bytes))
                .toList();
        return new TrialSeries(
                id(),
                checkpointed("", storages),
                axis,
                profile.blocks(),
                profile.lengths(),
                TrialSeries.Processes.RESIDENT,
                OptionalLong.empty(),
                Set.of());
    }

    private TrialSeries checkpointInterval(String program, Profile profile, Set<StorageKind> storages) {
        Profile.Checkpoints sizes = profile.checkpoints();
        List<X> axis = sizes.intervals().stream()
                .map(millis -> new X(Params.INTERVAL_MS, millis, "ms"))
                .toList();
        TrialLength work = new TrialLength(sizes.workMillis(), sizes.workMillis());
        Set<StorageKind> timedOn = EnumSet.copyOf(sizes.timedOn());
        timedOn.retainAll(storages);
        return shared(
                checkpointed(program, timedOn),
                axis,
                sizes.blocks(),
                new TrialSeries.Lengths(work, work),
                EnumSet.of(TrialSeries.Closer.KILL_AT_THE_END));
    }

    /// A program without recovery, and with checkpoints on each storage.
    private static List<Arm> checkpointed(String program, Set<StorageKind> storages) {
        List<Arm> arms = new ArrayList<>(List.of(new Arm(Cell.NONE, "", program, Params.none())));
        storages.forEach(storage -> arms.add(new Arm(new Cell("dc", storage.label()), "", program, Params.none())));
        return arms;
    }

    private TrialSeries compared(Profile profile, List<Arm> arms, List<X> axis) {
        return new TrialSeries(
                id(),
                arms,
                axis,
                profile.blocks(),
                profile.lengths(),
                TrialSeries.Processes.RESIDENT,
                OptionalLong.empty(),
                EnumSet.of(TrialSeries.Closer.LATENCIES, TrialSeries.Closer.KILL));
    }

    /// Without recovery; then Vista and RVM on each storage, RVM on disks with group commit too.
    private static List<Arm> arms(Params common, Profile profile, Set<StorageKind> storages) {
        List<Arm> arms = new ArrayList<>(List.of(Arm.of(Cell.NONE, common)));
        for (StorageKind storage : storages) {
            arms.add(Arm.of(new Cell("vista", storage.label()), common));
            for (int group : storage.forces() ? profile.groups() : List.of(1)) {
                Params params = storage.forces() ? common.with(Params.GROUP, group) : common;
                arms.add(Arm.of(new Cell("rvm", storage.label()), params));
            }
        }
        return arms;
    }

    /// Databases of these lengths; of those that would be the same database, the first.
    private List<X> databases(List<Integer> megabytes) {
        Map<Long, X> byLength = new LinkedHashMap<>();
        for (int size : megabytes) {
            long asked = size * MEGABYTE;
            byLength.putIfAbsent(DatabaseSize.ofAsked(id(), asked), X.bytes(Params.DATABASE_BYTES, asked));
        }
        return List.copyOf(byLength.values());
    }

    /// The same again past memory, where the storages are real and the profile goes there.
    private List<TrialSeries> withSweep(TrialSeries series, Profile profile, Set<StorageKind> storages) {
        if (profile.sizes().sweep().isEmpty() || !storages.contains(StorageKind.RIO)) {
            return List.of(series);
        }
        long limit = Profile.SWEEP_LIMIT_MEGABYTES * MEGABYTE;
        Params limited = Params.none().with(Params.MEMORY_LIMIT, limit);
        List<Arm> arms = new ArrayList<>(List.of(Arm.of(Cell.VISTA, limited), Arm.of(Cell.RVM_RIO, limited)));
        if (storages.contains(StorageKind.DISK)) {
            arms.add(Arm.of(Cell.RVM_DISK, limited.with(Params.GROUP, 1)));
        }
        TrialSeries sweep = new TrialSeries(
                id(),
                arms,
                databases(profile.sizes().sweep()),
                3,
                new TrialSeries.Lengths(new TrialLength(300, 1500), new TrialLength(300, 1500)),
                TrialSeries.Processes.RESIDENT,
                OptionalLong.of(limit),
                EnumSet.of(TrialSeries.Closer.LATENCIES));
        return List.of(series, sweep);
    }
}
