package org.failuretransparency.theory.protocol;

import org.failuretransparency.theory.EventType;

/// Commit between non-deterministic and visible or send: a process commits before a visible event or send if it
/// executed a non-deterministic event since its last commit. It never commits more often than [Cand] or [Cpvs].
///
/// **Upholds**: (1) and (2) a non-deterministic event is committed before its process shows or sends anything, and
/// whatever depends on it elsewhere depends on such a send; (3) no message carries a dependence on an uncommitted
/// event, so a commit can depend on such events of its own process only, which it commits.
///
/// **Assumes** that all non-deterministic events, sends and visible events are recognised. A visible event that is
/// non-deterministic besides (Corollary 1) is executed atomically with a commit.
///
/// **Source**: §2.2.5, §6.2.2.
final class Cbndvs extends NamedProtocol {

    Cbndvs() {
        super(
                "cbndvs",
                "2.2.5",
                new SpacePoint(0.5, 0.5),
                ALL_FAILURES,
                "commits between a non-deterministic event and the next visible event or send");
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
            if (type.nonDeterministic() && !type.visibleOrSend()) {
                set();
            }
            return Action.PROCEED;
        }
    }
}
