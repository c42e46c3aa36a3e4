package org.failuretransparency.theory;

import java.util.Objects;

/// The type of an event: all that the decisions of most protocols depend on. There are few, so that a runtime can hold
/// them as constants and ask a protocol without allocating.
///
/// @param kind what the event does
/// @param source where its non-determinism comes from; [Source#NONE] for a deterministic event. An event that is
///     visible and non-deterministic at once is legal: Corollary 1 is about it.
public record EventType(EventKind kind, Source source) {

    public static final EventType INTERNAL = new EventType(EventKind.INTERNAL, Source.NONE);
    public static final EventType INPUT = new EventType(EventKind.NON_DETERMINISTIC, Source.INPUT);
    public static final EventType POLL = new EventType(EventKind.NON_DETERMINISTIC, Source.POLL);
    public static final EventType CLOCK = new EventType(EventKind.NON_DETERMINISTIC, Source.CLOCK);
    public static final EventType SIGNAL = new EventType(EventKind.NON_DETERMINISTIC, Source.SIGNAL);
    public static final EventType PORT = new EventType(EventKind.NON_DETERMINISTIC, Source.PORT);
    public static final EventType CHOICE = new EventType(EventKind.NON_DETERMINISTIC, Source.CHOICE);
    public static final EventType VISIBLE = new EventType(EventKind.VISIBLE, Source.NONE);
    public static final EventType SEND = new EventType(EventKind.SEND, Source.NONE);
    /// A receive in an order that nothing fixes.
    public static final EventType RECEIVE = new EventType(EventKind.RECEIVE, Source.MESSAGE);
    /// A receive that can have one outcome only, such as the next message from a known sender.
    public static final EventType ORDERED_RECEIVE = new EventType(EventKind.RECEIVE, Source.NONE);

    public static final EventType COMMIT = new EventType(EventKind.COMMIT, Source.NONE);
    public static final EventType LOG = new EventType(EventKind.LOG, Source.NONE);
    public static final EventType CRASH = new EventType(EventKind.CRASH, Source.NONE);
    public static final EventType RECOVER = new EventType(EventKind.RECOVER, Source.NONE);

    /// @throws InvalidComputationException if no event can be of that kind and that source
    public EventType {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(source, "source");
        boolean possible = switch (kind) {
            case NON_DETERMINISTIC -> source != Source.NONE && source != Source.MESSAGE;
            case RECEIVE -> source == Source.NONE || source == Source.MESSAGE;
            case VISIBLE -> true;
            default -> source == Source.NONE;
        };
        if (!possible) {
            throw new InvalidComputationException("no such event: kind=" + kind + ", source=" + source);
        }
    }

    /// Whether the event has siblings: other next states that recovery could choose in its place (§2.2.4).
    public boolean nonDeterministic() {
        return source != Source.NONE;
    }

    /// Whether the event shows something outside of its process: to the observer, or to another process that may show
    /// it to the observer later.
    public boolean visibleOrSend() {
        return kind == EventKind.VISIBLE || kind == EventKind.SEND;
    }

    /// Whether Corollary 1 speaks of the event: then only a commit that is atomic with it can keep recovery consistent.
    public boolean visibleAndNonDeterministic() {
        return kind == EventKind.VISIBLE && nonDeterministic();
    }
}
