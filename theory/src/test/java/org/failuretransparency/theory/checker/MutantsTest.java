package org.failuretransparency.theory.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Right computations made wrong by one change each: those changes that the theorem forbids are found, and the rest are
/// not reported. Whether a change is forbidden is what the theorem's formula says of it.
final class MutantsTest {

    @ParameterizedTest
    @EnumSource(
            value = CheckerThroughput.Mixture.class,
            names = {"COMMITS", "LOGS", "CRASHES"})
    void findsEachRemovedCommitOrLogThatMatters(CheckerThroughput.Mixture mixture) {
        int found = 0;
        for (long seed = 0; seed < 300; seed++) {
            Computation right = generate(mixture, seed);
            assertThat(CommitInvariant.check(right, Failures.SEVERAL).holds())
                    .as("seed=%d", seed)
                    .isTrue();
            Computation mutant = without(right, new SplittableRandom(seed));
            Verdict verdict = CommitInvariant.check(mutant, Failures.SEVERAL);
            boolean forbidden = !new BruteForceInvariant(mutant, Failures.SEVERAL)
                    .violations()
                    .isEmpty();
            assertThat(verdict.holds()).as("seed=%d, mixture=%s", seed, mixture).isNotEqualTo(forbidden);
            found += verdict.holds() ? 0 : 1;
        }
        assertThat(found).isGreaterThan(150);
    }

    @Test
    void findsEachRecordedResultWhoseRecordIsForgotten() {
        for (long seed = 0; seed < 300; seed++) {
            Computation right = generate(CheckerThroughput.Mixture.LOGS, seed);
            Event forgotten = right.events().stream()
                    .filter(event -> event.has(EventMark.RECORDED))
                    .findFirst()
                    .orElseThrow();
            Computation mutant = map(right, event -> event.equals(forgotten) ? unmarked(event) : event);
            Verdict verdict = CommitInvariant.check(mutant, Failures.SEVERAL);
            boolean seen = right.events().stream()
                    .anyMatch(event -> event.process() == forgotten.process()
                            && event.index() > forgotten.index()
                            && event.kind() == EventKind.VISIBLE);
            if (seen) {
                assertThat(verdict.first().getFirst().nonDeterministic())
                        .as("seed=%d", seed)
                        .isEqualTo(unmarked(forgotten));
            }
        }
    }

    /// Two-phase commit that skips a process.
    @Test
    void findsTheProcessThatARoundSkips() {
        Computation.Builder builder = Computation.of("p0", "p1", "p2");
        builder.then(0, EventType.CHOICE).then(1, EventType.CHOICE, "skipped").then(2, EventType.CHOICE);
        builder.message(1, 0, EventType.ORDERED_RECEIVE).message(0, 2, EventType.ORDERED_RECEIVE);
        builder.add(Event.of(0, builder.nextIndex(0), EventType.COMMIT).withPeer(Event.NONE, 0));
        builder.add(Event.of(2, builder.nextIndex(2), EventType.COMMIT).withPeer(Event.NONE, 0));
        builder.then(2, EventType.VISIBLE, "result");
        Verdict verdict = CommitInvariant.check(builder.build(), Failures.SEVERAL);
        assertThat(verdict.safety()).isEqualTo(1);
        assertThat(verdict.liveness()).isEqualTo(2);
        assertThat(verdict.first().getFirst().words())
                .isEqualTo("safety: non-deterministic event 0 of p1 (skipped) -> send 1 -> receive 1 of p0 -> send 2 ->"
                        + " receive 1 of p2 -> visible 3 of p2 (result); no commit of p1 after 0 precedes it");
    }

    private static Computation generate(CheckerThroughput.Mixture mixture, long seed) {
        Computation.Builder builder = Computation.of(CheckerThroughput.names().toArray(String[]::new));
        new CheckerThroughput.Generator(mixture, seed, 30, builder).run(120);
        return builder.build();
    }

    /// One commit or log becomes an internal event.
    private static Computation without(Computation computation, SplittableRandom random) {
        List<Event> candidates = computation.events().stream()
                .filter(event -> event.kind() == EventKind.COMMIT || event.kind() == EventKind.LOG)
                .toList();
        Event removed = candidates.get(random.nextInt(candidates.size()));
        return map(
                computation,
                event -> event.equals(removed) ? Event.of(event.process(), event.index(), EventType.INTERNAL) : event);
    }

    private static Computation map(Computation computation, Function<Event, Event> change) {
        return new Computation(
                computation.processes(),
                computation.events().stream().map(change).toList());
    }

    private static Event unmarked(Event event) {
        return new Event(event.process(), event.index(), event.type(), 0, event.peer(), event.peerIndex(), 0, 0, "");
    }
}
