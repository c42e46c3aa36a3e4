package org.failuretransparency.theory.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventType;

/// Writes the scripts of the [Workload]s: events of applications, without those of any recovery system.
public final class Scripts {

    private static final int DSM_PROCESSES = 4;
    private static final int GAME_CLIENTS = 3;

    /// What a random script is drawn from, beside messages.
    private static final List<EventType> LOCAL_EVENTS = List.of(
            EventType.INTERNAL,
            EventType.VISIBLE,
            EventType.INPUT,
            EventType.POLL,
            EventType.CLOCK,
            EventType.SIGNAL,
            EventType.PORT,
            EventType.CHOICE);

    private Scripts() {}

    /// *nvi*: a keystroke, some computing, its echo. Every thousandth keystroke or so reads the clock.
    public static Computation editor(int events, RandomGenerator random) {
        Computation.Builder script = Computation.of("editor");
        while (script.nextIndex(0) < events) {
            script.then(0, EventType.INPUT, "key").then(0, EventType.INTERNAL);
            if (oneIn(1000, random)) {
                script.then(0, EventType.CLOCK);
            }
            script.then(0, EventType.VISIBLE, "echo");
        }
        return script.build();
    }

    /// *oleo*: a command, three to five looks at the clock while it recalculates, one screen.
    public static Computation spreadsheet(int events, RandomGenerator random) {
        Computation.Builder script = Computation.of("spreadsheet");
        while (script.nextIndex(0) < events) {
            script.then(0, EventType.INPUT, "command");
            int looks = random.nextInt(3, 6);
            for (int look = 0; look < looks; look++) {
                script.then(0, EventType.INTERNAL).then(0, EventType.CLOCK);
            }
            script.then(0, EventType.VISIBLE, "screen");
        }
        return script.build();
    }

    /// *magic*: the timer's signals and polls of the X server's connection go on all the time; a mouse command comes
    /// with every third pair of them, and draws.
    public static Computation layout(int events, RandomGenerator random) {
        Computation.Builder script = Computation.of("layout");
        while (script.nextIndex(0) < events) {
            script.then(0, EventType.SIGNAL, "timer").then(0, EventType.POLL).then(0, EventType.INTERNAL);
            if (oneIn(3, random)) {
                script.then(0, EventType.INPUT, "mouse").then(0, EventType.VISIBLE, "draw");
                if (random.nextBoolean()) {
                    script.then(0, EventType.VISIBLE, "draw");
                }
            }
        }
        return script.build();
    }

    /// *TreadMarks*: a process computes, asks another for a page or a lock, which is told so by a signal, and gets the
    /// reply. Process 0 prints a line once in five hundred exchanges.
    public static Computation dsm(int events, RandomGenerator random) {
        Computation.Builder script = Computation.of(names("node", DSM_PROCESSES));
        int written = 0;
        while (written < events) {
            int asking = random.nextInt(DSM_PROCESSES);
            int owner = (asking + random.nextInt(1, DSM_PROCESSES)) % DSM_PROCESSES;
            script.then(asking, EventType.INTERNAL, "compute");
            Event request = script.send(asking, owner);
            script.then(owner, EventType.SIGNAL, "request").receive(request, EventType.RECEIVE);
            script.message(owner, asking, EventType.RECEIVE);
            written += 6;
            if (oneIn(500, random)) {
                script.then(0, EventType.VISIBLE, "progress");
                written++;
            }
        }
        return script.build();
    }

    /// *xpilot*: in each frame the server's timer fires, and it reads the clock and sends the frame to every client;
    /// each client reads the clock, draws what it received in two writes to its X server, polls its input, and mostly
    /// has keys to send, with the time.
    public static Computation game(int events, RandomGenerator random) {
        Computation.Builder script = Computation.of(concat("server", names("client", GAME_CLIENTS)));
        int written = 0;
        while (written < events) {
            script.then(0, EventType.SIGNAL, "frame").then(0, EventType.CLOCK);
            List<Event> frames = new ArrayList<>();
            for (int client = 1; client <= GAME_CLIENTS; client++) {
                frames.add(script.send(0, client));
            }
            written += 2 + GAME_CLIENTS;
            for (Event frame : frames) {
                int client = frame.peer();
                script.receive(frame, EventType.RECEIVE)
                        .then(client, EventType.CLOCK)
                        .then(client, EventType.VISIBLE, "ships")
                        .then(client, EventType.VISIBLE, "radar")
                        .then(client, EventType.POLL);
                written += 5;
                if (!oneIn(4, random)) {
                    script.then(client, EventType.INPUT, "keys")
                            .then(client, EventType.CLOCK)
                            .message(client, 0, EventType.RECEIVE);
                    written += 4;
                }
            }
        }
        return script.build();
    }

    /// Anything: local events of all types, messages that overtake one another, ordered and unordered receives. How
    /// often each class occurs is drawn for each script, so that in some scripts each of them is rare. No event is
    /// visible and non-deterministic at once.
    ///
    /// @param processes from 1
    public static Computation random(int processes, int events, RandomGenerator random) {
        Computation.Builder script = Computation.of(names("p", processes));
        List<Event> underWay = new ArrayList<>();
        int[] weights = random.ints(LOCAL_EVENTS.size(), 0, 10).toArray();
        weights[0]++;
        double messages = processes == 1 ? 0 : random.nextDouble();
        for (int written = 0; written < events; written++) {
            if (random.nextDouble() >= messages) {
                script.then(random.nextInt(processes), drawn(weights, random));
            } else if (underWay.isEmpty() || random.nextBoolean()) {
                int sender = random.nextInt(processes);
                underWay.add(script.send(sender, (sender + random.nextInt(1, processes)) % processes));
            } else {
                Event send = underWay.remove(random.nextInt(underWay.size()));
                script.receive(send, random.nextInt(3) == 0 ? EventType.ORDERED_RECEIVE : EventType.RECEIVE);
            }
        }
        return script.build();
    }

    private static EventType drawn(int[] weights, RandomGenerator random) {
        int left = random.nextInt(IntStream.of(weights).sum());
        int choice = 0;
        while (left >= weights[choice]) {
            left -= weights[choice++];
        }
        return LOCAL_EVENTS.get(choice);
    }

    private static boolean oneIn(int many, RandomGenerator random) {
        return random.nextInt(many) == 0;
    }

    private static String[] names(String prefix, int many) {
        return IntStream.range(0, many).mapToObj(number -> prefix + number).toArray(String[]::new);
    }

    private static String[] concat(String first, String[] others) {
        String[] all = new String[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }
}
