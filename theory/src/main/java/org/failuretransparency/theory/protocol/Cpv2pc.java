package org.failuretransparency.theory.protocol;

import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;

/// Commit prior to visible with two-phase commit: before a process executes a visible event, all processes commit as
/// one atomic event. Sends need no commit.
///
/// **Upholds**: (1) the round commits every non-deterministic event that happened, those that the visible event depends
/// on included; (2) the visible event waits for word of every commit of the round, and so follows them; (3) all commits
/// are of a round, and no process has an uncommitted event after it.
///
/// **Assumes** that all visible events are recognised, and that every process can be asked to commit at any time. The
/// dissertation's rounds are run by a server process of their own; here the process that wants to show something
/// coordinates its round.
///
/// **Source**: §2.2.5, §6.2.2.
final class Cpv2pc extends NamedProtocol {

    Cpv2pc() {
        super(
                "cpv-2pc",
                "6.2.2",
                new SpacePoint(0, 0.8),
                ALL_FAILURES,
                "commit prior to visible: all processes commit together before every visible event");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State(Action.commitAtomicallyAfter(Action.all(processes)));
    }

    private record State(Action commitAllAndVisible) implements ProtocolState {

        @Override
        public Action before(EventType type, int index) {
            if (type.visibleAndNonDeterministic()) {
                return commitAllAndVisible;
            }
            return type.kind() == EventKind.VISIBLE ? Action.COMMIT_ALL : Action.PROCEED;
        }

        @Override
        public Action after(EventType type, int index) {
            return Action.PROCEED;
        }
    }
}
