package org.failuretransparency.theory.figures;

import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.simulator.Domino;
import org.failuretransparency.theory.simulator.Domino.Outcome;
import org.failuretransparency.theory.simulator.Domino.Rule;
import org.failuretransparency.theory.simulator.DominoPattern;
import org.failuretransparency.theory.simulator.DominoPattern.Between;

/// Figure 2.12: how far uncoordinated checkpoints roll back, and what that takes.
final class DominoEffect implements Figure {

    @Override
    public String id() {
        return "2.12";
    }

    @Override
    public String title() {
        return "Domino effect";
    }

    @Override
    public String section() {
        return "2.3.2";
    }

    @Override
    public String whatToSee() {
        return """
                P3 fails. By the classic rule each rollback undoes a send and rolls back its receiver, until all are \
                in their initial states. By the theory that takes a non-deterministic event between each checkpoint \
                and the send after it, and a visible event that depends on it. Where one of the two is missing, P3 \
                alone rolls back, to its last checkpoint.""";
    }

    @Override
    public List<Scene> scenes() {
        return Stream.of(Between.values())
                .map(between -> new Scene(words(between), untilTheFailure(DominoPattern.figure(between))))
                .toList();
    }

    @Override
    public List<Finding> run() {
        return Stream.of(Between.values())
                .flatMap(between -> Stream.of(
                        rolledBack(between, Rule.CLASSIC),
                        rolledBack(between, Rule.THEORY),
                        Finding.checked(new Scene(
                                words(between), DominoPattern.figure(between).computation()))))
                .toList();
    }

    private static Finding rolledBack(Between between, Rule rule) {
        Outcome outcome = Domino.rollBack(DominoPattern.figure(between), rule);
        boolean contained = outcome.processesRolledBack() == 1;
        return new Finding(
                (rule == Rule.CLASSIC ? "classic rule: " : "the theory's rule: ") + words(between),
                contained,
                (contained ? "the failed process alone rolls back" : "rollbacks cascade") + ": processes="
                        + outcome.processesRolledBack() + ", in their initial state=" + outcome.initialStates()
                        + ", events lost=" + outcome.eventsLost() + " of " + outcome.eventsExecuted());
    }

    private static String words(Between between) {
        return switch (between) {
            case EXPOSED -> "non-determinism between checkpoint and send, shown later";
            case HIDDEN -> "non-determinism between checkpoint and send, never shown";
            case DETERMINISTIC -> "no non-determinism between checkpoint and send";
        };
    }

    private static Computation untilTheFailure(DominoPattern pattern) {
        Computation.Builder builder =
                Computation.of(pattern.computation().processes().toArray(String[]::new));
        pattern.past().forEach(builder::add);
        return builder.then(pattern.failed(), EventType.CRASH).build();
    }
}
