package org.failuretransparency.theory.checker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventSink;
import org.failuretransparency.theory.EventType;

/// How long the checker takes, and how much memory: 8 processes, events made as they are checked. The question is
/// whether 10 million take less than 30 seconds and a heap of 1 GB, and whether time grows in proportion.
///
/// Run it with `java -Xmx1g -cp theory/target/classes:theory/target/test-classes
/// org.failuretransparency.theory.checker.CheckerThroughput 1 2 5 10`; the numbers are millions of events.
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
        /// Commits after sends, so that almost everything is a violation.
        VIOLATIONS
    }

    public static void main(String[] millions) {
        for (Mixture mixture : Mixture.values()) {
            for (String each : millions) {
                int events = Integer.parseInt(each) * MILLION;
                System.gc();
                long start = System.nanoTime();
                CommitInvariant invariant = new CommitInvariant(names(), Failures.SEVERAL, 10);
                Verdict verdict = generate(mixture, events, 1, invariant);
                double seconds = (System.nanoTime() - start) / 1e9;
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                double heldBytes = runtime.totalMemory() - runtime.freeMemory();
                System.out.printf(
                        Locale.ROOT,
                        "%-10s events=%,d seconds=%.2f nanosPerEvent=%.0f heldBytesPerEvent=%.0f violations=%d%n",
                        mixture,
                        events,
                        seconds,
                        seconds * 1e9 / events,
                        heldBytes / events,
                        verdict.violations());
                if (invariant.verdict().violations() != verdict.violations()) {
                    throw new AssertionError("the verdict changed");
                }
            }
        }
    }

    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int process = 0; process < PROCESSES; process++) {
            names.add("p" + process);
        }
        return names;
    }

    static Verdict generate(Mixture mixture, int events, long seed, CommitInvariant invariant) {
        new Generator(mixture, seed, 10_000, invariant).run(events);
        return invariant.end();
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
            while (made < events) {
                int process = random.nextInt(PROCESSES);
                if (mixture == Mixture.CRASHES && made > nextCrash) {
                    crash(process);
                    nextCrash += crashEvery;
                } else {
                    step(process);
                }
            }
        }

        private void step(int process) {
            int kind = random.nextInt(100);
            if (kind < 30) {
                nonDeterministic(event(process, EventType.CLOCK));
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
                nonDeterministic(event(process, EventType.RECEIVE).withPeer(send.process(), send.index()));
            } else if (kind < 85) {
                cover(process);
                take(event(process, EventType.VISIBLE));
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
