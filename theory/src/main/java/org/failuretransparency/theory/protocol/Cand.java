package org.failuretransparency.theory.protocol;

import org.failuretransparency.theory.EventType;

/// Commit after non-deterministic: a process commits immediately after each of its non-deterministic events. It need
/// not know which events are visible.
///
/// **Upholds**: (1) every non-deterministic event has a commit; (2) no event comes between it and its commit, so what
/// depends on the one depends on the other; (3) no non-deterministic event is uncommitted when another event happens.
///
/// **Assumes** that all non-deterministic events are recognised. One that is visible besides (Corollary 1) is executed
/// atomically with its commit.
///
/// **Source**: §2.2.5, §6.2.2.
final class Cand extends NamedProtocol {

    Cand() {
        super(
                "cand",
                "2.2.5",
                new SpacePoint(0.5, 0),
                ALL_BUT_APPLICATION,
                "commit after non-deterministic: commits after every non-deterministic event");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State();
    }

    private record State() implements ProtocolState {

        @Override
        public Action before(EventType type, int index) {
            return type.visibleAndNonDeterministic() ? Action.COMMIT_ATOMICALLY : Action.PROCEED;
        }

        @Override
        public Action after(EventType type, int index) {
            return type.nonDeterministic() && !type.visibleOrSend() ? Action.COMMIT : Action.PROCEED;
        }
    }
}
