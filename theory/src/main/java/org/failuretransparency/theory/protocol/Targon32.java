package org.failuretransparency.theory.protocol;

import java.util.Set;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;

/// Pessimistic logging, as of Targon/32: content and order of the messages that a process receives go to the input
/// queue of its backup process on another processor at once; after a signal, or any other non-deterministic event, the
/// process commits to the backup's memory.
///
/// **Upholds**: as [CandLog]: each non-deterministic event is logged or committed before the process's next event, with
/// logs and commits that survive the failure of one process only.
///
/// **Assumes** that process and backup do not fail at once, and that non-deterministic events are recognised.
///
/// **Source**: §2.3.1.1.
final class Targon32 extends NamedProtocol {

    Targon32() {
        super(
                "targon32",
                "2.3.1.1",
                new SpacePoint(0.6, 0.05),
                Set.of(FailureKind.ONE_PROCESS),
                "logs messages to a backup process at once, commits to it after other non-deterministic events");
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
            if (!type.nonDeterministic() || type.visibleOrSend()) {
                return Action.PROCEED;
            }
            return type.kind() == EventKind.RECEIVE ? Action.LOG : Action.COMMIT;
        }
    }
}
