package org.failuretransparency.theory.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.Source;

/// Turns lines of a text trace into events ([TraceText]).
final class TextEventParser {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final List<String> processes;
    private final TraceOrder order;
    private final Map<String, Event> sends = new HashMap<>();

    TextEventParser(TraceHeader header, TraceOrder order) {
        processes = header.processes();
        this.order = order;
    }

    /// The event of a line that has at least one word.
    Event parse(TextLine line) {
        Event event = begin(line);
        boolean named = false;
        while (line.hasNext()) {
            String word = line.next("");
            if (event.kind() == EventKind.SEND && !named && isMessage(word)) {
                named = true;
                name(line, word, event);
            } else {
                event = with(line, word, event);
            }
        }
        return event;
    }

    private Event begin(TextLine line) {
        String subject = line.next("a process");
        int slash = subject.indexOf('/');
        int process = process(line, slash < 0 ? subject : subject.substring(0, slash));
        int index = slash < 0 ? order.nextIndex(process) : index(line, subject.substring(slash + 1));
        String verb = line.next("what the process does");
        return switch (verb) {
            case "internal" -> Event.of(process, index, EventType.INTERNAL);
            case "choose" -> Event.of(process, index, EventType.CHOICE);
            case "input" -> Event.of(process, index, EventType.INPUT);
            case "poll" -> Event.of(process, index, EventType.POLL);
            case "clock" -> Event.of(process, index, EventType.CLOCK);
            case "signal" -> Event.of(process, index, EventType.SIGNAL);
            case "port" -> Event.of(process, index, EventType.PORT);
            case "show" -> Event.of(process, index, EventType.VISIBLE);
            case "send" -> Event.send(process, index, process(line, line.next("the receiver")));
            case "receive" -> receive(line, process, index);
            case "commit" -> Event.of(process, index, EventType.COMMIT);
            case "log" -> log(line, process, index);
            case "crash" -> Event.of(process, index, EventType.CRASH);
            case "recover" -> Event.of(process, index, EventType.RECOVER);
            default ->
                throw line.malformed("unknown kind of event: word=" + verb + ", expected=internal, choose, input, "
                        + "poll, clock, signal, port, show, send, receive, commit, log, crash or recover");
        };
    }

    private Event receive(TextLine line, int process, int index) {
        String message = line.next("a message or the event that sent it");
        if (message.indexOf('/') >= 0) {
            return eventWithPeer(line, Event.of(process, index, EventType.RECEIVE), message);
        }
        Event send = sends.get(message);
        if (send == null) {
            throw line.malformed("receive of a message that was not sent before: message=" + message);
        }
        if (send.peer() != process) {
            throw line.malformed("receive of a message to another process: message=" + message + ", sent to="
                    + processes.get(send.peer()));
        }
        return Event.receive(process, index, EventType.RECEIVE, send.process(), send.index());
    }

    private Event log(TextLine line, int process, int index) {
        Event log = Event.of(process, index, EventType.LOG);
        if (line.peek().indexOf('/') > 0 && !line.peek().startsWith("\"")) {
            return eventWithPeer(line, log, line.next(""));
        }
        if (index == 0) {
            throw line.malformed("log without an event before it: process=" + processes.get(process));
        }
        return log.withPeer(process, index - 1);
    }

    private Event eventWithPeer(TextLine line, Event event, String peer) {
        int slash = peer.indexOf('/');
        return event.withPeer(process(line, peer.substring(0, slash)), index(line, peer.substring(slash + 1)));
    }

    private int process(TextLine line, String name) {
        int process = processes.indexOf(name);
        if (process < 0) {
            throw line.malformed("no such process: process=" + name + ", expected=" + String.join(" ", processes));
        }
        return process;
    }

    private static int index(TextLine line, String digits) {
        return (int) line.number("index", digits, Integer.MAX_VALUE);
    }

    private static boolean isMessage(String word) {
        return TraceHeader.isName(word) && mark(word) == 0;
    }

    private void name(TextLine line, String message, Event send) {
        if (sends.putIfAbsent(message, send) != null) {
            throw line.malformed("two messages have one name: message=" + message);
        }
    }

    /// The event with what the next word adds to it.
    private Event with(TextLine line, String word, Event event) {
        int mark = mark(word);
        if (mark != 0) {
            return new Event(
                    event.process(),
                    event.index(),
                    event.type(),
                    event.marks() | mark,
                    event.peer(),
                    event.peerIndex(),
                    event.timeNanos(),
                    event.value(),
                    event.label());
        }
        if (word.startsWith("\"") && event.label().isEmpty()) {
            return event.withLabel(word.substring(1));
        }
        if (word.startsWith("=") && event.value() == 0) {
            return event.withValue(line.longNumber("value", word.substring(1)));
        }
        if (word.startsWith("@") && event.timeNanos() == 0) {
            return event.withTimeNanos(timeNanos(line, word.substring(1)));
        }
        if (word.equals(TraceText.ROUND) && event.kind() == EventKind.COMMIT && event.peerIndex() < 0) {
            return event.withPeer(Event.NONE, index(line, line.next("the number of the round")));
        }
        if (word.equals(TraceText.ORDERED) && event.type().equals(EventType.RECEIVE)) {
            return withType(event, EventType.ORDERED_RECEIVE);
        }
        if (event.type().equals(EventType.VISIBLE)) {
            for (Source source : Source.values()) {
                if (source != Source.NONE && word.equals(TraceText.sourceWord(source))) {
                    return withType(event, new EventType(EventKind.VISIBLE, source));
                }
            }
        }
        throw line.malformed("unexpected word: word=" + word);
    }

    private static Event withType(Event event, EventType type) {
        return new Event(
                event.process(),
                event.index(),
                type,
                event.marks(),
                event.peer(),
                event.peerIndex(),
                event.timeNanos(),
                event.value(),
                event.label());
    }

    /// The bit of a mark; 0 if the word is none.
    private static int mark(String word) {
        for (EventMark mark : EventMark.values()) {
            if (word.equals(TraceText.markWord(mark))) {
                return mark.bit();
            }
        }
        return 0;
    }

    private static long timeNanos(TextLine line, String time) {
        int unit = time.length();
        while (unit > 0 && Character.isLetter(time.charAt(unit - 1))) {
            unit--;
        }
        long nanosPerUnit = switch (time.substring(unit)) {
            case "ns" -> 1;
            case "us" -> NANOS_PER_MICRO;
            case "ms" -> NANOS_PER_MILLI;
            case "s" -> NANOS_PER_SECOND;
            default -> throw line.malformed("unknown unit of time: time=@" + time + ", expected=ns, us, ms or s");
        };
        try {
            return Math.multiplyExact(line.longNumber("time", time.substring(0, unit)), nanosPerUnit);
        } catch (ArithmeticException e) {
            throw line.malformed(e);
        }
    }
}
