package org.failuretransparency.theory.figures;

import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.equivalence.Equivalence;
import org.failuretransparency.theory.explorer.Machine;
import org.failuretransparency.theory.explorer.MachineText;

/// Figure 2.4: a single process shows two events that no legal execution contains both.
final class SingleProcess implements Figure {

    private static final List<Scene> SCENES = List.of(
            new Scene("no commit between e1 and e2", run(false)), new Scene("a commit between e1 and e2", run(true)));

    @Override
    public String id() {
        return "2.4";
    }

    @Override
    public String title() {
        return "Single process inconsistency from non-determinism";
    }

    @Override
    public String section() {
        return "2.2.4";
    }

    @Override
    public String whatToSee() {
        return """
                The process executes the non-deterministic event e1 and shows e2, fails, recovers from its last \
                commit, executes the sibling e3 and shows e4. A commit between e1 and e2 makes it repeat e2 instead.""";
    }

    @Override
    public List<Scene> scenes() {
        return SCENES;
    }

    @Override
    public List<Machine> machines() {
        return List.of(MachineText.model("figure-2.4"), committing());
    }

    @Override
    public List<Finding> judgements() {
        return List.of(Finding.judged(
                "e2, e4", Equivalence.DUPLICATE_EARLIER, List.of("e2", "e4"), List.of(List.of("e2"), List.of("e4"))));
    }

    private static Computation run(boolean committed) {
        Computation.Builder process = Computation.of("P");
        process.then(0, EventType.COMMIT).then(0, EventType.CHOICE, "e1");
        if (committed) {
            process.then(0, EventType.COMMIT);
        }
        process.then(0, EventType.VISIBLE, "e2").then(0, EventType.CRASH).then(0, EventType.RECOVER);
        if (!committed) {
            process.then(0, EventType.CHOICE, "e3");
        }
        return process.then(0, EventType.VISIBLE, committed ? "e2" : "e4").build();
    }

    private static Machine committing() {
        return Machine.named("figure-2.4 with a commit between e1 and e2")
                .process("P")
                .choose("start", "e1", "heads", "e3", "tails")
                .commit("heads", "show e2")
                .commit("tails", "show e4")
                .show("show e2", "e2", Machine.END)
                .show("show e4", "e4", Machine.END)
                .build();
    }
}
