package org.failuretransparency.theory.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.simulator.Domino.Outcome;
import org.failuretransparency.theory.simulator.Domino.Rule;
import org.failuretransparency.theory.simulator.DominoPattern.Between;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Claim T7: the domino effect needs a non-deterministic event between each checkpoint and the send after it.
final class DominoTest {

    private static final long SEED = 2_001;

    @Test
    void aNonDeterministicEventAfterEachCheckpointLetsFigure212FallBackToTheInitialStates() {
        DominoPattern figure = DominoPattern.figure(Between.EXPOSED);

        Outcome outcome = Domino.rollBack(figure, Rule.THEORY);

        assertThat(outcome.processesRolledBack()).isEqualTo(3);
        assertThat(outcome.initialStates()).isEqualTo(3);
        assertThat(outcome.eventsLost()).isEqualTo(figure.executed() - 3);
        assertThat(outcome).isEqualTo(Domino.rollBack(figure, Rule.CLASSIC));
    }

    @Test
    void withoutNonDeterminismOnlyTheFailedProcessOfFigure212RollsBackAndOnlyToItsLastCheckpoint() {
        DominoPattern figure = DominoPattern.figure(Between.DETERMINISTIC);

        Outcome outcome = Domino.rollBack(figure, Rule.THEORY);

        assertThat(outcome).isEqualTo(new Outcome(1, 0, 1, 2, figure.executed()));
        assertThat(Domino.rollBack(figure, Rule.CLASSIC).initialStates()).isEqualTo(3);
    }

    @Test
    void nonDeterminismThatNoVisibleEventFollowsRollsNobodyBackEither() {
        DominoPattern figure = DominoPattern.figure(Between.HIDDEN);

        Outcome outcome = Domino.rollBack(figure, Rule.THEORY);

        assertThat(outcome).isEqualTo(new Outcome(1, 0, 1, 2, figure.executed()));
        assertThat(Domino.rollBack(figure, Rule.CLASSIC).initialStates()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Between.class)
    void theTheoryNeverRollsBackMoreThanTheClassicRule(Between between) {
        for (long seed = SEED; seed < SEED + 200; seed++) {
            DominoPattern pattern = DominoPattern.random(seed, 4, 40, between);

            Outcome theory = Domino.rollBack(pattern, Rule.THEORY);
            Outcome classic = Domino.rollBack(pattern, Rule.CLASSIC);

            assertThat(theory.eventsLost()).as("seed %d", seed).isLessThanOrEqualTo(classic.eventsLost());
            assertThat(theory.initialStates()).as("seed %d", seed).isLessThanOrEqualTo(classic.initialStates());
        }
    }

    @Test
    void withNonDeterminismThatIsShownBothRulesAgree() {
        for (long seed = SEED; seed < SEED + 200; seed++) {
            DominoPattern pattern = DominoPattern.random(seed, 4, 40, Between.EXPOSED);

            assertThat(Domino.rollBack(pattern, Rule.THEORY).eventsLost())
                    .as("seed %d", seed)
                    .isEqualTo(Domino.rollBack(pattern, Rule.CLASSIC).eventsLost());
        }
    }

    @Test
    void randomPatternsCascadeOnlyWithNonDeterminismThatIsShown() {
        Domino.Survey exposed = Domino.survey(SEED, 300, Between.EXPOSED, Rule.THEORY);
        Domino.Survey hidden = Domino.survey(SEED, 300, Between.HIDDEN, Rule.THEORY);
        Domino.Survey deterministic = Domino.survey(SEED, 300, Between.DETERMINISTIC, Rule.THEORY);
        Domino.Survey classic = Domino.survey(SEED, 300, Between.DETERMINISTIC, Rule.CLASSIC);

        assertThat(exposed.cascades()).isPositive();
        assertThat(exposed.dominoes()).isPositive();
        assertThat(hidden.cascades()).isZero();
        assertThat(deterministic.cascades()).isZero();
        assertThat(classic.cascades()).isEqualTo(exposed.cascades());
        assertThat(classic.dominoes()).isEqualTo(exposed.dominoes());
        assertThat(deterministic.lostFraction()).isLessThan(classic.lostFraction());
    }

    @Test
    void variantsDifferInNothingButWhatIsBetweenCheckpointAndSend() {
        DominoPattern exposed = DominoPattern.random(SEED, 3, 40, Between.EXPOSED);
        DominoPattern deterministic = DominoPattern.random(SEED, 3, 40, Between.DETERMINISTIC);

        assertThat(exposed.executed()).isEqualTo(deterministic.executed());
        assertThat(exposed.failed()).isEqualTo(deterministic.failed());
        assertThat(exposed.past().stream()
                        .map(event -> event.kind() == EventKind.NON_DETERMINISTIC ? EventKind.INTERNAL : event.kind()))
                .containsExactlyElementsOf(
                        deterministic.past().stream().map(event -> event.kind()).toList());
    }

    /// With non-determinism at some of the places only: the theory's rule is the commit invariant seen from behind.
    @Test
    void noRollbackCascadesInAComputationThatUpholdsTheCommitInvariant() {
        int upheld = 0;
        int cascades = 0;
        for (long seed = SEED; seed < SEED + 500; seed++) {
            DominoPattern pattern = withoutMost(DominoPattern.random(seed, 3, 40, Between.EXPOSED), seed);

            boolean cascade = Domino.rollBack(pattern, Rule.THEORY).processesRolledBack() > 1;
            boolean holds = CommitInvariant.check(pattern.computation(), Failures.SEVERAL)
                    .holds();

            assertThat(cascade && holds).as("seed %d", seed).isFalse();
            upheld += holds ? 1 : 0;
            cascades += cascade ? 1 : 0;
        }
        assertThat(upheld).isGreaterThan(20);
        assertThat(cascades).isGreaterThan(20);
    }

    @Test
    void refusesAFailureOfAProcessThatThereIsNot() {
        DominoPattern figure = DominoPattern.figure(Between.EXPOSED);

        assertThatThrownBy(() -> new DominoPattern(figure.computation(), figure.executed(), 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such process: failed=3, processes=3");
        assertThatThrownBy(() -> new DominoPattern(figure.computation(), 100, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such moment: executed=100, events=30");
    }

    /// Makes four of five non-deterministic events deterministic.
    private static DominoPattern withoutMost(DominoPattern pattern, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Computation computation = pattern.computation();
        List<Event> events = computation.events().stream()
                .map(event -> event.nonDeterministic() && random.nextInt(5) > 0
                        ? Event.of(event.process(), event.index(), EventType.INTERNAL)
                        : event)
                .toList();
        return new DominoPattern(
                new Computation(computation.processes(), events), pattern.executed(), pattern.failed());
    }
}
