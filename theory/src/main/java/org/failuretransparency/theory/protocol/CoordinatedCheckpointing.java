package org.failuretransparency.theory.protocol;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;

/// Coordinated checkpointing after Koo and Toueg: right before a visible event, the process commits as one atomic event
/// with those it received messages from since its last commit, with those that they received from since theirs, and so
/// on.
///
/// **Upholds**: (1) take the chain of messages from a non-deterministic event to the visible event; if its last message
/// was received after the process's last commit, its sender commits now, and so on along the chain to the event's own
/// process; if before, an earlier round did the same. (2) The visible event waits for word of every commit of the
/// round. (3) Whatever a committing process depends on is committed in the same round or in an earlier one.
///
/// **Assumes** that visible events are recognised, and that every process can be asked to commit at any time. No
/// process tracks more than its direct senders, so that one that committed since it sent commits once more.
///
/// **Source**: §2.3.1.5.
final class CoordinatedCheckpointing extends NamedProtocol {

    CoordinatedCheckpointing() {
        super(
                "coordinated-checkpointing",
                "2.3.1.5",
                new SpacePoint(0.05, 0.85),
                ALL_FAILURES,
                "commits before every visible event, together with the processes that this one received from since its "
                        + "last commit");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State(1L << self);
    }

    private static final class State implements ProtocolState {

        private final long self;
        /// Those that sent what was received since the last commit.
        private long senders;

        State(long self) {
            this.self = self;
        }

        @Override
        public Action before(EventType type, int index) {
            if (type.visibleAndNonDeterministic()) {
                return senders == 0 ? Action.COMMIT_ATOMICALLY : Action.commitAtomicallyAfter(self | senders);
            }
            boolean commits = type.kind() == EventKind.VISIBLE || type.kind() == EventKind.COMMIT;
            return commits ? Action.commitSet(self | senders) : Action.PROCEED;
        }

        @Override
        public Action after(EventType type, int index) {
            return Action.PROCEED;
        }

        @Override
        public void received(int from, MemorySegment attached) {
            senders |= 1L << from;
        }

        @Override
        public void committed(int index) {
            senders = 0;
        }

        @Override
        public int save(MemorySegment out) {
            out.set(JAVA_LONG_UNALIGNED, 0, senders);
            return Long.BYTES;
        }

        @Override
        public void restore(MemorySegment in) {
            senders = in.get(JAVA_LONG_UNALIGNED, 0);
        }
    }
}
