package org.failuretransparency.harness.spacetime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;

/// What a space-time diagram shows, without how it looks: events with their columns, messages, and the stretches of the
/// processes' lines.
///
/// @param processes the processes' names, from the top
/// @param nodes the events, each after all that causally precede it
/// @param messages the arrows between processes
/// @param stretches the pieces of the processes' lines
record SpaceTime(List<String> processes, List<Node> nodes, List<Message> messages, List<Stretch> stretches) {

    SpaceTime {
        processes = List.copyOf(processes);
        nodes = List.copyOf(nodes);
        messages = List.copyOf(messages);
        stretches = List.copyOf(stretches);
    }

    /// An event.
    ///
    /// @param column its place from the left
    /// @param lost whether a crash took it
    /// @param highlighted whether it is part of a violation's witness
    record Node(Event event, int column, boolean lost, boolean highlighted) {}

    /// A message.
    ///
    /// @param from the place of its send among the nodes, or [Links#NONE] if that is not shown
    /// @param to the place of its receive, or [Links#NONE] for a message that is not received here
    /// @param control whether the recovery system sent it
    record Message(int from, int to, boolean control, boolean highlighted) {

        boolean isWhole() {
            return from != Links.NONE && to != Links.NONE;
        }
    }

    /// A piece of a process's line, between an event and the next one of the process.
    record Stretch(int from, int to, State state, boolean highlighted) {}

    /// What a process is in, between two events.
    enum State {
        RUNNING,
        /// What happened here was lost in a crash.
        LOST,
        /// Between a crash and the recovery from it.
        DOWN
    }

    /// Lays out events.
    ///
    /// @param events in an order in which each comes after all that causally precede it; may begin in mid-computation
    /// @param witness the events of a causal chain that is to be highlighted; empty for none
    static SpaceTime of(List<String> processes, List<Event> events, List<Event> witness) {
        Links links = Links.of(events);
        int[] columns = Columns.of(events, links);
        boolean[] lost = lost(events, links);
        Chain chain = Chain.of(witness);
        List<Node> nodes = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        List<Stretch> stretches = new ArrayList<>();
        boolean[] received = new boolean[events.size()];
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            nodes.add(new Node(event, columns[i], lost[i], chain.has(event)));
            int previous = links.previous().get(i);
            if (previous != Links.NONE) {
                State state = event.kind() == EventKind.RECOVER ? State.DOWN : lost[i] ? State.LOST : State.RUNNING;
                stretches.add(new Stretch(previous, i, state, chain.passes(events.get(previous), event)));
            }
            if (event.kind() == EventKind.RECEIVE) {
                int send = links.send().get(i);
                boolean highlighted = send != Links.NONE && chain.passes(events.get(send), event);
                messages.add(new Message(send, i, event.has(EventMark.CONTROL), highlighted));
                if (send != Links.NONE) {
                    received[send] = true;
                }
            }
        }
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).kind() == EventKind.SEND && !received[i]) {
                messages.add(new Message(i, Links.NONE, events.get(i).has(EventMark.CONTROL), false));
            }
        }
        return new SpaceTime(processes, nodes, messages, stretches);
    }

    /// Which events a crash took: those after the process's last commit, the crash included.
    private static boolean[] lost(List<Event> events, Links links) {
        boolean[] lost = new boolean[events.size()];
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).kind() == EventKind.CRASH) {
                for (int j = i;
                        j != Links.NONE && !lost[j] && isOfThisLife(events.get(j));
                        j = links.previous().get(j)) {
                    lost[j] = true;
                }
            }
        }
        return lost;
    }

    private static boolean isOfThisLife(Event event) {
        return !event.commits() && event.kind() != EventKind.RECOVER;
    }

    int columns() {
        return nodes.stream().mapToInt(Node::column).max().orElse(0) + 1;
    }

    boolean has(EventKind kind) {
        return nodes.stream().anyMatch(node -> node.event().kind() == kind);
    }

    boolean has(EventMark mark) {
        return nodes.stream().anyMatch(node -> node.event().has(mark));
    }

    /// A causal chain of events. Between two events of one process it runs along the process's line, and otherwise
    /// along a message.
    private record Chain(List<Event> events, Set<Long> names) {

        static Chain of(List<Event> events) {
            Set<Long> names = new HashSet<>();
            events.forEach(event -> names.add(Links.name(event.process(), event.index())));
            return new Chain(events, names);
        }

        boolean has(Event event) {
            return names.contains(Links.name(event.process(), event.index()));
        }

        /// Whether the chain leads from an event straight to a later one.
        boolean passes(Event from, Event to) {
            for (int i = 1; i < events.size(); i++) {
                if (lies(from, to, events.get(i - 1), events.get(i))) {
                    return true;
                }
            }
            return false;
        }

        private static boolean lies(Event from, Event to, Event first, Event second) {
            boolean sameEnds = first.process() == from.process() && second.process() == to.process();
            return from.process() == to.process()
                    ? sameEnds && from.index() >= first.index() && to.index() <= second.index()
                    : sameEnds && from.index() == first.index() && to.index() == second.index();
        }
    }
}
