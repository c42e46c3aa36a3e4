package org.failuretransparency.theory.figures;

import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.explorer.Machine;
import org.failuretransparency.theory.explorer.MachineText;

/// Figure 2.9: a commit preserves a dependence that can never be committed.
final class Livelock implements Figure {

    private static final List<Scene> SCENES = List.of(
            new Scene("P1 commits when P3 asks it to", naive()),
            new Scene("P1 asks P2 in turn, and all three commit in one round", inOneRound()));

    @Override
    public String id() {
        return "2.9";
    }

    @Override
    public String title() {
        return "A problematic computation for liveness";
    }

    @Override
    public String section() {
        return "2.2.4";
    }

    @Override
    public String whatToSee() {
        return """
                P3 wants to show something that depends on P1's e1, and asks P1 to commit. P1 does so, although its \
                state depends on P2's e2, which is not committed. P2 fails and loses e2. From then on P1 can neither \
                show what depends on e2 nor abort its dependence, which is in its committed state: it is livelocked. \
                The acknowledgement that P3 waits for carries the dependence on e2 to P3 as well, so that by the \
                letter of the theorem what P3 shows violates safety, too; the figure leaves this message out.""";
    }

    @Override
    public List<Scene> scenes() {
        return SCENES;
    }

    @Override
    public List<Machine> machines() {
        return List.of(MachineText.model("figure-2.9"), committing());
    }

    private static Computation.Builder untilP3WantsToShow() {
        Computation.Builder processes = Computation.of("P1", "P2", "P3");
        processes.then(0, EventType.COMMIT).then(1, EventType.COMMIT).then(2, EventType.COMMIT);
        processes.then(0, EventType.CHOICE, "e1").message(0, 2, EventType.ORDERED_RECEIVE);
        return processes.then(1, EventType.CHOICE, "e2").message(1, 0, EventType.ORDERED_RECEIVE);
    }

    private static Computation naive() {
        Computation.Builder processes = untilP3WantsToShow();
        control(processes, 2, 0);
        processes.then(0, EventType.COMMIT);
        control(processes, 0, 2);
        processes.then(2, EventType.COMMIT).then(2, EventType.VISIBLE, "shown");
        processes.then(1, EventType.CRASH).then(1, EventType.RECOVER);
        return processes
                .then(0, EventType.INTERNAL, "wants to show, and cannot")
                .build();
    }

    private static Computation inOneRound() {
        Computation.Builder processes = untilP3WantsToShow();
        control(processes, 2, 0);
        control(processes, 0, 1);
        for (int process = 0; process < 3; process++) {
            processes.add(Event.of(process, processes.nextIndex(process), EventType.COMMIT)
                    .withPeer(Event.NONE, 0));
        }
        control(processes, 1, 2);
        control(processes, 0, 2);
        processes.then(2, EventType.VISIBLE, "shown");
        processes.then(1, EventType.CRASH).then(1, EventType.RECOVER);
        return processes.then(0, EventType.VISIBLE, "shown").build();
    }

    /// A message of the recovery system.
    private static void control(Computation.Builder processes, int sender, int receiver) {
        Event send = Event.send(sender, processes.nextIndex(sender), receiver).with(EventMark.CONTROL);
        processes.add(send);
        processes.add(
                Event.receive(receiver, processes.nextIndex(receiver), EventType.ORDERED_RECEIVE, sender, send.index())
                        .with(EventMark.CONTROL));
    }

    /// What is left of the figure without P3, P2 committing first.
    private static Machine committing() {
        return Machine.named("figure-2.9 without P3, P2 committing before it sends")
                .process("P1")
                .receive("wait", "P2", "0", "zero", "1", "one")
                .commit("zero", "show 0")
                .commit("one", "show 1")
                .show("show 0", "0", Machine.END)
                .show("show 1", "1", Machine.END)
                .process("P2")
                .choose("start", "0", "zero", "1", "one")
                .commit("zero", "send 0")
                .commit("one", "send 1")
                .send("send 0", "P1", "0", Machine.END)
                .send("send 1", "P1", "1", Machine.END)
                .build();
    }
}
