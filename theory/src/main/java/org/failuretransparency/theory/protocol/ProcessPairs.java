package org.failuretransparency.theory.protocol;

import java.util.Set;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;

/// Process pairs, as of Tandem NonStop: before each visible event the primary process commits to the memory of its
/// backup process. The primaries of an application of several processes do so together.
///
/// **Upholds**: as [Cpv2pc], with commits that survive the failure of one process of a pair only.
///
/// **Assumes** that primary and backup do not fail at once, and that visible events, a server's responses to its
/// clients foremost, are recognised.
///
/// **Source**: §2.3.1.6.
final class ProcessPairs extends NamedProtocol {

    ProcessPairs() {
        super(
                "process-pairs",
                "2.3.1.6",
                new SpacePoint(0.05, 0.75),
                Set.of(FailureKind.ONE_PROCESS, FailureKind.APPLICATION),
                "the primaries commit together to their backups' memory before every visible event");
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
