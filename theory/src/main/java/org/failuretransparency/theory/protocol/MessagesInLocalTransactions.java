package org.failuretransparency.theory.protocol;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;

import java.lang.foreign.MemorySegment;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;

/// Messages in local transactions, as Vistagrams implement it: sends are deferred until the process's next commit, with
/// which they are atomic; a process commits before each of its visible events, and before a receive that follows on a
/// send, since a request and its response cannot be in one transaction.
///
/// **Upholds**: as [Cpvs], since a commit precedes every send and every visible event; it only lets sends wait for a
/// commit in place of committing for each.
///
/// **Assumes** that transactions end: a receiver may have to wait until the sender commits. A visible event that is
/// non-deterministic besides (Corollary 1) is executed atomically with the commit.
///
/// **Source**: §4.3, §4.4.1.
final class MessagesInLocalTransactions extends NamedProtocol {

    MessagesInLocalTransactions() {
        super(
                "messages-in-local-transactions",
                "4.3",
                new SpacePoint(0, 0.55),
                ALL_FAILURES,
                "defers sends until the next commit, and commits before every visible event");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State();
    }

    private static final class State implements ProtocolState {

        private boolean hasDeferred;

        @Override
        public Action before(EventType type, int index) {
            if (type.visibleAndNonDeterministic()) {
                return Action.COMMIT_ATOMICALLY;
            }
            if (type.kind() == EventKind.SEND) {
                hasDeferred = true;
                return Action.DEFER;
            }
            boolean endsTransaction =
                    type.kind() == EventKind.VISIBLE || type.kind() == EventKind.RECEIVE && hasDeferred;
            return endsTransaction ? Action.COMMIT : Action.PROCEED;
        }

        @Override
        public Action after(EventType type, int index) {
            return Action.PROCEED;
        }

        @Override
        public void committed(int index) {
            hasDeferred = false;
        }

        @Override
        public int save(MemorySegment out) {
            out.set(JAVA_BOOLEAN, 0, hasDeferred);
            return 1;
        }

        @Override
        public void restore(MemorySegment in) {
            hasDeferred = in.get(JAVA_BOOLEAN, 0);
        }
    }
}
