package org.failuretransparency.theory.figures;

import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.equivalence.Equivalence;
import org.failuretransparency.theory.explorer.Machine;
import org.failuretransparency.theory.explorer.MachineText;

/// Figure 4.1: two processes that both hold a lock.
final class SharedLock implements Figure {

    private static final Scene SCENE = new Scene(
            "A fails after it passed the lock",
            Computation.of("A", "B")
                    .then(0, EventType.COMMIT)
                    .then(1, EventType.COMMIT)
                    .then(0, EventType.CHOICE, "pass")
                    .message(0, 1, EventType.ORDERED_RECEIVE)
                    .then(1, EventType.VISIBLE, "B holds the lock")
                    .then(0, EventType.CRASH)
                    .then(0, EventType.RECOVER)
                    .then(0, EventType.CHOICE, "keep")
                    .then(0, EventType.VISIBLE, "A holds the lock")
                    .build());

    @Override
    public String id() {
        return "4.1";
    }

    @Override
    public String title() {
        return "A distributed computation";
    }

    @Override
    public String section() {
        return "4.2";
    }

    @Override
    public String whatToSee() {
        return """
                A holds the lock, takes a checkpoint, decides to pass the lock on, and sends it to B, which says \
                that it holds the lock. A fails, recovers to its checkpoint, decides otherwise, and says that it \
                holds the lock. No legal execution says both.""";
    }

    @Override
    public List<Scene> scenes() {
        return List.of(SCENE);
    }

    @Override
    public List<Machine> machines() {
        return List.of(MachineText.model("figure-4.1"));
    }

    @Override
    public List<Finding> judgements() {
        return List.of(Finding.judged(
                "B holds the lock, A holds the lock",
                Equivalence.DUPLICATE_EARLIER,
                List.of("B holds the lock", "A holds the lock"),
                List.of(List.of("B holds the lock"), List.of("A holds the lock"))));
    }
}
