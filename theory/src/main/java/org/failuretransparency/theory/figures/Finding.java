package org.failuretransparency.theory.figures;

import java.util.List;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Verdict;
import org.failuretransparency.theory.equivalence.Equivalence;
import org.failuretransparency.theory.equivalence.RecoveryOracle;
import org.failuretransparency.theory.equivalence.RecoveryOracle.Judgement;
import org.failuretransparency.theory.explorer.BadRun;
import org.failuretransparency.theory.explorer.Exploration;
import org.failuretransparency.theory.explorer.Explorer;
import org.failuretransparency.theory.explorer.ExplorerOptions;
import org.failuretransparency.theory.explorer.Machine;

/// What an examination of a part of a figure found.
///
/// @param subject which part of the theory examined what
/// @param holds whether all is well: the invariant holds, recovery is consistent, the rollback is contained
/// @param words what was found
public record Finding(String subject, boolean holds, String words) {

    /// Asks the checker whether the computation upholds the commit invariant.
    static Finding checked(Scene scene) {
        Verdict verdict = CommitInvariant.check(scene.computation(), Failures.SEVERAL);
        return new Finding("checker: " + scene.title(), verdict.holds(), verdict.words());
    }

    /// Explores a machine: two failures of any processes at any points.
    static Finding explored(Machine machine) {
        ExplorerOptions options = ExplorerOptions.DEFAULT.withShortest(true);
        Exploration exploration = Explorer.explore(machine, options);
        String words = exploration
                .badRun()
                .map(BadRun::story)
                .orElseGet(() -> "no failure makes recovery inconsistent: failures=" + options.failures()
                        + ", failure-free outputs=" + exploration.failureFreeOutputs() + ", states="
                        + exploration.states());
        return new Finding("explorer: " + machine.name(), exploration.badRun().isEmpty(), words.stripTrailing());
    }

    /// Judges an output by Definition 1 with this equivalence function.
    static Finding judged(
            String title, Equivalence equivalence, List<String> recovered, List<List<String>> failureFree) {
        Judgement judgement = new RecoveryOracle<>(equivalence, failureFree).judge(recovered);
        return new Finding(name(equivalence) + ": " + title, judgement.consistent(), judgement.words());
    }

    private static String name(Equivalence equivalence) {
        return switch (equivalence) {
            case IDENTITY -> "identity";
            case DUPLICATE_LAST_VISIBLE -> "okay to duplicate last visible";
            case DUPLICATE_EARLIER -> "Definition 2";
        };
    }
}
