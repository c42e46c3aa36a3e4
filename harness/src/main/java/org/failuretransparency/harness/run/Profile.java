package org.failuretransparency.harness.run;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.failuretransparency.harness.theory.TheoryExperiment;
import org.failuretransparency.rio.StorageKind;

/// How much is measured: `smoke` within minutes and smaller, `standard` the dissertation's sizes, `full` all of its
/// range.
///
/// @param label the name in commands
/// @param blocks how often all arms take a turn
/// @param lengths how long a trial runs
/// @param sizes of databases and transactions
/// @param groups group commits of RVM
/// @param kills processes killed while they store into bare regions
/// @param messages between processes
/// @param checkpoints of guest programs
/// @param theory computations simulated, checked and explored
public record Profile(
        String label,
        int blocks,
        TrialSeries.Lengths lengths,
        Sizes sizes,
        List<Integer> groups,
        int kills,
        Messages messages,
        Checkpoints checkpoints,
        TheoryExperiment.Sizes theory) {

    static final Profile SMOKE = new Profile(
            "smoke",
            3,
            new TrialSeries.Lengths(new TrialLength(60, 200), new TrialLength(100, 250)),
            new Sizes(24, List.of(8, 1 << 10, 32 << 10, 1 << 20), List.of(4, 16), List.of(12, 24), List.of()),
            List.of(1, 64),
            3,
            new Messages(List.of(8, 16 << 10), List.of(1, 64), 100, 2),
            new Checkpoints(
                    List.of(4 << 10, 64 << 10, 1 << 20),
                    List.of(1, 10, 100, 1000),
                    500,
                    2,
                    EnumSet.of(StorageKind.RIO)),
            TheoryExperiment.Sizes.SMOKE);

    static final Profile STANDARD = new Profile(
            "standard",
            5,
            new TrialSeries.Lengths(new TrialLength(120, 1000), new TrialLength(400, 2500)),
            new Sizes(
                    50,
                    List.of(8, 64, 512, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20),
                    List.of(10, 50, 150),
                    List.of(25, 50, 150),
                    List.of(32, 64, 80, 96, 128, 160, 192, 256)),
            List.of(1, 8, 64),
            50,
            new Messages(List.of(8, 64, 256, 1 << 10, 4 << 10, 16 << 10, 60_000), List.of(1, 8, 64), 200, 9),
            new Checkpoints(
                    List.of(
                            4 << 10, 8 << 10, 16 << 10, 32 << 10, 64 << 10, 128 << 10, 256 << 10, 512 << 10, 1 << 20,
                            2 << 20, 4 << 20),
                    List.of(1, 3, 10, 30, 100, 300, 1000, 3000, 10_000),
                    1000,
                    4,
                    EnumSet.of(StorageKind.RIO, StorageKind.DISK)),
            TheoryExperiment.Sizes.STANDARD);

    static final Profile FULL = new Profile(
            "full",
            5,
            new TrialSeries.Lengths(new TrialLength(1000, 4000), new TrialLength(2000, 20000)),
            new Sizes(
                    50,
                    List.of(
                            8, 16, 32, 64, 128, 256, 512, 1 << 10, 2 << 10, 4 << 10, 8 << 10, 16 << 10, 32 << 10,
                            64 << 10, 128 << 10, 256 << 10, 512 << 10, 1 << 20),
                    List.of(10, 20, 50, 100, 200, 300),
                    List.of(25, 50, 100, 200, 300),
                    List.of(32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384)),
            List.of(1, 8, 64),
            50,
            new Messages(
                    List.of(8, 64, 128, 256, 512, 1 << 10, 2 << 10, 4 << 10, 8 << 10, 16 << 10, 32 << 10, 60_000),
                    List.of(1, 2, 4, 8, 16, 32, 64),
                    500,
                    11),
            new Checkpoints(
                    List.of(
                            4 << 10, 8 << 10, 16 << 10, 32 << 10, 64 << 10, 128 << 10, 256 << 10, 512 << 10, 1 << 20,
                            2 << 20, 4 << 20),
                    List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000),
                    5_000,
                    5,
                    EnumSet.of(StorageKind.RIO, StorageKind.DISK)),
            TheoryExperiment.Sizes.STANDARD);

    private static final List<Profile> ALL = List.of(SMOKE, STANDARD, FULL);

    /// Databases in MB, transactions in bytes.
    ///
    /// @param syntheticMegabytes the synthetic database
    /// @param rangeBytes sizes of synthetic transactions
    /// @param debitCredit debit-credit databases
    /// @param orderEntry order-entry databases
    /// @param sweep databases of the sweep past memory; empty: no sweep
    record Sizes(
            long syntheticMegabytes,
            List<Integer> rangeBytes,
            List<Integer> debitCredit,
            List<Integer> orderEntry,
            List<Integer> sweep) {}

    /// Messages between processes.
    ///
    /// @param lengthsBytes of a message
    /// @param outstanding requests at a time
    /// @param trialMillis length of a trial
    /// @param blocks each with a pair of processes of its own
    record Messages(List<Integer> lengthsBytes, List<Integer> outstanding, long trialMillis, int blocks) {}

    /// Checkpoints of guest programs.
    ///
    /// @param touchedBytes between two checkpoints
    /// @param intervals between two checkpoints, in milliseconds
    /// @param workMillis about how long a program runs, at least 2.5 intervals
    /// @param blocks of the programs with timed checkpoints
    /// @param timedOn storages that timed checkpoints are taken on, of those that are asked for
    record Checkpoints(
            List<Integer> touchedBytes,
            List<Integer> intervals,
            long workMillis,
            int blocks,
            Set<StorageKind> timedOn) {}

    /// The memory of a process in the sweep. Java itself takes about 80 MB of it.
    static final long SWEEP_LIMIT_MEGABYTES = 224;

    /// The profile of that name; an unknown one is refused with the list of those there are.
    public static Profile of(String label) {
        return ALL.stream()
                .filter(profile -> profile.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such profile: name=" + label + ", known="
                        + ALL.stream().map(Profile::label).collect(Collectors.joining(","))));
    }
}
