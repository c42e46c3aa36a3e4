package org.failuretransparency.theory.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;

/// Makes violations out of what the search finds, in events and in words.
final class Witnesses {

    private final List<String> names;
    private final History[] histories;
    /// The different types and labels of non-deterministic events, which are few, and their places in the list.
    private final List<Description> descriptions = new ArrayList<>();

    private final Map<Description, Integer> descriptionPlaces = new HashMap<>();

    Witnesses(List<String> names, History[] histories) {
        this.names = names;
        this.histories = histories;
    }

    /// Keeps a non-deterministic event: its index, type and label.
    void keep(Event event) {
        int place = descriptionPlaces.computeIfAbsent(new Description(event.type(), event.label()), description -> {
            descriptions.add(description);
            return descriptions.size() - 1;
        });
        histories[event.process()]
                .nonDeterministic(event.has(EventMark.RECORDED))
                .add(event.index(), place);
    }

    /// The violation of Corollary 1 by an event.
    Violation corollary1(Event event) {
        String words =
                nonDeterministic(event) + " cannot be committed before it is seen, and is not atomic with a commit";
        return new Violation(Violation.Kind.COROLLARY_1, event, event, new Witness(List.of(event), 0, 0, words));
    }

    /// The violation of Theorem 2 by an event whose past is not covered.
    Violation find(Violation.Kind kind, Event target, Past past) {
        WitnessSearch.Node found = new WitnessSearch(histories, past).from(target.process(), target.index());
        Event first = nonDeterministic(found);
        List<Event> chain = new ArrayList<>();
        chain.add(first);
        StringBuilder words = new StringBuilder(nonDeterministic(first));
        for (WitnessSearch.Crossing message = found.way(); message != null; message = message.next()) {
            Event receive = receive(message, target);
            chain.add(Event.send(receive.peer(), receive.peerIndex(), receive.process()));
            words.append(" -> send ").append(receive.peerIndex());
            if (!receive.equals(target)) {
                chain.add(receive);
                words.append(" -> receive ")
                        .append(receive.index())
                        .append(" of ")
                        .append(name(receive));
            }
        }
        chain.add(target);
        words.append(" -> ").append(target(target)).append("; ");
        words.append(missing(first, found.type() == WitnessSearch.NodeType.RECORDED, target));
        return new Violation(
                kind, first, target, new Witness(chain, found.messages(), found.steps(), words.toString()));
    }

    private Event nonDeterministic(WitnessSearch.Node found) {
        boolean isRecorded = found.type() == WitnessSearch.NodeType.RECORDED;
        History history = histories[found.process()];
        Description description =
                descriptions.get(history.nonDeterministic(isRecorded).description(found.place()));
        Event event =
                Event.of(found.process(), found.index(), description.type()).withLabel(description.label());
        if (event.kind() == EventKind.RECEIVE) {
            int receive = history.lastReceive(found.index());
            event = event.withPeer(history.sender(receive), history.sendIndex(receive));
        }
        return isRecorded ? event.with(EventMark.RECORDED) : event;
    }

    private Event receive(WitnessSearch.Crossing message, Event target) {
        History history = histories[message.process()];
        int index = history.receiveIndex(message.receive());
        if (message.process() == target.process() && index == target.index()) {
            return target;
        }
        EventType type = history.isNonDeterministic(index) ? EventType.RECEIVE : EventType.ORDERED_RECEIVE;
        return Event.receive(
                message.process(),
                index,
                type,
                history.sender(message.receive()),
                history.sendIndex(message.receive()));
    }

    private String nonDeterministic(Event event) {
        String noun = switch (event.kind()) {
            case RECEIVE -> "receive ";
            case VISIBLE -> "visible event ";
            default -> "event ";
        };
        String what = event.label().isEmpty() ? event.type().source().name().toLowerCase(Locale.ROOT) : event.label();
        return "non-deterministic " + noun + event.index() + " of " + name(event) + " (" + what + ")";
    }

    private String target(Event event) {
        String words = event.kind().name().toLowerCase(Locale.ROOT).replace('_', '-') + " " + event.index() + " of "
                + name(event);
        if (event.kind() == EventKind.COMMIT && event.peerIndex() != Event.NONE) {
            words += " in round " + event.peerIndex();
        }
        if (!event.label().isEmpty()) {
            words += " (" + event.label() + ")";
        }
        return event.has(EventMark.COMMITTED) ? words + ", atomic with a commit" : words;
    }

    private String missing(Event first, boolean isRecorded, Event target) {
        String process = name(first);
        History history = histories[first.process()];
        if (history.lost(first.index(), isRecorded)) {
            return process + " crashed at " + history.crashAfter(first.index()) + " and lost it";
        }
        String log = isRecorded ? ", nor a log of it," : "";
        String round =
                target.kind() == EventKind.COMMIT && target.peerIndex() != Event.NONE ? " or is of its round" : "";
        return "no commit of " + process + " after " + first.index() + log + " precedes it" + round;
    }

    private String name(Event event) {
        return names.get(event.process());
    }

    private record Description(EventType type, String label) {}
}
