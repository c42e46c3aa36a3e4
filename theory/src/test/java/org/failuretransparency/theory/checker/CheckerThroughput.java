package org.failuretransparency.theory.checker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventSink;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.trace.Flush;
import org.failuretransparency.theory.trace.TraceHeader;
import org.failuretransparency.theory.trace.TraceReader;
import org.failuretransparency.theory.trace.TraceWriter;
import org.failuretransparency.theory.trace.Traces;

/// How long the checker takes, and how much memory: 8 processes, events made as they are checked, and the same from a
/// trace file. The question is whether 10 million take less than 30 seconds and a heap of 1 GB, and whether time grows
/// in proportion.
///
/// Run it with `java -Xmx1g -cp theory/target/classes:theory/target/test-classes
/// org.failuretransparency.theory.checker.CheckerThroughput FILE 1 2 5 10`; the numbers are millions of events, the
/// file is written and deleted.
final class CheckerThroughput {

    private static final int PROCESSES = 8;
    private static final int MILLION = 1_000_000;

    private CheckerThroughput() {}

    /// How the computation upholds the invariant, or does not.
    enum Mixture {
        /// Commits between non-deterministic and visible or send events.
        COMMITS,
        /// Logs there, and never commits: all messages could be received again after a crash.
        LOGS,
        /// The same, with crashes, each followed by a replay and a commit.
        CRASHES,
        /// Commits half of the times, so that much is a violation.
        VIOLATIONS,
        /// One non-deterministic event at the beginning, no commits, and visible events at the end: the ways of the
        /// witnesses lead through the whole computation.
        LATE
    }

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        for (Mixture mixture : Mixture.values()) {
            for (String millions : List.of(arguments).subList(1, arguments.length)) {
                int events = Integer.parseInt(millions) * MILLION;
                measure(
                        mixture + " made",
                        invariant -> generator(mixture, 1, invariant).run(events));
                try (TraceWriter writer = TraceWriter.create(file, TraceHeader.of(names()), Flush.ON_REQUEST)) {
                    generator(mixture, 1, writer).run(events);
                    writer.finish();
                }
                measure(mixture + " file", invariant -> {
                    try (TraceReader reader = Traces.open(List.of(file))) {
                        reader.readInto(invariant);
                    }
                });
                Files.delete(file);
            }
        }
    }

    private static void measure(String what, Feed feed) throws IOException {
        System.gc();
        CommitInvariant invariant = new CommitInvariant(names(), Failures.SEVERAL, CommitInvariant.DEFAULT_KEPT);
        long start = System.nanoTime();
        feed.into(invariant);
        Verdict verdict = invariant.end();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        double heldBytes = runtime.totalMemory() - runtime.freeMemory();
        System.out.printf(
                Locale.ROOT,
                "%-15s events=%,d seconds=%.2f nanosPerEvent=%.0f heldBytesPerEvent=%.0f violations=%,d%n",
                what,
                verdict.events(),
                seconds,
                seconds * 1e9 / verdict.events(),
                heldBytes / verdict.events(),
                invariant.verdict().violations());
    }

    /// What gives a checker its events.
    @FunctionalInterface
    private interface Feed {
        void into(CommitInvariant invariant) throws IOException;
    }

    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int process = 0; process < PROCESSES; process++) {
            names.add("p" + process);
        }
        return names;
    }

    static Generator generator(Mixture mixture, long seed, EventSink sink) {
        return new Generator(mixture, seed, 10_000, sink);
    }

    /// Makes events one after the other.
    static final class Generator {
        private final Mixture mixture;
        private final int crashEvery;
        private final SplittableRandom random;
        private final EventSink sink;
        private final int[] next = new int[PROCESSES];
        private final boolean[] uncovered = new boolean[PROCESSES];
        private final List<ArrayDeque<Event>> inFlight = new ArrayList<>();
        private final List<ArrayDeque<Event>> received = new ArrayList<>();
        private int made;

        Generator(Mixture mixture, long seed, int crashEvery, EventSink sink) {
            this.mixture = mixture;
            this.crashEvery = crashEvery;
            this.sink = sink;
            random = new SplittableRandom(seed);
            for (int process = 0; process < PROCESSES; process++) {
                inFlight.add(new ArrayDeque<>());
                received.add(new ArrayDeque<>());
            }
        }

        void run(int events) {
            int nextCrash = crashEvery;
            if (mixture == Mixture.LATE) {
                take(event(0, EventType.CHOICE));
            }
            while (made < events) {
                int process = random.nextInt(PROCESSES);
                if (mixture == Mixture.CRASHES && made > nextCrash) {
                    crash(process);
                    nextCrash += crashEvery;
                } else {
                    step(process, made > events - 20);
                }
            }
        }

        private void step(int process, boolean atEnd) {
            int kind = random.nextInt(100);
            if (kind < 30) {
                nonDeterministic(event(process, mixture == Mixture.LATE ? EventType.INTERNAL : EventType.CLOCK));
            } else if (kind < 50) {
                cover(process);
                int receiver = (process + random.nextInt(1, PROCESSES)) % PROCESSES;
                Event send = event(process, EventType.SEND).withPeer(receiver, Event.NONE);
                inFlight.get(receiver).add(send);
                take(send);
            } else if (kind < 75 && !inFlight.get(process).isEmpty()) {
                Event send = inFlight.get(process).remove();
                if (mixture == Mixture.CRASHES) {
                    received.get(process).add(send);
                }
                EventType type = mixture == Mixture.LATE ? EventType.ORDERED_RECEIVE : EventType.RECEIVE;
                nonDeterministic(event(process, type).withPeer(send.process(), send.index()));
            } else if (kind < 85) {
                cover(process);
                take(event(process, mixture == Mixture.LATE && !atEnd ? EventType.INTERNAL : EventType.VISIBLE));
            } else {
                take(event(process, EventType.INTERNAL));
            }
        }

        private void nonDeterministic(Event event) {
            uncovered[event.process()] = true;
            boolean logs = mixture == Mixture.LOGS || mixture == Mixture.CRASHES;
            take(logs ? event.with(EventMark.RECORDED) : event);
        }

        private void cover(int process) {
            if (!uncovered[process]) {
                return;
            }
            switch (mixture) {
                case LATE -> {
                    return;
                }
                case COMMITS -> take(event(process, EventType.COMMIT));
                case VIOLATIONS -> {
                    if (random.nextInt(2) == 0) {
                        take(event(process, EventType.COMMIT));
                    }
                }
                default -> take(event(process, EventType.LOG).withPeer(process, next[process] - 1));
            }
            uncovered[process] = false;
        }

        /// The process begins anew, and the messages since its beginning are received again, all that the log replays.
        private void crash(int process) {
            take(event(process, EventType.CRASH));
            take(event(process, EventType.RECOVER));
            uncovered[process] = false;
            for (Event send : received.get(process)) {
                take(event(process, EventType.RECEIVE)
                        .withPeer(send.process(), send.index())
                        .with(EventMark.REPLAYED));
            }
            take(event(process, EventType.COMMIT));
            received.get(process).clear();
        }

        private Event event(int process, EventType type) {
            return Event.of(process, next[process], type);
        }

        private void take(Event event) {
            next[event.process()]++;
            made++;
            sink.accept(event);
        }
    }
}
