package org.failuretransparency.theory.protocol;

import org.failuretransparency.theory.EventType;

/// Lazy logging, in the simpler of its two forms: the results of all non-deterministic events are queued in a volatile
/// buffer, which goes to stable storage before the process sends a message or executes a visible event. Processes need
/// not track dependences between them; [Manetho] is the form that does.
///
/// **Upholds**: as [Cbndvs], with a flush of the log in the place of the commit.
///
/// **Assumes** that the result of every non-deterministic event can be recorded. Only one that is visible besides
/// (Corollary 1) is executed atomically with a commit.
///
/// **Source**: §2.2.5.
final class LazyLogging extends NamedProtocol {

    LazyLogging() {
        super(
                "lazy-logging",
                "2.2.5",
                new SpacePoint(0.9, 0.5),
                ALL_FAILURES,
                "records every non-deterministic event, and writes the log before the next visible event or send");
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
            if (type.visibleOrSend() && isSet()) {
                clear();
                return Action.FLUSH_LOG;
            }
            return Action.PROCEED;
        }

        @Override
        public Action after(EventType type, int index) {
            if (type.nonDeterministic() && !type.visibleOrSend()) {
                set();
                return Action.LOG_LAZILY;
            }
            return Action.PROCEED;
        }
    }
}
