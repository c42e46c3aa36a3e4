package org.failuretransparency.theory.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.InvalidComputationException;
import org.failuretransparency.theory.protocol.Action;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.ProtocolState;
import org.failuretransparency.theory.protocol.Protocols;
import org.junit.jupiter.api.Test;

final class SimulatorTest {

    @Test
    void marksWhatIsLoggedAndWritesTheLogEventAfterIt() {
        Computation script = Computation.of("p").then(0, EventType.INPUT).build();
        assertThat(lines(script, "cand-log")).containsExactly("p0/0 NON_DETERMINISTIC RECORDED", "p0/1 LOG 0/0");
    }

    @Test
    void writesOneLogEventForAllThatIsInTheBuffer() {
        Computation script = Computation.of("p")
                .then(0, EventType.INPUT)
                .then(0, EventType.CLOCK)
                .then(0, EventType.VISIBLE)
                .then(0, EventType.VISIBLE)
                .build();
        assertThat(lines(script, "lazy-logging"))
                .containsExactly(
                        "p0/0 NON_DETERMINISTIC RECORDED",
                        "p0/1 NON_DETERMINISTIC RECORDED",
                        "p0/2 LOG 0/1",
                        "p0/3 VISIBLE",
                        "p0/4 VISIBLE");
    }

    @Test
    void marksCommitsOfProtocolsThatSurviveOneFailureAsVolatile() {
        Computation script = Computation.of("p").then(0, EventType.VISIBLE).build();
        assertThat(lines(script, "process-pairs")).containsExactly("p0/0 COMMIT VOLATILE", "p0/1 VISIBLE");
    }

    @Test
    void commitsAnEventAtomicallyWithItsProcess() {
        Computation script = Computation.of("p").then(0, EventType.VISIBLE).build();
        assertThat(lines(script, "commit-every-event")).containsExactly("p0/0 VISIBLE COMMITTED");
    }

    @Test
    void runsARoundOfTwoPhaseCommitBeforeTheVisibleEvent() {
        Computation script = Computation.of("p", "q").then(0, EventType.VISIBLE).build();
        assertThat(lines(script, "cpv-2pc"))
                .containsExactly(
                        "p0/0 SEND CONTROL 1",
                        "p1/0 RECEIVE CONTROL 0/0",
                        "p1/1 SEND CONTROL 0",
                        "p0/1 RECEIVE CONTROL 1/1",
                        "p0/2 SEND CONTROL 1",
                        "p1/2 RECEIVE CONTROL 0/2",
                        "p0/3 COMMIT round 0",
                        "p1/3 COMMIT round 0",
                        "p1/4 SEND CONTROL 0",
                        "p0/4 RECEIVE CONTROL 1/4",
                        "p0/5 VISIBLE");
    }

    @Test
    void defersSendsUntilTheCommitOrUntilAReceiverNeedsThem() {
        Computation.Builder script = Computation.of("p", "q");
        Event send = script.send(0, 1);
        script.then(0, EventType.CHOICE).receive(send, EventType.RECEIVE);
        assertThat(lines(script.build(), "messages-in-local-transactions"))
                .containsExactly("p0/0 NON_DETERMINISTIC", "p0/1 COMMIT", "p0/2 SEND 1", "p1/0 RECEIVE 0/2");
    }

    @Test
    void sendsDeferredMessagesAtTheEndThatNobodyNeeded() {
        Computation.Builder script = Computation.of("p", "q");
        script.send(0, 1);
        Counts counts = Runs.count(script.build(), Protocols.named("messages-in-local-transactions"));
        assertThat(counts.deferredSends()).isEqualTo(1);
        assertThat(lines(script.build(), "messages-in-local-transactions"))
                .containsExactly("p0/0 COMMIT", "p0/1 SEND 1");
    }

    /// Each of p, q and r depends on what the one before it did, around the circle.
    @Test
    void commitsACycleOfDependencesInOneRound() {
        Computation.Builder script = Computation.of("p", "q", "r");
        for (int process = 0; process < 3; process++) {
            script.then(process, EventType.CHOICE);
        }
        for (int process = 0; process < 3; process++) {
            script.message(process, (process + 1) % 3, EventType.ORDERED_RECEIVE);
        }
        script.then(0, EventType.VISIBLE);
        for (String id : new String[] {"direct", "coordinated-checkpointing"}) {
            Counts counts = Runs.count(script.build(), Protocols.named(id));
            assertThat(List.of(counts.rounds(), counts.commits())).as(id).containsExactly(1L, 3L);
        }
    }

    @Test
    void commitsOthersWithoutTheProcessThatWaits() {
        Computation script = Computation.of("p", "q")
                .then(0, EventType.CHOICE)
                .message(0, 1, EventType.ORDERED_RECEIVE)
                .then(1, EventType.VISIBLE)
                .build();
        Computation run = Runs.run(script, Protocols.named("direct"));
        assertThat(run.events().stream().filter(event -> event.kind() == EventKind.COMMIT))
                .extracting(Event::process)
                .containsExactly(0);
    }

    @Test
    void countsAWaitWhereAnAnswerIsNeededAtOnceAndNoneWhereItHadTime() {
        Computation.Builder atOnce = Computation.of("p", "q");
        atOnce.message(0, 1, EventType.RECEIVE).then(1, EventType.VISIBLE);
        Computation.Builder later = Computation.of("p", "q");
        later.message(0, 1, EventType.RECEIVE).then(0, EventType.INTERNAL).then(1, EventType.VISIBLE);
        Protocol protocol = Protocols.named("sender-based-logging");
        assertThat(Runs.count(atOnce.build(), protocol).waits()).isEqualTo(1);
        assertThat(Runs.count(later.build(), protocol).waits()).isZero();
        assertThat(Runs.count(later.build(), protocol).controlMessages()).isEqualTo(2);
    }

    @Test
    void refusesScriptsThatAreNoneOfAnApplication() {
        assertRefused(
                Computation.of("p").then(0, EventType.COMMIT).build(),
                "no event of an application's script: process=0, index=0, kind=COMMIT, marks=0, peer=-1");
        assertRefused(
                Computation.of("p").add(Event.send(0, 0, 0)).build(),
                "no event of an application's script: process=0, index=0, kind=SEND, marks=0, peer=0");
        assertRefused(
                Computation.of("p").add(Event.send(0, 0, 1)).build(),
                "no event of an application's script: process=0, index=0, kind=SEND, marks=0, peer=1");
        assertRefused(
                new Computation(List.of("p"), List.of(Event.of(1, 0, EventType.INTERNAL))),
                "no event of an application's script: process=1, index=0, kind=INTERNAL, marks=0, peer=-1");
        assertRefused(
                Computation.of("p", "q")
                        .add(Event.receive(1, 0, EventType.RECEIVE, 0, 3))
                        .build(),
                "receive without its send: process=1, index=0, sender=0, send=3");
        assertRefused(
                new Computation(Collections.nCopies(65, "p"), List.of()),
                "too many or no processes: processes=65, most=64");
    }

    @Test
    void refusesActionsAtTheWrongTime() {
        assertMisfit(Action.DEFER, Action.PROCEED, "before");
        assertMisfit(Action.LOG, Action.PROCEED, "before");
        assertMisfit(Action.PROCEED, Action.WAIT, "after");
        assertMisfit(Action.PROCEED, Action.COMMIT_ATOMICALLY, "after");
        assertThatThrownBy(() -> runAnswering(Action.WAIT, Action.PROCEED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("waits although no message is under way: protocol=cand, process=0, event=");
    }

    private static void assertRefused(Computation script, String message) {
        assertThatThrownBy(() -> Runs.run(script, Protocols.named("cand")))
                .isInstanceOf(InvalidComputationException.class)
                .hasMessage(message);
    }

    private static void assertMisfit(Action before, Action after, String when) {
        assertThatThrownBy(() -> runAnswering(before, after))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("an action at the wrong time: protocol=cand, process=0, " + when);
    }

    private static void runAnswering(Action before, Action after) {
        Protocol protocol = new ChangedProtocol(Protocols.named("cand"), (self, processes, start) -> {
            return new ForwardingState() {
                @Override
                ProtocolState state() {
                    return start.fresh();
                }

                @Override
                public Action before(EventType type, int index) {
                    return before;
                }

                @Override
                public Action after(EventType type, int index) {
                    return after;
                }
            };
        });
        Runs.run(Computation.of("p").then(0, EventType.INTERNAL).build(), protocol);
    }

    /// The run's events, one line each: process and index, kind, marks, and what the peer fields say.
    private static List<String> lines(Computation script, String protocol) {
        return Runs.run(script, Protocols.named(protocol)).events().stream()
                .map(SimulatorTest::line)
                .toList();
    }

    private static String line(Event event) {
        StringBuilder line = new StringBuilder("p" + event.process() + "/" + event.index() + " " + event.kind());
        for (EventMark mark : EventMark.values()) {
            if (event.has(mark)) {
                line.append(' ').append(mark);
            }
        }
        if (event.peer() >= 0) {
            line.append(' ').append(event.peer());
        }
        if (event.peerIndex() >= 0) {
            line.append(event.kind() == EventKind.COMMIT ? " round " : "/").append(event.peerIndex());
        }
        return line.toString();
    }
}
