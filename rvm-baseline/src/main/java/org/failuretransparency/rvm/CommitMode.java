package org.failuretransparency.rvm;

/// When a committed transaction becomes durable.
///
/// **Source**: RVM's `flush` and `no_flush` modes [Satyanarayanan93]; group commit §3.5.1.
public enum CommitMode {
    /// Before commit returns or, with group commit, when its group closes.
    FLUSH,
    /// With the next flush. Such a commit does not count for its group.
    NO_FLUSH
}
