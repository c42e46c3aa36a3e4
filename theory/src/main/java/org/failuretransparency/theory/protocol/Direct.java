package org.failuretransparency.theory.protocol;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;

/// The commit invariant itself: messages carry the dependence of their sender on non-deterministic events, and how far
/// the processes have committed; before a visible event exactly those processes commit that executed an uncommitted
/// event which it depends on, with those that their commits depend on in turn, as one atomic event.
///
/// **Upholds**: (1) the set holds every process with an uncommitted non-deterministic event in the causal past; (2) the
/// visible event waits for word of every commit of the round, and of earlier commits it knew before; (3) each process
/// of the round adds those that its own commit depends on, so that a cycle becomes one round.
///
/// **Assumes** that all non-deterministic and visible events are recognised, and that every process can be asked to
/// commit at any time. A process that committed tells all others, and right away, before it depends on anything new: it
/// could not be asked later without its newer events being committed too. Where such word is late or lost, a process
/// commits once more than it must; nothing else depends on it.
///
/// **Source**: §2.2.5, "implementing the commit invariant directly".
final class Direct extends NamedProtocol {

    Direct() {
        super(
                "direct",
                "2.2.5",
                new SpacePoint(0.5, 1),
                ALL_FAILURES,
                "commits before a visible event those processes whose uncommitted events it depends on");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State(self, processes, controls);
    }

    private static final class State implements ProtocolState {

        private final int self;
        private final int processes;
        private final Controls controls;
        private final MemorySegment message = MemorySegment.ofArray(new byte[Integer.BYTES]);
        /// The last non-deterministic event of each process on which this one depends.
        private final IndexVector depends;
        /// How far each process has committed.
        private final IndexVector committed;

        State(int self, int processes, Controls controls) {
            this.self = self;
            this.processes = processes;
            this.controls = controls;
            depends = new IndexVector(processes);
            committed = new IndexVector(processes);
        }

        @Override
        public Action before(EventType type, int index) {
            long uncommitted = depends.above(committed);
            long itself = 1L << self;
            if (type.kind() == EventKind.COMMIT) {
                committed.raise(depends);
                return Action.commitSet(uncommitted | itself);
            }
            if (type.kind() != EventKind.VISIBLE) {
                return Action.PROCEED;
            }
            committed.raise(depends);
            if (type.nonDeterministic()) {
                return (uncommitted & ~itself) == 0
                        ? Action.COMMIT_ATOMICALLY
                        : Action.commitAtomicallyAfter(uncommitted);
            }
            return uncommitted == 0 ? Action.PROCEED : Action.commitSet(uncommitted);
        }

        @Override
        public int attach(int to, MemorySegment out) {
            return committed.write(out, depends.write(out, 0));
        }

        @Override
        public void received(int from, MemorySegment attached) {
            committed.raiseFrom(attached, depends.raiseFrom(attached, 0));
        }

        @Override
        public Action after(EventType type, int index) {
            if (type.nonDeterministic() && !type.visibleOrSend()) {
                depends.raise(self, index);
            }
            return Action.PROCEED;
        }

        @Override
        public void committed(int index) {
            committed.raise(self, index);
            message.set(JAVA_INT_UNALIGNED, 0, index);
            for (int process = 0; process < processes; process++) {
                if (process != self) {
                    controls.send(process, message);
                }
            }
        }

        @Override
        public Action control(int from, MemorySegment content) {
            committed.raise(from, content.get(JAVA_INT_UNALIGNED, 0));
            return Action.PROCEED;
        }

        @Override
        public int save(MemorySegment out) {
            return committed.write(out, depends.write(out, 0));
        }

        @Override
        public void restore(MemorySegment in) {
            committed.read(in, depends.read(in, 0));
        }
    }
}
