package org.failuretransparency.theory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Small random computations with all that the model has: crashes, redelivered messages, rounds, logs, and all marks.
/// Each seed gives one, with its own mixture of kinds.
public final class RandomComputations {

    private static final Source[] SOURCES = {Source.INPUT, Source.CLOCK, Source.CHOICE};

    private final SplittableRandom random;
    private final boolean volatileCounts;
    private final int processes;
    private final Computation.Builder builder;
    private final List<Event> inFlight = new ArrayList<>();
    private final List<List<Event>> receivedSinceCommit = new ArrayList<>();
    private final boolean[] down;
    private final Set<List<Integer>> joined = new HashSet<>();
    private final int[] weights = new int[8];
    private final int markOneIn;

    private RandomComputations(long seed, boolean volatileCounts) {
        random = new SplittableRandom(seed);
        this.volatileCounts = volatileCounts;
        processes = random.nextInt(20) == 0 ? 1 : random.nextInt(2, 5);
        String[] names = new String[processes];
        for (int process = 0; process < processes; process++) {
            names[process] = "p" + process;
            receivedSinceCommit.add(new ArrayList<>());
        }
        builder = Computation.of(names);
        down = new boolean[processes];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextInt(10);
        }
        weights[0]++;
        weights[3] += 3;
        weights[4] += 6;
        weights[2] = random.nextInt(5);
        weights[6] /= 2;
        weights[7] = random.nextInt(4);
        markOneIn = random.nextInt(3, 30);
    }

    /// The computation of a seed.
    ///
    /// @param volatileCounts whether volatile commits hold after a crash
    public static Computation of(long seed, boolean volatileCounts, int maxEvents) {
        RandomComputations computation = new RandomComputations(seed, volatileCounts);
        int length = computation.random.nextInt(maxEvents / 3, maxEvents + 1);
        for (int i = 0; i < length; i++) {
            computation.step();
        }
        return computation.builder.build();
    }

    private void step() {
        int process = random.nextInt(processes);
        Event plain = Event.of(process, builder.nextIndex(process), EventType.INTERNAL);
        if (down[process]) {
            down[process] = false;
            add(typed(plain, EventType.RECOVER));
            return;
        }
        switch (choose()) {
            case 0 -> add(marked(plain));
            case 1 -> add(marked(recorded(typed(plain, new EventType(EventKind.NON_DETERMINISTIC, source())))));
            case 2 ->
                add(marked(typed(
                        plain,
                        random.nextInt(10) > 0 ? EventType.VISIBLE : new EventType(EventKind.VISIBLE, source()))));
            case 3 -> send(plain);
            case 4 -> receive(plain);
            case 5 -> commit(typed(plain, EventType.COMMIT));
            case 6 -> log(typed(plain, EventType.LOG));
            default -> crash(typed(plain, EventType.CRASH));
        }
    }

    private int choose() {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        int left = random.nextInt(sum);
        int kind = 0;
        while (left >= weights[kind]) {
            left -= weights[kind++];
        }
        return kind;
    }

    private void send(Event event) {
        if (processes > 1) {
            int receiver = (event.process() + random.nextInt(1, processes)) % processes;
            Event send = marked(typed(event, EventType.SEND).withPeer(receiver, Event.NONE));
            inFlight.add(send);
            add(send);
        }
    }

    private void receive(Event event) {
        List<Event> here =
                inFlight.stream().filter(send -> send.peer() == event.process()).toList();
        if (!here.isEmpty()) {
            Event send = here.get(random.nextInt(here.size()));
            inFlight.remove(send);
            receivedSinceCommit.get(event.process()).add(send);
            EventType type = random.nextBoolean() ? EventType.RECEIVE : EventType.ORDERED_RECEIVE;
            add(marked(recorded(typed(event, type).withPeer(send.process(), send.index()))));
        }
    }

    private void commit(Event event) {
        Event commit = event;
        int round = random.nextInt(6);
        if (round < 3 && joined.add(List.of(round, event.process()))) {
            commit = event.withPeer(Event.NONE, round);
        }
        add(random.nextInt(8) == 0 ? commit.with(EventMark.VOLATILE) : commit);
    }

    private void log(Event event) {
        int logged = random.nextInt(3) > 0 ? event.process() : random.nextInt(processes);
        int next = builder.nextIndex(logged);
        if (next > 0) {
            Event log = event.withPeer(logged, Math.max(0, next - 1 - random.nextInt(3)));
            add(random.nextInt(8) == 0 ? log.with(EventMark.VOLATILE) : log);
        }
    }

    private void crash(Event event) {
        down[event.process()] = true;
        add(event);
        inFlight.addAll(receivedSinceCommit.get(event.process()));
        receivedSinceCommit.get(event.process()).clear();
    }

    private void add(Event event) {
        builder.add(event);
        if (event.commits() && (volatileCounts || !event.has(EventMark.VOLATILE))) {
            receivedSinceCommit.get(event.process()).clear();
        }
    }

    private Source source() {
        return SOURCES[random.nextInt(SOURCES.length)];
    }

    private static Event typed(Event event, EventType type) {
        return new Event(
                event.process(), event.index(), type, event.marks(), event.peer(), event.peerIndex(), 0, 0, "");
    }

    private Event recorded(Event event) {
        return random.nextBoolean() ? event.with(EventMark.RECORDED) : event;
    }

    private Event marked(Event event) {
        Event marked = event;
        if (random.nextInt(markOneIn) == 0) {
            marked = marked.with(EventMark.COMMITTED);
        }
        if (random.nextInt(markOneIn) == 0) {
            marked = marked.with(EventMark.REPLAYED);
        }
        if (random.nextInt(markOneIn * 3) == 0) {
            marked = marked.with(EventMark.VOLATILE);
        }
        if (random.nextInt(markOneIn) == 0 && event.kind() == EventKind.RECEIVE) {
            marked = marked.with(EventMark.CONTROL);
        }
        return marked;
    }
}
