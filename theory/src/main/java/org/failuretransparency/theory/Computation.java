package org.failuretransparency.theory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A computation that happened: the events of its processes, in one order in which each comes after all that causally
/// precede it. For small ones, which are held in memory; long ones are traces.
///
/// @param processes the processes' names; process p is the p-th
/// @param events the events
public record Computation(List<String> processes, List<Event> events) {

    public Computation {
        processes = List.copyOf(processes);
        events = List.copyOf(events);
    }

    /// Starts a computation of processes with these names.
    public static Builder of(String... processes) {
        return new Builder(List.of(processes));
    }

    /// Gives all events to `sink`.
    public void replay(EventSink sink) {
        events.forEach(sink::accept);
    }

    /// The number of events of this kind.
    public long count(EventKind kind) {
        return events.stream().filter(event -> event.kind() == kind).count();
    }

    /// Adds events one after the other and gives each the next index of its process.
    public static final class Builder implements EventSink {

        private final List<String> processes;
        private final List<Event> events = new ArrayList<>();
        private final List<Integer> next;

        private Builder(List<String> processes) {
            this.processes = processes;
            next = new ArrayList<>(Collections.nCopies(processes.size(), 0));
        }

        /// An event that has no peer.
        public Builder then(int process, EventType type) {
            return add(Event.of(process, next.get(process), type));
        }

        /// An event that has no peer, with words for people.
        public Builder then(int process, EventType type, String label) {
            return add(Event.of(process, next.get(process), type).withLabel(label));
        }

        /// A message: its send now, and its receive by [#receive].
        ///
        /// @return the send
        public Event send(int process, int receiver) {
            Event send = Event.send(process, next.get(process), receiver);
            add(send);
            return send;
        }

        /// The receive of the message that `send` sent, of type RECEIVE or ORDERED_RECEIVE.
        public Builder receive(Event send, EventType type) {
            return add(Event.receive(send.peer(), next.get(send.peer()), type, send.process(), send.index()));
        }

        /// A message and its receive, at once.
        public Builder message(int sender, int receiver, EventType receiveType) {
            return receive(send(sender, receiver), receiveType);
        }

        /// An event with the next index of its process, as it is.
        public Builder add(Event event) {
            if (event.index() != next.get(event.process())) {
                throw new InvalidComputationException("event out of its place: process=" + event.process() + ", index="
                        + event.index() + ", expected=" + next.get(event.process()));
            }
            next.set(event.process(), event.index() + 1);
            events.add(event);
            return this;
        }

        @Override
        public void accept(Event event) {
            add(event);
        }

        /// The index that the next event of `process` gets.
        public int nextIndex(int process) {
            return next.get(process);
        }

        public Computation build() {
            return new Computation(processes, events);
        }
    }
}
