package org.failuretransparency.theory.protocol;

import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.Source;

/// What the *-LOG protocols can log (§6.2.2): the results of `recv`, `recvfrom`, `recvmsg`, `read` and `select`. They
/// cannot log `gettimeofday`, signals and `bind`.
final class Loggable {

    private Loggable() {}

    /// Whether an event of `type` is non-deterministic and its result can be logged. A visible event cannot: it has
    /// been seen before its result could be on the log.
    static boolean test(EventType type) {
        Source source = type.source();
        return !type.visibleOrSend() && (source == Source.MESSAGE || source == Source.INPUT || source == Source.POLL);
    }
}
