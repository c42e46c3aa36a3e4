package org.failuretransparency.theory.figures;

import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.explorer.Machine;
import org.failuretransparency.theory.explorer.MachineText;

/// Figure 2.10: paths through siblings that join, so that the invariant is not necessary.
final class JoiningPaths implements Figure {

    private static final Scene SCENE = new Scene(
            "no commit between e1 and e2",
            Computation.of("P")
                    .then(0, EventType.COMMIT)
                    .then(0, EventType.CHOICE, "e1")
                    .then(0, EventType.VISIBLE, "e2")
                    .then(0, EventType.CRASH)
                    .then(0, EventType.RECOVER)
                    .then(0, EventType.CHOICE, "sibling of e1")
                    .then(0, EventType.VISIBLE, "e2")
                    .build());

    @Override
    public String id() {
        return "2.10";
    }

    @Override
    public String title() {
        return "Example of state machine in which Assumption 1 does not hold";
    }

    @Override
    public String section() {
        return "2.2.6";
    }

    @Override
    public String whatToSee() {
        return """
                Both siblings lead to the same visible event and to the same state after it. The commit invariant is \
                not upheld, and the checker, which knows events and not machines, must say so; but no failure makes \
                recovery inconsistent. Theorem 2 stays sufficient without Assumption 1, and is not necessary.""";
    }

    @Override
    public List<Scene> scenes() {
        return List.of(SCENE);
    }

    @Override
    public List<Machine> machines() {
        return List.of(MachineText.model("figure-2.10"));
    }
}
