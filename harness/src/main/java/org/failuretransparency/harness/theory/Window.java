package org.failuretransparency.harness.theory;

import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventSink;

/// Keeps the part of a trace that is to be drawn, and no more than can be drawn.
final class Window implements EventSink {

    private final long from;
    private final long to;
    private final int most;
    private final List<Event> events = new ArrayList<>();
    private long seen;

    /// @param from the place in the trace of the first event, from 0
    /// @param to the place after the last one
    /// @param most how many are kept; of more, none need to be right
    Window(long from, long to, int most) {
        this.from = from;
        this.to = to;
        this.most = most;
    }

    @Override
    public void accept(Event event) {
        if (seen >= from && seen < to && events.size() < most) {
            events.add(event);
        }
        seen++;
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    /// How many events of the trace lie in the window, kept or not.
    long wanted() {
        return Math.max(0, Math.min(to, seen) - from);
    }

    /// How many events the trace has.
    long seen() {
        return seen;
    }
}
