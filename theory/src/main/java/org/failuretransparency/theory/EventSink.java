package org.failuretransparency.theory;

/// Takes the events of a computation one after the other, in an order in which each event comes after all that causally
/// precede it: a trace writer, a checker, a list.
@FunctionalInterface
public interface EventSink {

    /// Takes the next event.
    ///
    /// @throws TheoryException if the event cannot follow those before it
    void accept(Event event);
}
