package org.failuretransparency.theory.explorer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.InvalidMachineException;

/// A generic computation: what each process does is fixed, event by event; only the results of its choices, 0 or 1, are
/// not. Receives take the next message of a known sender. A message carries the results of all choices that causally
/// precede it, and a visible event shows them, its process and its place.
///
/// So causality between events is the same in all executions, and if the last event of each process is visible, the
/// dissertation's assumptions hold:
/// - Assumption 1: a choice that causally precedes a visible event has a sibling that precedes the last visible event
///   of its process, and both are never shown in one execution.
/// - Assumption 2: after a commit comes the last visible event of its process, in every complete execution.
///
/// ```java
/// Pattern pattern = new Pattern(List.of(
///         List.of(Act.of(Kind.CHOOSE), Act.to(Kind.SEND, 1), Act.of(Kind.SHOW)),
///         List.of(Act.to(Kind.RECEIVE, 0), Act.of(Kind.SHOW))));
/// ```
///
/// @param processes the events of each process
///
/// **Throws:** [InvalidMachineException] if an event can never happen in a failure-free execution.
///
/// **Source:** §2.2.4, Assumptions 1 and 2.
public record Pattern(List<List<Act>> processes) {

    /// What an event does.
    public enum Kind {
        /// A non-deterministic event whose result a later LOG can make survive.
        CHOOSE,
        /// A non-deterministic event whose result no log has.
        CHOOSE_UNRECORDED,
        SHOW,
        SEND,
        RECEIVE,
        COMMIT,
        /// A commit of all processes that have one with the same number, as one atomic event.
        ROUND,
        /// Logs the recorded results of a process, its own or another's, as far as they are known here.
        LOG
    }

    /// An event.
    ///
    /// @param kind what it does
    /// @param peer the receiver, the sender, the process that is logged, the round's number; otherwise -1
    public record Act(Kind kind, int peer) {

        /// An event with no peer.
        public static Act of(Kind kind) {
            return new Act(kind, -1);
        }

        /// An event with a peer.
        public static Act to(Kind kind, int peer) {
            return new Act(kind, peer);
        }
    }

    public Pattern {
        processes = processes.stream().map(List::copyOf).toList();
    }

    /// Whether each process with events ends with a visible one, so that Assumptions 1 and 2 hold.
    public boolean everyProcessEndsVisibly() {
        return processes.stream()
                .allMatch(acts -> acts.isEmpty() || acts.getLast().kind() == Kind.SHOW);
    }

    /// Whether some failure-free execution executes all events.
    public boolean possible() {
        return new PatternOrder(this).complete();
    }

    /// The computation as a machine.
    public Machine machine() {
        return new PatternMachine(this, requireOrder()).build();
    }

    /// The trace of a failure-free execution, with recorded choices marked so.
    public Computation computation() {
        String[] names = new String[processes.size()];
        Arrays.setAll(names, Pattern::name);
        Computation.Builder trace = Computation.of(names);
        List<List<Event>> sends = new ArrayList<>();
        processes.forEach(acts -> sends.add(new ArrayList<>()));
        for (PatternOrder.Place place : requireOrder().places()) {
            int p = place.process();
            Act act = processes.get(p).get(place.index());
            int next = trace.nextIndex(p);
            switch (act.kind()) {
                case CHOOSE -> trace.add(Event.of(p, next, EventType.CHOICE).with(EventMark.RECORDED));
                case CHOOSE_UNRECORDED -> trace.then(p, EventType.CHOICE);
                case SHOW -> trace.then(p, EventType.VISIBLE);
                case SEND -> sends.get(p).add(trace.send(p, act.peer()));
                case RECEIVE ->
                    trace.add(Event.receive(p, next, EventType.ORDERED_RECEIVE, act.peer(), place.sendIndex()));
                case COMMIT -> trace.then(p, EventType.COMMIT);
                case ROUND -> trace.add(Event.of(p, next, EventType.COMMIT).withPeer(-1, act.peer()));
                case LOG -> trace.add(Event.of(p, next, EventType.LOG).withPeer(act.peer(), place.sendIndex()));
            }
        }
        return trace.build();
    }

    private PatternOrder requireOrder() {
        PatternOrder order = new PatternOrder(this);
        if (!order.complete()) {
            throw new InvalidMachineException("an event that can never happen: pattern=" + this);
        }
        return order;
    }

    static String name(int process) {
        return "p" + process;
    }

    /// The events as letters, a process each: `c s1 v | r0 v`.
    @Override
    public String toString() {
        return String.join(
                " | ",
                processes.stream()
                        .map(acts -> String.join(
                                " ", acts.stream().map(Pattern::letters).toList()))
                        .toList());
    }

    private static String letters(Act act) {
        return switch (act.kind()) {
            case CHOOSE -> "c";
            case CHOOSE_UNRECORDED -> "u";
            case SHOW -> "v";
            case SEND -> "s" + act.peer();
            case RECEIVE -> "r" + act.peer();
            case COMMIT -> "k";
            case ROUND -> "K" + act.peer();
            case LOG -> "l" + act.peer();
        };
    }
}
