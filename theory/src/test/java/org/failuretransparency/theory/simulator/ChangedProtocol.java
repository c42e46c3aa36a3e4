package org.failuretransparency.theory.simulator;

import java.util.Set;
import org.failuretransparency.theory.protocol.Controls;
import org.failuretransparency.theory.protocol.FailureKind;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.ProtocolState;
import org.failuretransparency.theory.protocol.SpacePoint;

/// A protocol whose states a test has changed.
record ChangedProtocol(Protocol original, Change change) implements Protocol {

    /// Makes the changed state of process `self`; `start` makes a fresh state of the original protocol.
    @FunctionalInterface
    interface Change {
        ProtocolState state(int self, int processes, Start start);
    }

    @FunctionalInterface
    interface Start {
        ProtocolState fresh();
    }

    @Override
    public String id() {
        return original.id();
    }

    @Override
    public String description() {
        return original.description();
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
        return change.state(self, processes, () -> original.start(self, processes, controls));
    }
}
