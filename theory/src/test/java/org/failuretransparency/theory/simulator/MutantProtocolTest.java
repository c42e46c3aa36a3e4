package org.failuretransparency.theory.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Violation;
import org.failuretransparency.theory.protocol.Action;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.ProtocolState;
import org.failuretransparency.theory.protocol.Protocols;
import org.junit.jupiter.api.Test;

/// Proof that the contract suite can fail: protocols with one mistake each are caught, and the witness shows it.
final class MutantProtocolTest {

    private static final int SCRIPTS = 400;

    /// §2.3.2, claim T6: the protocol in Section V of Koo and Toueg's paper.
    @Test
    void catchesTheCommitAfterTheSend() {
        Protocol mutant = mutant("cpvs", state -> new Mutant(state) {
            @Override
            public Action before(EventType type, int index) {
                return type.kind() == EventKind.SEND ? Action.PROCEED : super.before(type, index);
            }

            @Override
            public Action after(EventType type, int index) {
                return type.kind() == EventKind.SEND ? Action.COMMIT : Action.PROCEED;
            }
        });
        Computation figure = Computation.of("a", "b")
                .then(0, EventType.CHOICE)
                .message(0, 1, EventType.ORDERED_RECEIVE)
                .then(1, EventType.VISIBLE)
                .build();
        assertThat(CommitInvariant.check(Runs.run(figure, mutant), Failures.SEVERAL)
                        .first())
                .as("the commit of a comes after its send, and so b's visible event does not follow it")
                .extracting(Violation::kind)
                .containsExactly(Violation.Kind.LIVENESS, Violation.Kind.SAFETY);
        assertCaught(
                mutant, violation -> assertThat(violation.witness().messages()).isPositive());
    }

    @Test
    void catchesAForgottenEventClass() {
        Protocol mutant = mutant("cbndvs", state -> new Mutant(state) {
            @Override
            public Action after(EventType type, int index) {
                return type.equals(EventType.CLOCK) ? Action.PROCEED : super.after(type, index);
            }
        });
        assertCaught(
                mutant,
                violation -> assertThat(violation.nonDeterministic().type()).isEqualTo(EventType.CLOCK));
    }

    @Test
    void catchesTwoPhaseCommitThatSkipsAProcess() {
        ChangedProtocol mutant = new ChangedProtocol(Protocols.named("cpv-2pc"), (self, processes, start) -> {
            long skipped = 1L << processes - 1;
            return new Mutant(start.fresh()) {
                @Override
                public Action before(EventType type, int index) {
                    Action action = super.before(type, index);
                    boolean all = action.type() == Action.Type.COMMIT_ALL;
                    return all ? Action.commitSet(Action.all(processes) & ~skipped) : action;
                }
            };
        });
        for (long seed = 0; seed < SCRIPTS; seed++) {
            Computation run = Runs.run(Runs.script(seed, 200), mutant);
            int skipped = run.processes().size() - 1;
            CommitInvariant.check(run, Failures.SEVERAL)
                    .first()
                    .forEach(violation ->
                            assertThat(violation.nonDeterministic().process()).isEqualTo(skipped));
        }
        assertCaught(mutant, violation -> {});
    }

    @Test
    void catchesALogFlushedAfterTheVisibleEvent() {
        Protocol mutant = mutant("lazy-logging", state -> new Mutant(state) {
            @Override
            public Action before(EventType type, int index) {
                return type.kind() == EventKind.VISIBLE ? Action.PROCEED : super.before(type, index);
            }

            @Override
            public Action after(EventType type, int index) {
                return type.kind() == EventKind.VISIBLE ? Action.FLUSH_LOG : super.after(type, index);
            }
        });
        assertCaught(mutant, violation -> {
            Event lost = violation.nonDeterministic();
            assertThat(lost.has(EventMark.RECORDED)).isTrue();
            assertThat(violation.kind()).isEqualTo(Violation.Kind.SAFETY);
            assertThat(lost.process()).isEqualTo(violation.target().process());
        });
    }

    /// What the words of §6.2.2 say if not every receive is non-deterministic.
    @Test
    void catchesAFlagThatOrderedReceivesDoNotSet() {
        Protocol mutant = mutant("cbndv-2pc", state -> new Mutant(state) {
            @Override
            public Action after(EventType type, int index) {
                return type.equals(EventType.ORDERED_RECEIVE) ? Action.PROCEED : super.after(type, index);
            }
        });
        assertCaught(mutant, violation -> {
            assertThat(violation.kind()).isEqualTo(Violation.Kind.SAFETY);
            assertThat(violation.witness().messages()).isPositive();
        });
    }

    @Test
    void catchesLogsThatNobodyWaitsFor() {
        for (String id : new String[] {"sender-based-logging", "family-based-logging", "optimistic-logging"}) {
            Protocol mutant = mutant(id, state -> new Mutant(state) {
                @Override
                public Action before(EventType type, int index) {
                    Action action = super.before(type, index);
                    return action.type() == Action.Type.WAIT ? Action.PROCEED : action;
                }
            });
            assertCaught(
                    mutant,
                    violation -> assertThat(violation.nonDeterministic().has(EventMark.RECORDED))
                            .isTrue());
        }
    }

    @Test
    void catchesMembersThatDoNotAddThoseTheyDependOn() {
        for (String id : new String[] {"coordinated-checkpointing", "direct"}) {
            Protocol mutant = mutant(id, state -> new Mutant(state) {
                @Override
                public Action before(EventType type, int index) {
                    Action action = super.before(type, index);
                    return type.equals(EventType.COMMIT) ? Action.PROCEED : action;
                }
            });
            assertCaught(
                    mutant,
                    violation -> assertThat(violation.witness().messages()).isPositive());
        }
    }

    @Test
    void catchesMessagesThatDoNotCarryDependences() {
        for (String id : new String[] {"family-based-logging", "manetho", "optimistic-logging", "direct"}) {
            ChangedProtocol mutant =
                    new ChangedProtocol(Protocols.named(id), (self, processes, start) -> new Mutant(start.fresh()) {
                        private final ProtocolState empty = start.fresh();

                        @Override
                        public int attach(int to, MemorySegment out) {
                            return empty.attach(to, out);
                        }
                    });
            assertCaught(
                    mutant,
                    violation -> assertThat(violation.witness().messages()).isPositive());
        }
    }

    /// What shows that [ProtocolContractTest] would notice a state that [ProtocolState#save] leaves out.
    @Test
    void catchesStatesThatAreNotSaved() {
        for (Protocol protocol : Protocols.ALL) {
            Protocol mutant = mutant(protocol.id(), state -> new Mutant(state) {
                @Override
                public int save(MemorySegment out) {
                    return 0;
                }

                @Override
                public void restore(MemorySegment in) {
                    // Nothing was saved.
                }
            });
            boolean hasState =
                    protocol.start(0, 2, (to, message) -> {}).save(MemorySegment.ofArray(new byte[1_000])) > 0;
            long changed = LongStream.range(0, 100)
                    .mapToObj(seed -> Runs.script(seed, 200))
                    .filter(script -> decidesDifferently(script, Reloading.of(mutant, 1), protocol))
                    .count();
            assertThat(changed > 10)
                    .as("%s: changed=%d", protocol.id(), changed)
                    .isEqualTo(hasState);
        }
    }

    private static boolean decidesDifferently(Computation script, Protocol mutant, Protocol protocol) {
        try {
            return !Runs.run(script, mutant).equals(Runs.run(script, protocol));
        } catch (IllegalStateException waitsForWhatItsPeerForgot) {
            return true;
        }
    }

    private interface Change {
        ProtocolState of(ProtocolState original);
    }

    private static Protocol mutant(String id, Change change) {
        return new ChangedProtocol(Protocols.named(id), (self, processes, start) -> change.of(start.fresh()));
    }

    /// Each mistake shows in more than one of a hundred scripts, and in each of these the first violation is as
    /// expected.
    private static void assertCaught(Protocol mutant, Consumer<Violation> expected) {
        int caught = 0;
        for (long seed = 0; seed < SCRIPTS; seed++) {
            Computation run = Runs.run(Runs.script(seed, 200), mutant);
            for (Violation violation : CommitInvariant.check(run, Failures.ONE).first()) {
                assertThat(violation).as("seed=%d, %s", seed, violation.words()).satisfies(expected);
                caught++;
                break;
            }
        }
        assertThat(caught)
                .as("caught of %d, mutant of %s", SCRIPTS, mutant.id())
                .isGreaterThan(SCRIPTS / 100);
    }

    /// A state with a mistake to be added.
    private abstract static class Mutant extends ForwardingState {

        private final ProtocolState original;

        Mutant(ProtocolState original) {
            this.original = original;
        }

        @Override
        final ProtocolState state() {
            return original;
        }
    }
}
