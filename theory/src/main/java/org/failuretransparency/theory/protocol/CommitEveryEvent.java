package org.failuretransparency.theory.protocol;

import org.failuretransparency.theory.EventType;

/// Commits every event atomically: the origin of the protocol space (§2.3.1.7). Nothing needs to be known of the
/// application.
///
/// **Upholds**: (1) and (2) a non-deterministic event's commit is the event itself, and precedes whatever depends on
/// it; (3) no event is ever uncommitted, so that no commit can depend on one.
///
/// **Assumes** that any event can be made atomic with a commit, a send and a visible event too.
///
/// **Source**: §2.3.1.7.
final class CommitEveryEvent extends NamedProtocol {

    CommitEveryEvent() {
        super(
                "commit-every-event",
                "2.3.1.7",
                new SpacePoint(0, 0),
                ALL_BUT_APPLICATION,
                "commits every event atomically, whatever it is");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State();
    }

    private record State() implements ProtocolState {

        @Override
        public Action before(EventType type, int index) {
            return Action.COMMIT_ATOMICALLY;
        }

        @Override
        public Action after(EventType type, int index) {
            return Action.PROCEED;
        }
    }
}
