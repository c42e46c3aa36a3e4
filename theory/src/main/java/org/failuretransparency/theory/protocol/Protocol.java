package org.failuretransparency.theory.protocol;

import java.util.Set;

/// A recovery protocol: a way to uphold the commit invariant (§2.2.5). Immutable; what it remembers of one process is a
/// [ProtocolState]. Simulator, explorer and runtime use the same objects.
///
/// To add one, write its class in this package and a line in [Protocols].
public interface Protocol {

    /// Its name in commands and files: `cbndvs-log`.
    String id();

    /// Its name in words, and how it upholds the invariant, in one sentence.
    String description();

    /// Where the dissertation describes it: `2.2.5`.
    String section();

    SpacePoint place();

    Set<FailureKind> tolerates();

    /// The protocol's state in process `self` of `processes`, at the process's beginning.
    ///
    /// @param processes from 1 to [Action#MAX_PROCESSES]
    ProtocolState start(int self, int processes, Controls controls);
}
