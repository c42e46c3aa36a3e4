package org.failuretransparency.theory.protocol;

import org.failuretransparency.theory.EventType;

/// CAND with logging: the results of messages, input and `select` go to a log on stable storage at once, which makes
/// these events deterministic; the process commits immediately after each other non-deterministic event.
///
/// **Upholds**: as [Cand], where a complete log is a commit (§2.3.1.8): each non-deterministic event is logged or
/// committed before the process's next event.
///
/// **Assumes** that all non-deterministic events are recognised, and that a logged receive is never aborted, so that it
/// cannot be combined with two-phase commit.
///
/// **Source**: §6.2.2.
final class CandLog extends NamedProtocol {

    CandLog() {
        super(
                "cand-log",
                "6.2.2",
                new SpacePoint(0.65, 0),
                ALL_BUT_APPLICATION,
                "CAND with logging: logs messages, input and polls, commits after other non-deterministic events");
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
            if (Loggable.test(type)) {
                return Action.LOG;
            }
            return type.nonDeterministic() && !type.visibleOrSend() ? Action.COMMIT : Action.PROCEED;
        }
    }
}
