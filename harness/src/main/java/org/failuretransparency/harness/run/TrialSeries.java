package org.failuretransparency.harness.run;

import java.util.List;
import java.util.OptionalLong;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.X;

/// Trials that are compared: some arms, each resident in a process of its own, which take turns at each place of an
/// axis.
///
/// @param experiment the experiment that the rows belong to, and the workload
/// @param arms who takes turns
/// @param axis the places, in their order
/// @param blocks how often all arms take a turn at each place; forwards and backwards in turn (A B B A)
/// @param lengths how long a trial runs
/// @param memoryLimit bytes of memory that each process may use, page cache included
/// @param kill whether each arm that recovers is also killed and recovered, at the first place
public record TrialSeries(
        String experiment,
        List<Arm> arms,
        List<X> axis,
        int blocks,
        Lengths lengths,
        OptionalLong memoryLimit,
        boolean kill) {

    /// The lengths of trials in memory and of those that wait for a device.
    public record Lengths(TrialLength memory, TrialLength disk) {

        TrialLength of(Arm arm) {
            return "rio".equals(arm.cell().storage()) ? memory : disk;
        }
    }

    /// Trials in this series.
    int trials() {
        return arms.size() * axis.size() * blocks;
    }

    /// What an arm's process opens for a place, in a directory.
    ArmSetup setup(Arm arm, X x, String directory, long seed) {
        long databaseBytes = Math.round(number(arm, x, Params.DATABASE_BYTES));
        int rangeBytes = (int) Math.round(number(arm, x, Params.BYTES));
        return new ArmSetup(
                experiment,
                arm.cell().system(),
                arm.cell().storage(),
                directory,
                databaseBytes,
                rangeBytes,
                arm.params().get(Params.GROUP).map(Integer::parseInt).orElse(1),
                arm.params().get(Params.PROTECTION).filter("pages"::equals).isPresent(),
                memoryLimit.isPresent(),
                seed);
    }

    private static double number(Arm arm, X x, String name) {
        return x.name().equals(name) ? x.value() : arm.params().number(name).orElse(0);
    }
}
