package org.failuretransparency.theory.checker;

import java.util.List;
import org.failuretransparency.theory.Event;

/// A shortest causal chain from an uncommitted non-deterministic event to the event that should have waited for its
/// commit: the fewest messages, and with as many messages the fewest events between.
///
/// @param events the chain: the non-deterministic event, sends and receives in turn, and the target
/// @param messages how many messages it takes
/// @param steps how many events it takes, from each to the next one of the process or from a send to its receive; more
///     than the chain lists, which leaves out what happens between
/// @param words the chain, and what is missing, in words
public record Witness(List<Event> events, int messages, long steps, String words) {

    public Witness {
        events = List.copyOf(events);
    }
}
