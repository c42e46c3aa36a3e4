package org.failuretransparency.theory.protocol;

import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;

/// Commit between non-deterministic and visible with two-phase commit: before a process executes a visible event, all
/// processes commit as one atomic event, but only if this process executed a non-deterministic event or a receive since
/// its last commit.
///
/// **Upholds**: as [Cpv2pc]. Where no round is needed, the process has received nothing since the last one, so that its
/// visible event depends on nothing that other processes did since; and its own events since are deterministic.
///
/// **Assumes** what [Cpv2pc] does, and that all non-deterministic events are recognised. The dissertation's flag is set
/// by non-deterministic events, all receives among them. A receive that can have one outcome only must set it as well:
/// the message may depend on an uncommitted event of its sender.
///
/// **Source**: §6.2.2.
final class Cbndv2pc extends NamedProtocol {

    Cbndv2pc() {
        super(
                "cbndv-2pc",
                "6.2.2",
                new SpacePoint(0.5, 0.8),
                ALL_FAILURES,
                "all processes commit together between a non-deterministic event or receive and the next visible "
                        + "event of its process");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State(Action.commitAtomicallyAfter(Action.all(processes)));
    }

    private static final class State extends NonDeterminismFlag {

        private final Action commitAllAndVisible;

        State(Action commitAllAndVisible) {
            this.commitAllAndVisible = commitAllAndVisible;
        }

        @Override
        public Action before(EventType type, int index) {
            if (type.visibleAndNonDeterministic()) {
                return isSet() ? commitAllAndVisible : Action.COMMIT_ATOMICALLY;
            }
            return type.kind() == EventKind.VISIBLE && isSet() ? Action.COMMIT_ALL : Action.PROCEED;
        }

        @Override
        public Action after(EventType type, int index) {
            if (type.kind() == EventKind.RECEIVE || type.nonDeterministic() && !type.visibleOrSend()) {
                set();
            }
            return Action.PROCEED;
        }
    }
}
