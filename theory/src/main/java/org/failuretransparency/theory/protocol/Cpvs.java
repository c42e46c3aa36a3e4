package org.failuretransparency.theory.protocol;

import org.failuretransparency.theory.EventType;

/// Commit prior to visible or send: a process commits immediately before each of its visible events and sends. It need
/// not know which events are non-deterministic.
///
/// **Upholds**: (1) what a visible event depends on is before it in its process, or before a send of another process,
/// and so before a commit there; (2) this commit precedes the visible event or the send; (3) no message carries a
/// dependence on an uncommitted event, so a commit can depend on such events of its own process only, which it commits.
///
/// **Assumes** that all sends and visible events are recognised. A visible event that is non-deterministic besides
/// (Corollary 1) is executed atomically with the commit.
///
/// **Source**: §2.2.5, §6.2.2.
final class Cpvs extends NamedProtocol {

    Cpvs() {
        super(
                "cpvs",
                "2.2.5",
                new SpacePoint(0, 0.5),
                ALL_FAILURES,
                "commit prior to visible or send: commits before every visible event and every send");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State();
    }

    private record State() implements ProtocolState {

        @Override
        public Action before(EventType type, int index) {
            if (type.visibleAndNonDeterministic()) {
                return Action.COMMIT_ATOMICALLY;
            }
            return type.visibleOrSend() ? Action.COMMIT : Action.PROCEED;
        }

        @Override
        public Action after(EventType type, int index) {
            return Action.PROCEED;
        }
    }
}
