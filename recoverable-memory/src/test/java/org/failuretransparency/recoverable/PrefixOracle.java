package org.failuretransparency.recoverable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.failuretransparency.crashlab.CrashImage;
import org.failuretransparency.crashlab.CrashImages;
import org.failuretransparency.crashlab.Effort;
import org.failuretransparency.crashlab.Oracle;
import org.failuretransparency.crashlab.Recording;

/// Requires that a recovery ends in a state that the program has been in: one that holds at least what the program had
/// promised to be durable, and at most what it had begun; and that the program can go on from there. States are in
/// words, so that equal words mean equal states.
public final class PrefixOracle implements Oracle {

    private final Function<Recording, String> recovery;
    private final Consumer<Recording> abortedTransaction;
    private final List<String> states = new ArrayList<>();

    /// An oracle for a program that starts in the state `initial`.
    ///
    /// @param recovery opens what a crash left, returns the state that it finds, and closes; it changes nothing by
    /// itself
    /// @param abortedTransaction opens, changes something, aborts and closes
    public PrefixOracle(Function<Recording, String> recovery, Consumer<Recording> abortedTransaction, String initial) {
        this.recovery = recovery;
        this.abortedTransaction = abortedTransaction;
        states.add(initial);
    }

    /// Records the program's next operation, and what `state` says when it has ended.
    public void operation(Recording recording, Runnable body, Supplier<String> state) {
        recording.operation(states.size(), body);
        states.add(state.get());
    }

    /// Number of operations so far.
    public int operations() {
        return states.size() - 1;
    }

    @Override
    public void judge(CrashImage image) {
        Recording regions = image.regions();
        String found = recovery.apply(regions);
        assertThat(found).isIn(allowed(image));
        abortedTransaction.accept(regions);
        assertThat(recovery.apply(regions)).isEqualTo(found);
    }

    private List<String> allowed(CrashImage image) {
        // An operation that stores nothing, an abort for instance, ends without a store by which it could have begun.
        int begun = (int) Math.max(image.started(), image.promised());
        return states.subList((int) image.promised(), begun + 1);
    }

    /// This oracle, also for crashes inside of the recovery.
    public Oracle insideOfTheRecoveryToo(CrashModel model, Effort effort) {
        return alsoInside(
                regions -> {
                    var _ = recovery.apply(regions);
                },
                trace -> model.images(trace, effort));
    }

    /// This oracle for a killed process, after whose recovery the power fails, or during it. What is in the page cache
    /// may be lost then, but not what the recovery has handed out.
    public Oracle withPowerLossAfterwards(Effort effort) {
        return image -> {
            judge(image);
            Recording killed = image.regions();
            killed.start();
            List<String> handedOut = new ArrayList<>();
            killed.operation(1, () -> handedOut.add(recovery.apply(killed)));
            CrashImages.afterPowerLoss(killed.trace(), effort)
                    .check(inside -> assertThat(recovery.apply(inside.regions()))
                            .isIn(inside.inOperation() ? allowed(image) : handedOut));
        };
    }
}
