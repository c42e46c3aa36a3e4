package org.failuretransparency.theory.simulator;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;

/// Uncoordinated checkpoints and the domino effect (§2.3.2): how far processes roll back after one of them failed, by
/// two rules. Every process has kept all its checkpoints.
///
/// The classic rule restores a consistent cut: a process that received a message whose send is undone rolls back, to
/// its last checkpoint before the receive, which may undo sends of its own. The discussion of it "presupposes the
/// existence of a non-deterministic event between each checkpoint and the send after it".
///
/// The theory asks instead which visible events would be wrong. A send that is undone is computed again, and is the
/// same, unless a non-deterministic event was lost that causally precedes it; and a lost event does no harm to a
/// process as long as no visible event will depend on it there.
///
/// **Source**: §2.3.2, Figure 2.12.
public final class Domino {

    /// Which processes roll back.
    public enum Rule {
        /// The receiver of a message whose send is undone rolls back.
        CLASSIC,
        /// A process rolls back if it executed an event that a lost non-deterministic event causally precedes, and that
        /// causally precedes a visible event to come.
        THEORY
    }

    /// How far the processes rolled back.
    ///
    /// @param processesRolledBack processes that lost events, with the one that failed
    /// @param initialStates processes in their initial state
    /// @param rollbacks how often a process was rolled back; one may be several times
    /// @param eventsLost events that were executed and must be executed again
    /// @param eventsExecuted events that were executed before the failure
    public record Outcome(
            int processesRolledBack, int initialStates, int rollbacks, int eventsLost, int eventsExecuted) {}

    /// What a rule did in many random patterns.
    ///
    /// @param patterns how many there were
    /// @param cascades patterns in which a process rolled back that had not failed
    /// @param dominoes patterns in which all processes are back in their initial states
    /// @param lostFraction events lost of all that were executed
    public record Survey(
            DominoPattern.Between between, Rule rule, int patterns, int cascades, int dominoes, double lostFraction) {}

    private Domino() {}

    /// Rolls back as `rule` says.
    public static Outcome rollBack(DominoPattern pattern, Rule rule) {
        Cut cut = new Cut(pattern);
        cut.rollBack(pattern.failed(), Integer.MAX_VALUE);
        BitSet[] past = past(pattern.computation().events());
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int place = 0; place < pattern.executed(); place++) {
                if (cut.keeps(place) && mustBeUndone(pattern, rule, cut, past, place)) {
                    Event event = pattern.computation().events().get(place);
                    cut.rollBack(event.process(), event.index());
                    changed = true;
                }
            }
        }
        return cut.outcome();
    }

    /// Applies `rule` to random patterns of 3 to 5 processes and 40 checkpoints, sends and receives. The same seed
    /// gives the same patterns, whatever is between their checkpoints and sends.
    public static Survey survey(long seed, int patterns, DominoPattern.Between between, Rule rule) {
        int cascades = 0;
        int dominoes = 0;
        long lost = 0;
        long executed = 0;
        for (int number = 0; number < patterns; number++) {
            int processes = 3 + number % 3;
            Outcome outcome = rollBack(DominoPattern.random(seed + number, processes, 40, between), rule);
            cascades += outcome.processesRolledBack() > 1 ? 1 : 0;
            dominoes += outcome.initialStates() == processes ? 1 : 0;
            lost += outcome.eventsLost();
            executed += outcome.eventsExecuted();
        }
        return new Survey(between, rule, patterns, cascades, dominoes, (double) lost / executed);
    }

    private static boolean mustBeUndone(DominoPattern pattern, Rule rule, Cut cut, BitSet[] past, int place) {
        List<Event> events = pattern.computation().events();
        return switch (rule) {
            case CLASSIC ->
                events.get(place).kind() == EventKind.RECEIVE
                        && past[place].stream()
                                .anyMatch(earlier ->
                                        isSendOf(events.get(place), events.get(earlier)) && !cut.keeps(earlier));
            case THEORY ->
                past[place].stream().anyMatch(earlier -> events.get(earlier).nonDeterministic() && !cut.keeps(earlier))
                        && IntStream.range(pattern.executed(), events.size())
                                .anyMatch(later ->
                                        events.get(later).kind() == EventKind.VISIBLE && past[later].get(place));
        };
    }

    /// For each event the places of those that causally precede it.
    private static BitSet[] past(List<Event> events) {
        BitSet[] past = new BitSet[events.size()];
        for (int place = 0; place < past.length; place++) {
            Event event = events.get(place);
            past[place] = new BitSet();
            for (int earlier = place - 1; earlier >= 0; earlier--) {
                if (precedesDirectly(events.get(earlier), event)) {
                    past[place].or(past[earlier]);
                    past[place].set(earlier);
                }
            }
        }
        return past;
    }

    private static boolean precedesDirectly(Event earlier, Event event) {
        return earlier.process() == event.process() ? earlier.index() == event.index() - 1 : isSendOf(event, earlier);
    }

    private static boolean isSendOf(Event event, Event earlier) {
        return event.kind() == EventKind.RECEIVE
                && earlier.process() == event.peer()
                && earlier.index() == event.peerIndex();
    }

    /// How much of each process's history is kept.
    private static final class Cut {

        private final List<Event> executed;
        private final int[] kept;
        private final int[] before;
        private int rollbacks;

        Cut(DominoPattern pattern) {
            executed = pattern.past();
            before = new int[pattern.computation().processes().size()];
            executed.forEach(event -> before[event.process()]++);
            kept = before.clone();
        }

        boolean keeps(int place) {
            return executed.get(place).index() < kept[executed.get(place).process()];
        }

        /// To the last checkpoint before the event with this index.
        void rollBack(int process, int index) {
            rollbacks++;
            kept[process] = 1
                    + executed.stream()
                            .filter(event ->
                                    event.process() == process && event.index() < Math.min(index, kept[process]))
                            .filter(Event::commits)
                            .mapToInt(Event::index)
                            .max()
                            .orElse(Event.NONE);
        }

        Outcome outcome() {
            return new Outcome(
                    (int) IntStream.range(0, kept.length)
                            .filter(process -> kept[process] < before[process])
                            .count(),
                    (int) IntStream.of(kept).filter(count -> count == 1).count(),
                    rollbacks,
                    executed.size() - IntStream.of(kept).sum(),
                    executed.size());
        }
    }
}
