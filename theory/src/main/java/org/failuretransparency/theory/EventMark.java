package org.failuretransparency.theory;

/// What else is known of an event, beyond its type.
public enum EventMark {
    /// The result of this non-deterministic event is in a log's buffer; a later [EventKind#LOG] event makes it survive.
    RECORDED(1),
    /// The result of this event came out of a log during recovery: the event is deterministic, whatever its source.
    REPLAYED(2),
    /// Executed atomically with a commit of its process (Theorem 2's case e_p^j = e_q).
    COMMITTED(4),
    /// Sent or received by the recovery system and not by the application: carries causality, is deterministic.
    CONTROL(8),
    /// A commit or log whose bytes are in another process's memory: survives as long as not both fail at once.
    VOLATILE(16);

    private final int bit;

    EventMark(int bit) {
        this.bit = bit;
    }

    /// This mark's bit in [Event#marks].
    public int bit() {
        return bit;
    }
}
