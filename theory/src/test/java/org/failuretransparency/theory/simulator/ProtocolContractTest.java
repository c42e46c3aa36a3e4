package org.failuretransparency.theory.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Verdict;
import org.failuretransparency.theory.protocol.Action;
import org.failuretransparency.theory.protocol.FailureKind;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.Protocols;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every protocol must do on every script (claims T3 and T5).
final class ProtocolContractTest {

    private static final int SCRIPTS = 1_500;
    private static final int LONG_SCRIPTS = 20_000;

    static Stream<Protocol> protocols() {
        return Protocols.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void upholdsTheInvariantOnRandomScripts(Protocol protocol) {
        for (long seed = 0; seed < SCRIPTS; seed++) {
            assertUpheld(Runs.script(seed, 200), protocol, seed);
        }
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("protocols")
    void upholdsTheInvariantOnManyRandomScripts(Protocol protocol) {
        for (long seed = SCRIPTS; seed < LONG_SCRIPTS; seed++) {
            assertUpheld(Runs.script(seed, 400), protocol, seed);
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void upholdsTheInvariantWhereVisibleEventsChoose(Protocol protocol) {
        for (long seed = 0; seed < SCRIPTS / 3; seed++) {
            assertUpheld(Runs.withVisibleChoices(Runs.script(seed, 200), seed), protocol, seed);
        }
    }

    /// As in a real network: answers come late, and cross with questions.
    @ParameterizedTest
    @MethodSource("protocols")
    void upholdsTheInvariantWhenControlMessagesAreLate(Protocol protocol) {
        for (long seed = 0; seed < SCRIPTS / 3; seed++) {
            Computation script = Runs.withVisibleChoices(Runs.script(seed, 200), seed);
            CommitInvariant invariant =
                    new CommitInvariant(script.processes(), failures(protocol), CommitInvariant.DEFAULT_KEPT);
            Simulator.run(script, protocol, Arrivals.random(new SplittableRandom(seed)), invariant);
            assertHolds(invariant.end(), protocol, seed);
        }
    }

    /// Against the theorem's words, since the checker could share an error with the simulator.
    @ParameterizedTest
    @MethodSource("protocols")
    void upholdsTheTheoremAsItIsWritten(Protocol protocol) {
        for (long seed = 0; seed < SCRIPTS / 5; seed++) {
            Computation script = Runs.withVisibleChoices(Runs.script(seed, 50), seed);
            assertThat(BruteForce.violations(Runs.run(script, protocol)))
                    .as("seed=%d", seed)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void upholdsTheInvariantInEveryWorkload(Protocol protocol) {
        for (Workload workload : Workload.values()) {
            assertUpheld(workload.script(2_000, 1), protocol, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void takesAsManyProcessesAsASetHolds(Protocol protocol) {
        Computation script = Scripts.random(Action.MAX_PROCESSES, 1_000, new SplittableRandom(7));
        assertUpheld(script, protocol, 7);
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void survivesSeveralFailuresExactlyIfItSaysSo(Protocol protocol) {
        long violations = 0;
        for (long seed = 0; seed < 50; seed++) {
            violations += CommitInvariant.check(Runs.run(Runs.script(seed, 200), protocol), Failures.SEVERAL)
                    .violations();
        }
        assertThat(violations == 0).isEqualTo(protocol.tolerates().contains(FailureKind.SEVERAL_PROCESSES));
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void changesNothingOfTheApplicationButThePlaceOfDeferredSends(Protocol protocol) {
        for (long seed = 0; seed < 100; seed++) {
            Computation script = Runs.script(seed, 200);
            Computation run = Runs.run(script, protocol);
            for (int process = 0; process < script.processes().size(); process++) {
                for (boolean sends : List.of(true, false)) {
                    assertThat(application(run, process, sends))
                            .as("seed=%d, process=%d, sends=%s", seed, process, sends)
                            .isEqualTo(application(script, process, sends));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void decidesTheSameWhenSavedAndRestored(Protocol protocol) {
        for (long seed = 0; seed < 200; seed++) {
            Computation script = Runs.withVisibleChoices(Runs.script(seed, 200), seed);
            assertThat(Runs.run(script, Reloading.of(protocol, seed)))
                    .as("seed=%d", seed)
                    .isEqualTo(Runs.run(script, protocol));
        }
    }

    private static Failures failures(Protocol protocol) {
        return protocol.tolerates().contains(FailureKind.SEVERAL_PROCESSES) ? Failures.SEVERAL : Failures.ONE;
    }

    private static void assertUpheld(Computation script, Protocol protocol, long seed) {
        assertHolds(CommitInvariant.check(Runs.run(script, protocol), failures(protocol)), protocol, seed);
    }

    private static void assertHolds(Verdict verdict, Protocol protocol, long seed) {
        assertThat(verdict.holds())
                .as(() -> "protocol=" + protocol.id() + ", seed=" + seed + "\n" + verdict.words())
                .isTrue();
    }

    /// The types of a process's events, its sends or all others, without those of the recovery system.
    private static List<EventType> application(Computation computation, int process, boolean sends) {
        return computation.events().stream()
                .filter(event -> event.process() == process && !event.has(EventMark.CONTROL))
                .filter(event -> event.kind() != EventKind.COMMIT && event.kind() != EventKind.LOG)
                .filter(event -> (event.kind() == EventKind.SEND) == sends)
                .map(Event::type)
                .toList();
    }
}
