package org.failuretransparency.vistagrams;

/// What a node counts since it was opened.
public enum Counter {
    REQUESTS_SENT,
    RESPONSES_SENT,
    /// Requests that were sent again because no response came.
    REQUESTS_RESENT,
    /// Responses that were sent again because their request came again.
    RESPONSES_RESENT,
    ACKS_SENT,
    REFUSALS_SENT,
    /// Datagrams that the system did not take: full buffers, no route. They count as lost on the way.
    SENDS_FAILED,
    REQUESTS_RECEIVED,
    RESPONSES_RECEIVED,
    ACKS_RECEIVED,
    REFUSALS_RECEIVED,
    /// Datagrams on the port for retransmitted requests.
    RETRANSMISSIONS_RECEIVED,
    /// Retransmitted requests that were unknown and went on to the main port.
    FORWARDED,
    /// Requests and responses that were there before.
    DUPLICATES_DROPPED,
    /// Datagrams that do not start as this protocol's do, or of another version.
    FOREIGN_DROPPED,
    /// Datagrams of this protocol that are cut off, or whose fields contradict each other.
    MALFORMED_DROPPED,
    /// Datagrams whose checksums are wrong.
    CHECKSUM_DROPPED,
    /// Datagrams that come from somebody whom they cannot come from, or answer what nobody asked.
    FORGED_DROPPED,
    /// Messages that arrived before they were asked for, and did not fit.
    OVERFLOW_DROPPED,
    /// Requests whose id is known with another content.
    IDS_REUSED,
    /// Clients that came back with a new identity at an old one's address: their segment was lost.
    CLIENTS_REPLACED,
    /// Bytes of messages copied: into the persistent buffer, out of the receive buffer, aside.
    BYTES_COPIED,
    /// System calls on sockets.
    SYSTEM_CALLS
}
