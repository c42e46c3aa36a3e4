package org.failuretransparency.checkpoint;

import java.util.Set;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.protocol.Action;
import org.failuretransparency.theory.protocol.Controls;
import org.failuretransparency.theory.protocol.FailureKind;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.ProtocolState;
import org.failuretransparency.theory.protocol.Protocols;
import org.failuretransparency.theory.protocol.SpacePoint;

/// A wrong protocol: it commits behind each visible event, where CPVS commits before it.
final class CommitsLate implements Protocol {

    private final Protocol original = Protocols.named("cpvs");

    @Override
    public String id() {
        return "commits-late";
    }

    @Override
    public String description() {
        return "commits behind visible events";
    }

    @Override
    public String section() {
        return original.section();
    }

    @Override
    public SpacePoint place() {
        return original.place();
    }

    @Override
    public Set<FailureKind> tolerates() {
        return original.tolerates();
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        ProtocolState state = original.start(self, processes, controls);
        return new ProtocolState() {
            @Override
            public Action before(EventType type, int index) {
                return Action.PROCEED;
            }

            @Override
            public Action after(EventType type, int index) {
                return state.before(type, index);
            }
        };
    }
}
