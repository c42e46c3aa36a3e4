package org.failuretransparency.theory.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.Source;

/// Computations of every kind of event, with all that an event can say. They are in an order that a trace can have, and
/// otherwise without sense.
final class RandomComputations {

    private static final List<EventType> PLAIN = List.of(
            EventType.INTERNAL,
            EventType.INPUT,
            EventType.POLL,
            EventType.CLOCK,
            EventType.SIGNAL,
            EventType.PORT,
            EventType.CHOICE,
            EventType.VISIBLE,
            EventType.COMMIT);
    private static final List<Source> SOURCES = List.of(Source.values());
    private static final List<EventMark> MARKS = List.of(EventMark.values());
    private static final List<String> LABELS =
            List.of("heads", "a \"quoted\" \\ one", "two\nlines\tand \r", "# no comment", "größer ☃ 🎲", " ", "\u0000");

    private RandomComputations() {}

    static Computation of(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        String[] names = new String[1 + random.nextInt(5)];
        for (int process = 0; process < names.length; process++) {
            names[process] = random.nextBoolean() ? "p" + process : "größe-" + process + ".x:_";
        }
        Computation.Builder events = Computation.of(names);
        List<Event> sends = new ArrayList<>();
        int count = random.nextInt(60);
        int round = 0;
        while (count-- > 0) {
            int process = random.nextInt(names.length);
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    Event send = details(
                            Event.send(process, events.nextIndex(process), random.nextInt(names.length)), random);
                    sends.add(send);
                    events.add(send);
                }
                case 2, 3 -> receive(events, sends, random);
                case 4 -> log(events, process, random.nextInt(names.length), random);
                case 5 -> round(events, names.length, round++ ^ 5);
                case 6 -> {
                    if (random.nextInt(4) == 0) {
                        events.then(process, EventType.CRASH).then(process, EventType.RECOVER);
                    }
                    EventType shown = new EventType(EventKind.VISIBLE, SOURCES.get(random.nextInt(SOURCES.size())));
                    events.add(details(Event.of(process, events.nextIndex(process), shown), random));
                }
                default ->
                    events.add(details(
                            Event.of(process, events.nextIndex(process), PLAIN.get(random.nextInt(PLAIN.size()))),
                            random));
            }
        }
        return events.build();
    }

    private static void receive(Computation.Builder events, List<Event> sends, RandomGenerator random) {
        if (!sends.isEmpty()) {
            Event send = sends.remove(random.nextInt(sends.size()));
            EventType type = random.nextBoolean() ? EventType.RECEIVE : EventType.ORDERED_RECEIVE;
            events.add(details(
                    Event.receive(send.peer(), events.nextIndex(send.peer()), type, send.process(), send.index()),
                    random));
        }
    }

    private static void log(Computation.Builder events, int process, int covered, RandomGenerator random) {
        if (events.nextIndex(covered) > 0) {
            events.add(details(
                    Event.of(process, events.nextIndex(process), EventType.LOG)
                            .withPeer(covered, random.nextInt(events.nextIndex(covered))),
                    random));
        }
    }

    private static void round(Computation.Builder events, int processes, int round) {
        for (int process = 0; process < processes; process++) {
            events.add(Event.of(process, events.nextIndex(process), EventType.COMMIT)
                    .withPeer(Event.NONE, round));
        }
    }

    private static Event details(Event event, RandomGenerator random) {
        Event detailed = event;
        while (random.nextInt(3) == 0) {
            detailed = switch (random.nextInt(4)) {
                case 0 -> detailed.with(MARKS.get(random.nextInt(MARKS.size())));
                case 1 -> detailed.withLabel(LABELS.get(random.nextInt(LABELS.size())));
                case 2 -> detailed.withValue(random.nextLong() >> random.nextInt(64));
                default -> detailed.withTimeNanos(random.nextLong() >> random.nextInt(64));
            };
        }
        return detailed;
    }
}
