package org.failuretransparency.harness.run;

import java.util.List;
import java.util.stream.Collectors;
import org.failuretransparency.harness.theory.TheoryExperiment;

/// How much is measured: `smoke` within minutes and smaller, `standard` the dissertation's sizes, `full` all of its
/// range.
///
/// @param label the name in commands
/// @param blocks how often all arms take a turn
/// @param lengths how long a trial runs
/// @param sizes of databases and transactions
/// @param groups group commits of RVM
/// @param kills processes killed while they store into bare regions
/// @param theory computations simulated, checked and explored
public record Profile(
        String label,
        int blocks,
        TrialSeries.Lengths lengths,
        Sizes sizes,
        List<Integer> groups,
        int kills,
        TheoryExperiment.Sizes theory) {

    static final Profile SMOKE = new Profile(
            "smoke",
            3,
            new TrialSeries.Lengths(new TrialLength(60, 200), new TrialLength(100, 250)),
            new Sizes(24, List.of(8, 1 << 10, 32 << 10, 1 << 20), List.of(4, 16), List.of(12, 24), List.of()),
            List.of(1, 64),
            5,
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
