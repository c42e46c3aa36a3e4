package org.failuretransparency.theory.simulator;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.protocol.Protocol;

/// How often a recovery protocol commits the buggy state of an application, so that its failure is not fail-stop and
/// recovery must fail again (§2.3.3).
///
/// A bug is activated by an event of the application, the activation. The process detects it and crashes right after
/// its d-th event from there, d being the detection delay. Buggy state was committed if and only if recovery is bound
/// to execute the activation again:
///
/// - if a commit lies between activation and crash, recovery begins behind the activation;
/// - otherwise recovery begins at the last commit before it, and *forward commit* preserves "all future work executed
///   up until the next non-deterministic event": the activation is executed again if every non-deterministic event from
///   that commit on, the activation itself included, was made deterministic.
///
/// Both are one condition: at the crash, no non-deterministic event of the process up to the activation is unconverted.
/// An event is converted when a commit of its process covers it, or when a log event does and it is recorded. It is its
/// *log event* that counts, whichever process executed it, and whether it came before or after the activation: a result
/// in the log's buffer is lost with the process that crashed.
///
/// Every event that has enough events of its process behind it for the longest delay is the activation once, so that
/// all delays are measured on the same failures and nothing is left to chance.
///
/// **Source**: §2.3.3.
public final class FailStop {

    /// Failures with one detection delay.
    ///
    /// @param delay the process crashes right after this many of its application's events from the activation on; 1 or
    /// more
    /// @param failures failures tried
    /// @param committed those in which buggy state was committed, and which therefore violate fail-stop
    public record Failures(int delay, long failures, long committed) {

        /// The fraction of failures that violate fail-stop; NaN if there was no failure.
        public double fraction() {
            return (double) committed / failures;
        }
    }

    private FailStop() {}

    /// Runs the scripts under `protocol` and lets each run fail in every way.
    ///
    /// @param delays each 1 or more
    /// @return the failures of all runs together, for each delay
    public static List<Failures> measure(Protocol protocol, Collection<Computation> scripts, int... delays) {
        List<Failures> sum = IntStream.of(delays)
                .mapToObj(delay -> new Failures(delay, 0, 0))
                .toList();
        for (Computation script : scripts) {
            Computation.Builder run = Computation.of(script.processes().toArray(String[]::new));
            Simulator.run(script, protocol, run);
            sum = add(sum, measure(run.build(), delays));
        }
        return sum;
    }

    /// Lets a computation that did not fail do so in every way.
    ///
    /// @param delays each 1 or more
    public static List<Failures> measure(Computation run, int... delays) {
        int longest = IntStream.of(delays).max().orElse(0);
        if (IntStream.of(delays).anyMatch(delay -> delay < 1)) {
            throw new IllegalArgumentException("a crash before the activation: delays=" + Arrays.toString(delays));
        }
        List<History> histories = histories(run);
        return IntStream.of(delays)
                .mapToObj(delay -> {
                    long failures = histories.stream()
                            .mapToLong(history -> history.activations(longest))
                            .sum();
                    long committed = histories.stream()
                            .mapToLong(history -> history.bound(delay, longest))
                            .sum();
                    return new Failures(delay, failures, committed);
                })
                .toList();
    }

    private static List<Failures> add(List<Failures> some, List<Failures> more) {
        return IntStream.range(0, some.size())
                .mapToObj(place -> new Failures(
                        some.get(place).delay(),
                        some.get(place).failures() + more.get(place).failures(),
                        some.get(place).committed() + more.get(place).committed()))
                .toList();
    }

    private static List<History> histories(Computation run) {
        List<Event> events = run.events();
        List<History> histories = Stream.generate(() -> new History(events.size()))
                .limit(run.processes().size())
                .toList();
        for (int moment = 0; moment < events.size(); moment++) {
            Event event = events.get(moment);
            History own = histories.get(event.process());
            switch (event.kind()) {
                case COMMIT -> own.committed(event.index(), moment);
                case LOG -> histories.get(event.peer()).logged(event.peerIndex(), moment);
                case CRASH, RECOVER ->
                    throw new IllegalArgumentException(
                            "the computation fails already: process=" + event.process() + ", index=" + event.index());
                default -> own.executed(event, moment);
            }
        }
        return histories;
    }

    /// The application's events of one process, and when each was bound to be executed again. A moment is a place among
    /// the events of the whole computation.
    private static final class History {

        private final int[] executedAt;
        private final int[] boundAt;
        private final int[] indexes;
        private final TreeSet<Integer> unconverted = new TreeSet<>();
        private final TreeSet<Integer> recorded = new TreeSet<>();
        private int count;
        private int boundCount;

        History(int capacity) {
            executedAt = new int[capacity];
            boundAt = new int[capacity];
            indexes = new int[capacity];
            Arrays.fill(boundAt, Integer.MAX_VALUE);
        }

        void executed(Event event, int moment) {
            if (event.has(EventMark.CONTROL)) {
                return;
            }
            executedAt[count] = moment;
            indexes[count++] = event.index();
            if (event.nonDeterministic()) {
                unconverted.add(event.index());
                if (event.has(EventMark.RECORDED)) {
                    recorded.add(event.index());
                }
            }
            if (event.commits()) {
                committed(event.index() + 1, moment);
            } else {
                bind(moment);
            }
        }

        void committed(int endIndex, int moment) {
            unconverted.headSet(endIndex).clear();
            bind(moment);
        }

        void logged(int lastIndex, int moment) {
            unconverted.headSet(lastIndex, true).removeIf(recorded::contains);
            bind(moment);
        }

        private void bind(int moment) {
            int end = unconverted.isEmpty() ? Integer.MAX_VALUE : unconverted.getFirst();
            while (boundCount < count && indexes[boundCount] < end) {
                boundAt[boundCount++] = moment;
            }
        }

        long activations(int longestDelay) {
            return Math.max(0, count - longestDelay);
        }

        long bound(int delay, int longestDelay) {
            return IntStream.range(0, count - longestDelay)
                    .filter(activation -> boundAt[activation] <= executedAt[activation + delay])
                    .count();
        }
    }
}
