package org.failuretransparency.theory.protocol;

import org.failuretransparency.theory.EventType;

/// CBNDVS with logging: the results of messages, input and `select` go to a log on stable storage at once, which makes
/// these events deterministic; only other non-deterministic events set the flag that asks for a commit before the next
/// visible event or send.
///
/// **Upholds**: as [Cbndvs], where a complete log is a commit (§2.3.1.8): a logged event is converted before its
/// process's next event, all others are committed before the process shows or sends anything.
///
/// **Assumes** what [Cbndvs] does, and that a logged receive is never aborted, so that it cannot be combined with
/// two-phase commit. It leaves chances to survive an application's own failure only in events that it cannot log.
///
/// **Source**: §6.2.2.
final class CbndvsLog extends NamedProtocol {

    CbndvsLog() {
        super(
                "cbndvs-log",
                "6.2.2",
                new SpacePoint(0.65, 0.5),
                ALL_FAILURES,
                "CBNDVS with logging: logs messages, input and polls, commits between other non-deterministic events "
                        + "and the next visible event or send");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State();
    }

    private static final class State extends NonDeterminismFlag {

        @Override
        public Action before(EventType type, int index) {
            if (type.visibleAndNonDeterministic()) {
                return Action.COMMIT_ATOMICALLY;
            }
            return type.visibleOrSend() && isSet() ? Action.COMMIT : Action.PROCEED;
        }

        @Override
        public Action after(EventType type, int index) {
            if (Loggable.test(type)) {
                return Action.LOG;
            }
            if (type.nonDeterministic() && !type.visibleOrSend()) {
                set();
            }
            return Action.PROCEED;
        }
    }
}
