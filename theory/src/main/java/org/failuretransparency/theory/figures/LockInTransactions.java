package org.failuretransparency.theory.figures;

import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.explorer.Machine;
import org.failuretransparency.theory.explorer.MachineText;

/// Figure 4.2: the lock of Figure 4.1, with messages in local transactions.
final class LockInTransactions implements Figure {

    private static final List<Scene> SCENES = List.of(
            new Scene("A fails after its transaction", failingAfter()),
            new Scene("A fails inside of its transaction", failingInside()));

    @Override
    public String id() {
        return "4.2";
    }

    @Override
    public String title() {
        return "Distributed computation using MLT";
    }

    @Override
    public String section() {
        return "4.3";
    }

    @Override
    public String whatToSee() {
        return """
                A passes the lock in a local transaction: its decision, the change of its state and the send are one \
                atomic step, and the message goes out after the commit. If A fails before, B never hears of the \
                lock; if it fails after, A knows that the lock is passed, and only sends the message again, which B \
                filters. B commits before it says that it holds the lock.""";
    }

    @Override
    public List<Scene> scenes() {
        return SCENES;
    }

    @Override
    public List<Machine> machines() {
        return List.of(MachineText.model("figure-4.2"));
    }

    private static Computation failingAfter() {
        Computation.Builder lock = holding().then(0, EventType.CHOICE, "pass").then(0, EventType.COMMIT);
        Event send = lock.send(0, 1);
        lock.then(0, EventType.CRASH).then(0, EventType.RECOVER);
        lock.send(0, 1);
        return acceptedAndShown(lock, send);
    }

    private static Computation failingInside() {
        Computation.Builder lock = holding().then(0, EventType.CHOICE, "pass");
        lock.then(0, EventType.CRASH).then(0, EventType.RECOVER);
        lock.then(0, EventType.CHOICE, "keep").then(0, EventType.COMMIT);
        return lock.then(0, EventType.VISIBLE, "A holds the lock").build();
    }

    private static Computation.Builder holding() {
        return Computation.of("A", "B").then(0, EventType.COMMIT).then(1, EventType.COMMIT);
    }

    private static Computation acceptedAndShown(Computation.Builder lock, Event send) {
        return lock.receive(send, EventType.ORDERED_RECEIVE)
                .then(1, EventType.COMMIT)
                .then(1, EventType.VISIBLE, "B holds the lock")
                .build();
    }
}
