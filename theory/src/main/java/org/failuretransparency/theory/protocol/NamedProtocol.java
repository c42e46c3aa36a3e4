package org.failuretransparency.theory.protocol;

import java.util.Set;

/// What every protocol says of itself.
abstract class NamedProtocol implements Protocol {

    /// The failures that protocols recover from whose commits and logs are on stable storage, and which defer them as
    /// far as they can.
    static final Set<FailureKind> ALL_FAILURES =
            Set.of(FailureKind.ONE_PROCESS, FailureKind.SEVERAL_PROCESSES, FailureKind.APPLICATION);

    /// The failures that protocols recover from whose commits and logs are on stable storage, but which leave no event
    /// non-deterministic.
    static final Set<FailureKind> ALL_BUT_APPLICATION = Set.of(FailureKind.ONE_PROCESS, FailureKind.SEVERAL_PROCESSES);

    private final String id;
    private final String section;
    private final SpacePoint place;
    private final Set<FailureKind> tolerates;
    private final String description;

    NamedProtocol(String id, String section, SpacePoint place, Set<FailureKind> tolerates, String description) {
        this.id = id;
        this.section = section;
        this.place = place;
        this.tolerates = tolerates;
        this.description = description;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final String section() {
        return section;
    }

    @Override
    public final SpacePoint place() {
        return place;
    }

    @Override
    public final Set<FailureKind> tolerates() {
        return tolerates;
    }
}
