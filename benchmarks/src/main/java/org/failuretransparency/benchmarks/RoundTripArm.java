package org.failuretransparency.benchmarks;

/// The arms of [RoundTrip].
enum RoundTripArm {
    /// Datagrams without any protocol.
    UDP,
    /// The protocol on volatile memory.
    BASELINE,
    VISTAGRAMS
}
