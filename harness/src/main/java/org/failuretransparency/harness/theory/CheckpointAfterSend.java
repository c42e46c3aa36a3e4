package org.failuretransparency.harness.theory;

import java.util.Set;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.protocol.Action;
import org.failuretransparency.theory.protocol.Controls;
import org.failuretransparency.theory.protocol.FailureKind;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.ProtocolState;
import org.failuretransparency.theory.protocol.SpacePoint;

/// The protocol that "classic recovery papers have mentioned", which takes a checkpoint right after each send, and
/// right before each visible event. It does not uphold the commit invariant, and stands here to be caught.
///
/// **Source**: §2.3.2.
final class CheckpointAfterSend implements Protocol {

    @Override
    public String id() {
        return "checkpoint-after-send";
    }

    @Override
    public String description() {
        return "takes a checkpoint right after each send, and before each visible event; does not uphold the invariant";
    }

    @Override
    public String section() {
        return "2.3.2";
    }

    @Override
    public SpacePoint place() {
        return new SpacePoint(0, 0.5);
    }

    /// What it is meant to survive: its checkpoints are on stable storage.
    @Override
    public Set<FailureKind> tolerates() {
        return Set.of(FailureKind.ONE_PROCESS, FailureKind.SEVERAL_PROCESSES);
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State();
    }

    private record State() implements ProtocolState {

        @Override
        public Action before(EventType type, int index) {
            return type.kind() == EventKind.VISIBLE ? Action.COMMIT : Action.PROCEED;
        }

        @Override
        public Action after(EventType type, int index) {
            return type.kind() == EventKind.SEND ? Action.COMMIT : Action.PROCEED;
        }
    }
}
