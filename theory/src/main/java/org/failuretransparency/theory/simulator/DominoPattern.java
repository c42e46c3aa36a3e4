package org.failuretransparency.theory.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventType;

/// Processes that send messages while each takes checkpoints on its own, and the failure of one of them (§2.3.2, Figure
/// 2.12). Receives are in a fixed order, so that the events put between checkpoints and sends are all there is of
/// non-determinism.
///
/// @param computation the computation as it would be if no process failed; its COMMIT events are the checkpoints
/// @param executed how many of its events were executed when the failure happens
/// @param failed the process that fails
public record DominoPattern(Computation computation, int executed, int failed) {

    /// What is between each checkpoint and the first send after it.
    public enum Between {
        /// A non-deterministic event; every process would execute a visible event after the moment of the failure.
        EXPOSED,
        /// A non-deterministic event; no process would ever execute a visible event.
        HIDDEN,
        /// Deterministic events only; every process would execute a visible event after the moment of the failure.
        DETERMINISTIC
    }

    public DominoPattern {
        if (executed < 0 || executed > computation.events().size()) {
            throw new IllegalArgumentException("no such moment: executed=" + executed + ", events="
                    + computation.events().size());
        }
        if (failed < 0 || failed >= computation.processes().size()) {
            throw new IllegalArgumentException("no such process: failed=" + failed + ", processes="
                    + computation.processes().size());
        }
    }

    /// The pattern of Figure 2.12: each message is received just before a checkpoint, and the next one sent just after
    /// it, so that no two checkpoints of different processes but the initial ones make a consistent cut.
    public static DominoPattern figure(Between between) {
        Writer writer = new Writer(3, between);
        for (int step = 0; step < 6; step++) {
            int sender = step % 3;
            int receiver = (sender + 1) % 3;
            Event send = writer.send(sender, receiver);
            writer.receive(send);
            writer.checkpoint(receiver);
        }
        return writer.failing(2);
    }

    /// A random pattern; the same seed gives the same messages and checkpoints for each `between`.
    ///
    /// @param processes 2 or more
    /// @param steps how many checkpoints, sends and receives there are
    public static DominoPattern random(long seed, int processes, int steps, Between between) {
        SplittableRandom random = new SplittableRandom(seed);
        Writer writer = new Writer(processes, between);
        List<Event> inTransit = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            int process = random.nextInt(processes);
            int dice = random.nextInt(10);
            if (dice < 2) {
                writer.checkpoint(process);
            } else if (dice < 6 && !inTransit.isEmpty()) {
                writer.receive(inTransit.remove(random.nextInt(inTransit.size())));
            } else {
                int other = (process + 1 + random.nextInt(processes - 1)) % processes;
                inTransit.add(writer.send(process, other));
            }
        }
        return writer.failing(random.nextInt(processes));
    }

    /// The events that were executed before the failure, in their order.
    public List<Event> past() {
        return computation.events().subList(0, executed);
    }

    /// Puts the events between checkpoints and sends.
    private static final class Writer {

        private final Computation.Builder builder;
        private final Between between;
        private final boolean[] checkpointed;

        Writer(int processes, Between between) {
            String[] names = IntStream.rangeClosed(1, processes)
                    .mapToObj(number -> "P" + number)
                    .toArray(String[]::new);
            builder = Computation.of(names);
            this.between = between;
            checkpointed = new boolean[processes];
            for (int process = 0; process < processes; process++) {
                checkpoint(process);
            }
        }

        void checkpoint(int process) {
            builder.then(process, EventType.COMMIT);
            checkpointed[process] = true;
        }

        Event send(int sender, int receiver) {
            if (checkpointed[sender]) {
                builder.then(sender, between == Between.DETERMINISTIC ? EventType.INTERNAL : EventType.CHOICE);
                checkpointed[sender] = false;
            }
            return builder.send(sender, receiver);
        }

        void receive(Event send) {
            builder.receive(send, EventType.ORDERED_RECEIVE);
        }

        DominoPattern failing(int failed) {
            int executed = builder.build().events().size();
            for (int process = 0; process < checkpointed.length && between != Between.HIDDEN; process++) {
                builder.then(process, EventType.VISIBLE);
            }
            return new DominoPattern(builder.build(), executed, failed);
        }
    }
}
