package org.failuretransparency.theory.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.protocol.FailureKind;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.Protocols;
import org.failuretransparency.theory.simulator.FailStop.Failures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Claim T8, and the definition that it is measured by.
final class FailStopTest {

    private static final long SEED = 2_033;
    private static final int[] DELAYS = {1, 2, 5, 10, 20, 50, 100};

    @Test
    void aCommitBetweenActivationAndCrashCommitsBuggyState() {
        assertThat(committedAtOnce(chosen().then(0, EventType.COMMIT))).isEqualTo(1);
    }

    @Test
    void withoutACommitRecoveryMayChooseASiblingOfAnEventBeforeTheActivation() {
        assertThat(committedAtOnce(chosen())).isZero();
    }

    @Test
    void forwardCommitPreservesADeterministicActivationBehindTheCommit() {
        Computation.Builder process =
                Computation.of("P").then(0, EventType.CHOICE).then(0, EventType.COMMIT);

        assertThat(committedAtOnce(process.then(0, EventType.INTERNAL))).isEqualTo(2);
    }

    @Test
    void anApplicationWithoutNonDeterminismAlwaysViolatesFailStop() {
        assertThat(committedAtOnce(Computation.of("P").then(0, EventType.INTERNAL)))
                .isEqualTo(1);
    }

    @Test
    void aResultInTheLogsBufferIsNotConverted() {
        assertThat(committedAtOnce(recorded())).isZero();
    }

    @Test
    void aResultIsConvertedFromItsLogEventOn() {
        assertThat(committedAtOnce(recorded().add(log(0, 1)))).isEqualTo(1);
    }

    @Test
    void aLogEventAfterTheCrashComesTooLate() {
        Computation run = recorded()
                .then(0, EventType.INTERNAL)
                .add(log(0, 2))
                .then(0, EventType.INTERNAL)
                .build();

        assertThat(FailStop.measure(run, 2)).containsExactly(new Failures(2, 1, 1));
        assertThat(FailStop.measure(run, 1, 2)).containsExactly(new Failures(1, 1, 0), new Failures(2, 1, 1));
    }

    @Test
    void anotherProcessCanKeepTheLog() {
        Computation.Builder processes =
                Computation.of("P", "Q").add(Event.of(0, 0, EventType.CHOICE).with(EventMark.RECORDED));

        assertThat(committedAtOnce(processes.add(log(1, 0).with(EventMark.VOLATILE))))
                .isEqualTo(1);
    }

    @Test
    void aLogWithAHoleIsNoCommit() {
        Computation.Builder process = Computation.of("P").then(0, EventType.CLOCK);
        process.add(Event.of(0, 1, EventType.INPUT).with(EventMark.RECORDED)).add(log(0, 2));

        assertThat(committedAtOnce(process)).isZero();
    }

    @Test
    void anEventThatIsAtomicWithACommitIsItsOwnConversion() {
        Computation.Builder process =
                Computation.of("P").add(Event.of(0, 0, EventType.CHOICE).with(EventMark.COMMITTED));

        assertThat(committedAtOnce(process)).isEqualTo(1);
    }

    /// The theory's two cases, event by event, against the one condition that is measured.
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 17})
    void theOneConditionIsTheTwoCasesOfTheDefinition(int delay) {
        for (long seed = SEED; seed < SEED + 20; seed++) {
            Computation script = Workload.RANDOM.script(300, seed);
            for (Protocol protocol : Protocols.ALL) {
                Computation.Builder run = Computation.of(script.processes().toArray(String[]::new));
                Simulator.run(script, protocol, run);

                assertThat(FailStop.measure(run.build(), delay).getFirst().committed())
                        .as("protocol %s, seed %d", protocol.id(), seed)
                        .isEqualTo(committedByDefinition(run.build(), delay));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void committingOrLoggingAllNonDeterminismAtOnceMakesEveryFailureViolateFailStop(Workload workload) {
        List<Computation> scripts = List.of(workload.script(5_000, SEED));

        for (String eager : List.of("commit-every-event", "cand", "cand-log", "targon32")) {
            assertThat(FailStop.measure(Protocols.named(eager), scripts, DELAYS))
                    .as(eager)
                    .allMatch(failures -> failures.failures() > 0 && failures.fraction() == 1.0);
        }
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void deferringCommitsLeavesMoreFailuresFailStopTheSoonerTheyAreDetected(Workload workload) {
        List<Computation> scripts = List.of(workload.script(5_000, SEED));

        for (String deferring : List.of(
                "cpvs", "cbndvs", "cpv-2pc", "cbndv-2pc", "coordinated-checkpointing", "lazy-logging", "direct")) {
            List<Failures> failures = FailStop.measure(Protocols.named(deferring), scripts, DELAYS);

            assertThat(failures.getFirst().fraction()).as(deferring).isLessThan(0.85);
            assertThat(failures).extracting(Failures::committed).as(deferring).isSorted();
        }
    }

    /// CPVS commits more often than CBNDVS, but each of its further commits covers deterministic events only, which
    /// forward commit preserves anyway.
    @ParameterizedTest
    @EnumSource(Workload.class)
    void commitsThatCoverNoNonDeterminismChangeNothing(Workload workload) {
        List<Computation> scripts = List.of(workload.script(5_000, SEED));

        assertThat(FailStop.measure(Protocols.named("cpvs"), scripts, DELAYS))
                .isEqualTo(FailStop.measure(Protocols.named("cbndvs"), scripts, DELAYS));
    }

    /// The sender has logged a receive once its acknowledgement is back, which takes a moment.
    @ParameterizedTest
    @EnumSource(Workload.class)
    void senderBasedLoggingMakesAllButTheSoonestDetectedFailuresViolateFailStop(Workload workload) {
        List<Failures> failures = FailStop.measure(
                Protocols.named("sender-based-logging"), List.of(workload.script(5_000, SEED)), DELAYS);

        assertThat(failures.getFirst().fraction()).isGreaterThan(0.8);
        assertThat(failures).filteredOn(failed -> failed.delay() >= 20).allMatch(failed -> failed.fraction() == 1.0);
    }

    @Test
    void noProtocolThatSaysItSurvivesFailuresOfTheApplicationCommitsBuggyStateInAllOfThem() {
        List<Computation> scripts = Stream.of(Workload.values())
                .map(workload -> workload.script(2_000, SEED))
                .toList();

        assertThat(Protocols.ALL)
                .filteredOn(protocol -> protocol.tolerates().contains(FailureKind.APPLICATION))
                .isNotEmpty()
                .allSatisfy(protocol -> assertThat(FailStop.measure(protocol, scripts, 1)
                                .getFirst()
                                .fraction())
                        .as(protocol.id())
                        .isLessThan(1));
    }

    @Test
    void refusesACrashBeforeTheActivationAndAComputationThatFailsAlready() {
        Computation crashed = Computation.of("P").then(0, EventType.CRASH).build();

        assertThatThrownBy(() -> FailStop.measure(crashed, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a crash before the activation: delays=[1, 0]");
        assertThatThrownBy(() -> FailStop.measure(crashed, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the computation fails already: process=0, index=0");
    }

    private static Computation.Builder chosen() {
        return Computation.of("P").then(0, EventType.CHOICE);
    }

    private static Computation.Builder recorded() {
        return Computation.of("P").add(Event.of(0, 0, EventType.CHOICE).with(EventMark.RECORDED));
    }

    private static Event log(int process, int index) {
        return Event.of(process, index, EventType.LOG).withPeer(0, index);
    }

    /// Of the activations that are detected one event later, those with buggy state committed.
    private static long committedAtOnce(Computation.Builder processes) {
        return FailStop.measure(processes.then(0, EventType.INTERNAL).build(), 1)
                .getFirst()
                .committed();
    }

    private static long committedByDefinition(Computation run, int delay) {
        long committed = 0;
        for (int process = 0; process < run.processes().size(); process++) {
            int self = process;
            List<Event> own = run.events().stream()
                    .filter(event -> event.process() == self && isOfApplication(event))
                    .toList();
            for (int place = 0; place + delay < own.size(); place++) {
                Event activation = own.get(place);
                Event last = own.get(place + delay);
                List<Event> past = run.events().subList(0, run.events().indexOf(last) + 1);
                int lastCommit = past.stream()
                        .filter(event -> event.process() == self && event.commits())
                        .mapToInt(Event::index)
                        .max()
                        .orElse(-1);
                boolean bound = lastCommit >= activation.index()
                        || own.subList(0, place + 1).stream()
                                .filter(event -> event.index() > lastCommit && event.nonDeterministic())
                                .allMatch(event -> event.has(EventMark.RECORDED)
                                        && past.stream()
                                                .anyMatch(log -> log.kind() == EventKind.LOG
                                                        && log.peer() == self
                                                        && log.peerIndex() >= event.index()));
                committed += bound ? 1 : 0;
            }
        }
        return committed;
    }

    private static boolean isOfApplication(Event event) {
        return !event.has(EventMark.CONTROL) && event.kind() != EventKind.COMMIT && event.kind() != EventKind.LOG;
    }
}
