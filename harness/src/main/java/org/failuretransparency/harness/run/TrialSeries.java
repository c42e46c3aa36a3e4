package org.failuretransparency.harness.run;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.harness.run.ArmSetup.Guest;
import org.jspecify.annotations.Nullable;

/// Trials that are compared: some arms, each in a process of its own or all in one, which take turns at each place of
/// an axis.
///
/// @param experiment the experiment that the rows belong to, and the workload
/// @param arms who takes turns
/// @param axis the places, in their order
/// @param blocks how often all arms take a turn at each place; forwards and backwards in turn (A B B A)
/// @param lengths how long a trial runs
/// @param processes that the arms run in
/// @param memoryLimit bytes of memory that each process may use, page cache included
/// @param closer what else is looked at, at the first place of the axis
public record TrialSeries(
        String experiment,
        List<Arm> arms,
        List<X> axis,
        int blocks,
        Lengths lengths,
        Processes processes,
        OptionalLong memoryLimit,
        Set<Closer> closer) {

    /// The processes that the arms run in.
    public enum Processes {
        /// One an arm for all blocks: the databases at a place are loaded once.
        RESIDENT,
        /// One for all arms, and a new one for each block. How fast a program of much code runs differs from process to
        /// process, by what the compiler made of it, by more than a checkpoint a second or a committed message costs:
        /// arms that share a process run the same compiled code, and their ratio is of what they do. What code that
        /// was, differs from block to block.
        SHARED
    }

    /// What is looked at besides, once an arm.
    public enum Closer {
        /// Single transactions are timed.
        LATENCIES,
        /// Each arm that recovers is killed and recovered.
        KILL,
        /// The same, after all trials: the new process would have to be compiled again.
        KILL_AT_THE_END
    }

    /// A trial with timed checkpoints takes so many intervals at least.
    private static final double INTERVALS = 2.5;

    /// How long a guest runs that touches pages, before it is taken to be compiled.
    private static final TrialLength COMPILED = new TrialLength(1_500, 1_500);

    /// The lengths of trials in memory and of those that wait for a device.
    public record Lengths(TrialLength memory, TrialLength disk) {

        TrialLength of(Arm arm) {
            return arm.cell().isInMemory() ? memory : disk;
        }
    }

    /// Trials in this series.
    int trials() {
        return arms.size() * axis.size() * blocks;
    }

    /// How long a trial of an arm at a place is.
    TrialLength length(Arm arm, X x) {
        TrialLength length = lengths.of(arm);
        if (!x.name().equals(Params.INTERVAL_MS)) {
            return length;
        }
        long millis = Math.max(length.minMillis(), Math.round(INTERVALS * x.value()));
        return new TrialLength(millis, millis);
    }

    /// How often arms warm up at a place in a process that is warm. What is compiled does not depend on the interval
    /// between checkpoints.
    int furtherWarmUps(X x) {
        return x.name().equals(Params.INTERVAL_MS) ? 0 : 1;
    }

    /// How long it runs before the first trial at a place. A program with timed checkpoints finds out by itself.
    TrialLength warmUp(Arm arm, X x) {
        return arm.cell().system().equals("dc") ? COMPILED : length(arm, x);
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
                seed,
                (int) number(arm, x, Params.OUTSTANDING),
                guest(arm, x));
    }

    private @Nullable Guest guest(Arm arm, X x) {
        return x.name().equals(Params.INTERVAL_MS)
                ? new Guest(arm.process(), x.value(), length(arm, x).minMillis())
                : null;
    }

    private static double number(Arm arm, X x, String name) {
        return x.name().equals(name) ? x.value() : arm.params().number(name).orElse(0);
    }
}
