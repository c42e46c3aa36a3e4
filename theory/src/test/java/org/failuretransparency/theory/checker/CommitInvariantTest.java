package org.failuretransparency.theory.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.InvalidComputationException;
import org.junit.jupiter.api.Test;

/// The dissertation's own cases, and the words for them.
final class CommitInvariantTest {

    private static Verdict check(Computation.Builder computation) {
        return CommitInvariant.check(computation.build(), Failures.SEVERAL);
    }

    private static Event committed(Computation.Builder builder, int process, EventType type) {
        return Event.of(process, builder.nextIndex(process), type).with(EventMark.COMMITTED);
    }

    private static Event round(Computation.Builder builder, int process, int round) {
        return Event.of(process, builder.nextIndex(process), EventType.COMMIT).withPeer(Event.NONE, round);
    }

    private static Event recorded(Computation.Builder builder, int process, EventType type) {
        return Event.of(process, builder.nextIndex(process), type).with(EventMark.RECORDED);
    }

    private static Event log(Computation.Builder builder, int process, int logged, int index) {
        return Event.of(process, builder.nextIndex(process), EventType.LOG).withPeer(logged, index);
    }

    @Test
    void rejectsAVisibleEventBeforeTheCommitOfFigure24() {
        Verdict verdict = check(Computation.of("p")
                .then(0, EventType.COMMIT)
                .then(0, EventType.CHOICE, "e1")
                .then(0, EventType.VISIBLE, "e2"));
        assertThat(verdict.safety()).isEqualTo(1);
        assertThat(verdict.liveness()).isZero();
        assertThat(verdict.words())
                .isEqualTo("the commit invariant does not hold: events=3, visible=1, commits=1, safety violations=1,"
                        + " liveness violations=0, Corollary 1 violations=0\n"
                        + "safety: non-deterministic event 1 of p (e1) -> visible 2 of p (e2);"
                        + " no commit of p after 1 precedes it");
    }

    @Test
    void acceptsFigure24WithACommitBetween() {
        Verdict verdict = check(Computation.of("p")
                .then(0, EventType.COMMIT)
                .then(0, EventType.CHOICE)
                .then(0, EventType.COMMIT)
                .then(0, EventType.VISIBLE));
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.words())
                .isEqualTo("the commit invariant holds: events=4, visible=1, commits=2, safety violations=0,"
                        + " liveness violations=0, Corollary 1 violations=0");
    }

    @Test
    void rejectsTheCoinTossOfFigure25() {
        Computation.Builder builder = Computation.of("p0", "p1", "p2");
        builder.then(0, EventType.COMMIT).then(0, EventType.CHOICE, "toss").message(0, 1, EventType.ORDERED_RECEIVE);
        builder.then(1, EventType.VISIBLE, "heads");
        Verdict verdict = check(builder);
        assertThat(verdict.first()).hasSize(1);
        Violation violation = verdict.first().getFirst();
        assertThat(violation.kind()).isEqualTo(Violation.Kind.SAFETY);
        assertThat(violation.words())
                .isEqualTo("safety: non-deterministic event 1 of p0 (toss) -> send 2 -> receive 0 of p1 -> visible 1 of"
                        + " p1 (heads); no commit of p0 after 1 precedes it");
        assertThat(violation.witness().events())
                .containsExactly(
                        Event.of(0, 1, EventType.CHOICE).withLabel("toss"),
                        Event.send(0, 2, 1),
                        Event.receive(1, 0, EventType.ORDERED_RECEIVE, 0, 2),
                        Event.of(1, 1, EventType.VISIBLE).withLabel("heads"));
        assertThat(violation.witness().messages()).isEqualTo(1);
        assertThat(violation.witness().steps()).isEqualTo(3);
    }

    @Test
    void acceptsACommitThatTheVisibleEventFollowsByAnotherMessageOnly() {
        Computation.Builder builder = Computation.of("p0", "p1");
        builder.then(0, EventType.CHOICE)
                .message(0, 1, EventType.ORDERED_RECEIVE)
                .then(0, EventType.COMMIT);
        builder.message(0, 1, EventType.ORDERED_RECEIVE).then(1, EventType.VISIBLE);
        assertThat(check(builder).holds()).isTrue();
    }

    /// The lock of Figure 4.1, and claim T6: a checkpoint right after a send does not uphold the invariant (§2.3.2).
    @Test
    void rejectsACheckpointAfterTheSend() {
        Computation.Builder builder = Computation.of("A", "B");
        builder.then(0, EventType.COMMIT).then(0, EventType.SIGNAL);
        Event grant = builder.send(0, 1);
        builder.then(0, EventType.COMMIT).receive(grant, EventType.ORDERED_RECEIVE);
        builder.then(1, EventType.INTERNAL).then(1, EventType.VISIBLE, "B has the lock");
        Verdict verdict = check(builder);
        assertThat(verdict.violations()).isEqualTo(1);
        assertThat(verdict.first().getFirst().words())
                .isEqualTo(
                        "safety: non-deterministic event 1 of A (signal) -> send 2 -> receive 0 of B -> visible 2 of B"
                                + " (B has the lock); no commit of A after 1 precedes it");
    }

    /// P3's visible event is right, since P1 committed; but P1's commit relies on P2's event, which P2's failure
    /// undoes.
    @Test
    void rejectsTheCommitOfFigure29ForLiveness() {
        Computation.Builder builder = Computation.of("P1", "P2", "P3");
        builder.then(0, EventType.COMMIT).then(1, EventType.COMMIT).then(2, EventType.COMMIT);
        builder.then(0, EventType.CHOICE).then(1, EventType.CHOICE, "e2");
        builder.message(0, 2, EventType.ORDERED_RECEIVE);
        builder.message(1, 0, EventType.ORDERED_RECEIVE);
        builder.then(0, EventType.COMMIT).message(0, 2, EventType.ORDERED_RECEIVE);
        Verdict before = check(builder);
        assertThat(before.liveness()).isEqualTo(1);
        assertThat(before.safety()).isZero();
        assertThat(before.first().getFirst().words())
                .isEqualTo("liveness: non-deterministic event 1 of P2 (e2) -> send 2 -> receive 3 of P1 -> commit 4 of"
                        + " P1; no commit of P2 after 1 precedes it");
        builder.then(1, EventType.CRASH).then(1, EventType.RECOVER).then(0, EventType.VISIBLE);
        Verdict after = check(builder);
        assertThat(after.safety()).isEqualTo(1);
        assertThat(after.first().getLast().words())
                .isEqualTo("safety: non-deterministic event 1 of P2 (e2) -> send 2 -> receive 3 of P1 -> visible 6 of"
                        + " P1; P2 crashed at 3 and lost it");
    }

    @Test
    void reportsAVisibleNonDeterministicEventByCorollary1() {
        Verdict verdict = check(
                Computation.of("p").then(0, new EventType(EventType.VISIBLE.kind(), EventType.CLOCK.source()), "time"));
        assertThat(verdict.corollary1()).isEqualTo(1);
        assertThat(verdict.safety()).isZero();
        assertThat(verdict.first().getFirst().words())
                .isEqualTo("Corollary 1: non-deterministic visible event 0 of p (time) cannot be committed before it is"
                        + " seen, and is not atomic with a commit");
    }

    @Test
    void acceptsAVisibleNonDeterministicEventThatIsAtomicWithACommit() {
        Computation.Builder builder = Computation.of("p");
        builder.add(committed(builder, 0, new EventType(EventType.VISIBLE.kind(), EventType.CLOCK.source())));
        builder.then(0, EventType.VISIBLE);
        assertThat(check(builder).holds()).isTrue();
    }

    @Test
    void judgesACommitOfARoundWhenTheOthersHaveJoinedIt() {
        Computation.Builder builder = Computation.of("p0", "p1");
        builder.then(0, EventType.CHOICE)
                .message(0, 1, EventType.ORDERED_RECEIVE)
                .add(round(builder, 1, 7));
        CommitInvariant invariant = new CommitInvariant(List.of("p0", "p1"), Failures.SEVERAL, 10);
        builder.build().replay(invariant);
        assertThat(invariant.violations()).isEmpty();
        assertThat(invariant.end().first().getFirst().words())
                .isEqualTo("liveness: non-deterministic event 0 of p0 (choice) -> send 1 -> receive 0 of p1 -> commit 1"
                        + " of p1 in round 7; no commit of p0 after 0 precedes it or is of its round");
        builder.add(round(builder, 0, 7)).then(1, EventType.VISIBLE);
        assertThat(check(builder).holds()).isTrue();
    }

    @Test
    void rejectsARoundThatACrashBreaks() {
        Computation.Builder builder = Computation.of("p0", "p1");
        builder.then(0, EventType.CHOICE)
                .message(0, 1, EventType.ORDERED_RECEIVE)
                .add(round(builder, 1, 7));
        builder.then(0, EventType.CRASH).then(0, EventType.RECOVER).add(round(builder, 0, 7));
        CommitInvariant invariant = new CommitInvariant(List.of("p0", "p1"), Failures.SEVERAL, 10);
        builder.build().replay(invariant);
        assertThat(invariant.violations()).hasSize(1);
        assertThat(invariant.end().first().getFirst().words()).endsWith("; p0 crashed at 2 and lost it");
    }

    @Test
    void acceptsALoggedResultAndRejectsOneWhoseLogComesTooLate() {
        Computation.Builder logged = Computation.of("p");
        logged.add(recorded(logged, 0, EventType.INPUT))
                .add(log(logged, 0, 0, 0))
                .then(0, EventType.VISIBLE);
        assertThat(check(logged).holds()).isTrue();
        Computation.Builder late = Computation.of("p");
        late.add(recorded(late, 0, EventType.INPUT)).then(0, EventType.VISIBLE).add(log(late, 0, 0, 0));
        assertThat(check(late).first().getFirst().words())
                .isEqualTo(
                        "safety: non-deterministic event 0 of p (input) -> visible 1 of p; no commit of p after 0, nor"
                                + " a log of it, precedes it");
        Computation.Builder unrecorded = Computation.of("p");
        unrecorded.then(0, EventType.INPUT).add(log(unrecorded, 0, 0, 0)).then(0, EventType.VISIBLE);
        assertThat(check(unrecorded).safety()).isEqualTo(1);
    }

    @Test
    void acceptsWhatIsReplayedFromALogAfterACrash() {
        Computation.Builder builder = Computation.of("p", "q");
        builder.add(recorded(builder, 0, EventType.INPUT)).add(log(builder, 0, 0, 0));
        builder.message(0, 1, EventType.ORDERED_RECEIVE);
        builder.then(0, EventType.CRASH).then(0, EventType.RECOVER);
        builder.add(Event.of(0, builder.nextIndex(0), EventType.INPUT).with(EventMark.REPLAYED));
        builder.then(0, EventType.VISIBLE).then(1, EventType.VISIBLE);
        assertThat(check(builder).holds()).isTrue();
    }

    /// Theorem 2 asks for a log in the causal past, and the log's writer knows it after its own crash.
    @Test
    void knowsAfterACrashWhatTheProcessItselfLogged() {
        Computation.Builder builder = Computation.of("p", "q");
        builder.add(recorded(builder, 0, EventType.INPUT));
        Event send = builder.send(0, 1);
        builder.receive(send, EventType.ORDERED_RECEIVE);
        builder.add(log(builder, 1, 0, 0)).then(1, EventType.VISIBLE);
        builder.then(1, EventType.CRASH).then(1, EventType.RECOVER);
        builder.receive(send, EventType.ORDERED_RECEIVE).then(1, EventType.VISIBLE);
        assertThat(check(builder).holds()).isTrue();
    }

    /// A commit after a crash does not cover what the crash undid, though its log survives.
    @Test
    void asksForTheLogOfAResultThatACrashUndid() {
        Computation.Builder builder = Computation.of("p", "q", "r");
        builder.add(recorded(builder, 0, EventType.INPUT)).message(0, 1, EventType.ORDERED_RECEIVE);
        builder.add(log(builder, 2, 0, 0)).then(0, EventType.CRASH).then(0, EventType.RECOVER);
        builder.add(recorded(builder, 0, EventType.INPUT)).then(0, EventType.COMMIT);
        builder.message(0, 1, EventType.ORDERED_RECEIVE).then(1, EventType.VISIBLE);
        assertThat(check(builder).safety()).isEqualTo(1);
        builder.message(2, 1, EventType.ORDERED_RECEIVE).then(1, EventType.VISIBLE);
        assertThat(check(builder).safety()).isEqualTo(1);
    }

    @Test
    void countsVolatileCommitsOnlyIfOneProcessFailsAtATime() {
        Computation.Builder builder = Computation.of("p");
        builder.then(0, EventType.INPUT);
        builder.add(Event.of(0, 1, EventType.COMMIT).with(EventMark.VOLATILE)).then(0, EventType.VISIBLE);
        assertThat(CommitInvariant.check(builder.build(), Failures.ONE).holds()).isTrue();
        assertThat(CommitInvariant.check(builder.build(), Failures.SEVERAL).safety())
                .isEqualTo(1);
    }

    @Test
    void keepsTheFirstViolationsAndCountsAll() {
        Computation.Builder builder = Computation.of("p").then(0, EventType.INPUT);
        for (int i = 0; i < 100; i++) {
            builder.then(0, EventType.VISIBLE);
        }
        CommitInvariant invariant = new CommitInvariant(List.of("p"), Failures.SEVERAL, 3);
        builder.build().replay(invariant);
        assertThat(invariant.violations())
                .extracting(Violation::target)
                .extracting(Event::index)
                .containsExactly(1, 2, 3);
        assertThat(invariant.count(Violation.Kind.SAFETY)).isEqualTo(100);
        assertThat(invariant.end().violations()).isEqualTo(100);
    }

    @Test
    void givesNoVerdictOnWhatWasNotReadWhole() {
        CommitInvariant invariant = new CommitInvariant(List.of("p"), Failures.SEVERAL, 3);
        assertThatThrownBy(invariant::verdict)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no verdict: state=READING");
        assertThatThrownBy(() -> invariant.accept(Event.of(0, 1, EventType.INTERNAL)))
                .isInstanceOf(InvalidComputationException.class)
                .hasMessage("events missing: process=0, index=1, expected=0");
        assertThatThrownBy(() -> invariant.accept(Event.of(0, 0, EventType.INTERNAL)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no event can follow: state=REFUSED");
        assertThatThrownBy(invariant::end)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no verdict: state=REFUSED");
    }
}
