package org.failuretransparency.theory;

/// Where an event's non-determinism comes from (§6.2.2). Protocols differ in which of these they can log.
public enum Source {
    /// The event is deterministic.
    NONE,
    /// Which message is received next.
    MESSAGE,
    /// What a person or a device sends: `read`.
    INPUT,
    /// Which descriptors are ready: `select`, `poll`.
    POLL,
    /// `gettimeofday`.
    CLOCK,
    /// When a signal, a timer or an interrupt arrives.
    SIGNAL,
    /// Which port the system picks: `bind`.
    PORT,
    /// Anything else, such as the toss of a coin.
    CHOICE
}
