package org.failuretransparency.theory.figures;

import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.equivalence.Equivalence;
import org.failuretransparency.theory.explorer.Machine;
import org.failuretransparency.theory.explorer.MachineText;

/// Figure 2.5: messages carry dependence on a toss of a coin to processes that show it.
final class SeveralProcesses implements Figure {

    private static final List<Scene> SCENES = List.of(
            new Scene("no commit between toss and send", toss(false)),
            new Scene("a commit between toss and send", toss(true)));

    @Override
    public String id() {
        return "2.5";
    }

    @Override
    public String title() {
        return "Multi-process inconsistency from non-determinism";
    }

    @Override
    public String section() {
        return "2.2.4";
    }

    @Override
    public String whatToSee() {
        return """
                P0 tosses a coin, heads (e1), and tells P1, which shows it. Then P0 fails, recovers, tosses again, \
                tails (e2), and tells P2, which shows that. Each is legal, both together are not. A commit of P0 \
                between toss and send makes it send the same message again, which P1 filters.""";
    }

    @Override
    public List<Scene> scenes() {
        return SCENES;
    }

    @Override
    public List<Machine> machines() {
        return List.of(MachineText.model("figure-2.5"), committing());
    }

    @Override
    public List<Finding> judgements() {
        return List.of(Finding.judged(
                "P1: heads, P2: tails",
                Equivalence.DUPLICATE_EARLIER,
                List.of("P1: heads", "P2: tails"),
                List.of(List.of("P1: heads"), List.of("P2: tails"))));
    }

    private static Computation toss(boolean committed) {
        Computation.Builder coin = Computation.of("P0", "P1", "P2");
        coin.then(0, EventType.COMMIT).then(1, EventType.COMMIT).then(2, EventType.COMMIT);
        coin.then(0, EventType.CHOICE, "e1");
        if (committed) {
            coin.then(0, EventType.COMMIT);
        }
        Event send = coin.send(0, 1);
        coin.receive(send, EventType.ORDERED_RECEIVE).then(1, EventType.VISIBLE, "heads");
        coin.then(0, EventType.CRASH).then(0, EventType.RECOVER);
        if (committed) {
            coin.send(0, 1);
        } else {
            coin.then(0, EventType.CHOICE, "e2")
                    .message(0, 2, EventType.ORDERED_RECEIVE)
                    .then(2, EventType.VISIBLE, "tails");
        }
        return coin.build();
    }

    private static Machine committing() {
        return Machine.named("figure-2.5 with a commit between toss and send")
                .process("P0")
                .choose("toss", "heads", "heads", "tails", "tails")
                .commit("heads", "tell P1")
                .commit("tails", "tell P2")
                .send("tell P1", "P1", "heads", Machine.END)
                .send("tell P2", "P2", "tails", Machine.END)
                .process("P1")
                .receive("wait", "P0", "heads", "show")
                .show("show", "heads", Machine.END)
                .process("P2")
                .receive("wait", "P0", "tails", "show")
                .show("show", "tails", Machine.END)
                .build();
    }
}
