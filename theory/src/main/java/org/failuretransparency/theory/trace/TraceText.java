package org.failuretransparency.theory.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.MalformedTraceException;
import org.failuretransparency.theory.Source;

/// The text form of traces: one event a line, to be written and read by people.
/// ```
/// # p0 tosses a coin and p1 shows it
/// processes p0 p1
/// p0 choose "heads"
/// p0 commit
/// p0 send p1 toss
/// p1 receive toss
/// p1 show "heads"
/// end
/// ```
/// | line | meaning |
/// | --- | --- |
/// | `processes NAME…` | first: the names of all processes |
/// | `only NAME` | second, if at all: the trace holds this process's events and no others |
/// | `NAME internal` | an internal event |
/// | `NAME choose`, `input`, `poll`, `clock`, `signal`, `port` | a non-deterministic event, by its source |
/// | `NAME show` | a visible event; with a source behind it (`show clock`) a non-deterministic one as well |
/// | `NAME send NAME [MESSAGE]` | a send to the second process; the message may get a name, which no other has |
/// | `NAME receive MESSAGE` | the receive of that message; `ordered` behind it: nothing else could have been received |
/// | `NAME commit [round N]` | a commit; those of one round are one atomic event of several processes |
/// | `NAME log [NAME/N]` | makes the recorded events up to event N of a process survive; else the process's own so far |
/// | `NAME crash`, `NAME recover` | |
/// | `end [N]` | last: that the trace is whole; N, if given, is its number of events |
///
/// Events are numbered from 0 in each process. `NAME/N` is the N-th event of a process: it may stand in the place of
/// NAME where an event begins (`p0/3 commit`), and has to be its number then; and in the place of MESSAGE, for the
/// send.
///
/// Behind all that an event may have, in any order: the marks `recorded`, `replayed`, `committed`, `control`,
/// `volatile`; its value, `=42`; a label in quotes, with the escapes of Java (a quote, a backslash, n, r, t, u and
/// four digits); its time, `@1500ns`
/// (or us, ms, s). `#` begins a comment.
///
/// **Source**: §2.2.1.
public final class TraceText {

    static final String PROCESSES = "processes";
    static final String ONLY = "only";
    static final String END = "end";
    static final String ROUND = "round";
    static final String ORDERED = "ordered";

    private TraceText() {}

    /// The computation that `text` describes.
    ///
    /// @throws MalformedTraceException if it is none, with the line
    public static Computation parse(String text) {
        try (TraceReader reader = new TextTraceReader(new BufferedReader(new StringReader(text)), "text", true)) {
            return Traces.computation(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text of a computation, which [#parse] reads back to an equal one.
    public static String print(Computation computation) {
        StringBuilder text = new StringBuilder();
        TraceTextWriter writer = TraceTextWriter.to(text, TraceHeader.of(computation.processes()));
        computation.replay(writer);
        writer.finish();
        return text.toString();
    }

    /// The line of one event, such as `p1/4 receive p0/3 "heads"`.
    ///
    /// @param processes the names of the processes
    public static String line(List<String> processes, Event event) {
        StringBuilder line = new StringBuilder();
        line.append(processes.get(event.process())).append('/').append(event.index());
        line.append(' ').append(verb(event.type()));
        switch (event.kind()) {
            case VISIBLE -> {
                if (event.type().nonDeterministic()) {
                    line.append(' ').append(sourceWord(event.type().source()));
                }
            }
            case SEND -> line.append(' ').append(processes.get(event.peer()));
            case RECEIVE -> {
                appendPeer(line.append(' '), processes, event);
                line.append(event.type().nonDeterministic() ? "" : " " + ORDERED);
            }
            case LOG -> {
                if (event.peer() != event.process() || event.peerIndex() != event.index() - 1) {
                    appendPeer(line.append(' '), processes, event);
                }
            }
            case COMMIT -> line.append(event.peerIndex() < 0 ? "" : " " + ROUND + " " + event.peerIndex());
            default -> {}
        }
        appendDetails(line, event);
        return line.toString();
    }

    private static void appendPeer(StringBuilder line, List<String> processes, Event event) {
        line.append(processes.get(event.peer())).append('/').append(event.peerIndex());
    }

    private static void appendDetails(StringBuilder line, Event event) {
        for (EventMark mark : EventMark.values()) {
            if (event.has(mark)) {
                line.append(' ').append(markWord(mark));
            }
        }
        if (event.value() != 0) {
            line.append(" =").append(event.value());
        }
        if (!event.label().isEmpty()) {
            appendQuoted(line.append(' '), event.label());
        }
        if (event.timeNanos() != 0) {
            line.append(" @").append(event.timeNanos()).append("ns");
        }
    }

    private static void appendQuoted(StringBuilder line, String label) {
        line.append('"');
        for (int n = 0; n < label.length(); n++) {
            char c = label.charAt(n);
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    boolean plain = !Character.isISOControl(c) && !Character.isSurrogate(c);
                    line.append(plain ? Character.toString(c) : "\\u%04x".formatted((int) c));
                }
            }
        }
        line.append('"');
    }

    private static String verb(EventType type) {
        return switch (type.kind()) {
            case INTERNAL -> "internal";
            case NON_DETERMINISTIC -> type.source() == Source.CHOICE ? "choose" : sourceWord(type.source());
            case VISIBLE -> "show";
            case SEND -> "send";
            case RECEIVE -> "receive";
            case COMMIT -> "commit";
            case LOG -> "log";
            case CRASH -> "crash";
            case RECOVER -> "recover";
        };
    }

    static String sourceWord(Source source) {
        return switch (source) {
            case NONE -> "";
            case MESSAGE -> "message";
            case INPUT -> "input";
            case POLL -> "poll";
            case CLOCK -> "clock";
            case SIGNAL -> "signal";
            case PORT -> "port";
            case CHOICE -> "choice";
        };
    }

    static String markWord(EventMark mark) {
        return switch (mark) {
            case RECORDED -> "recorded";
            case REPLAYED -> "replayed";
            case COMMITTED -> "committed";
            case CONTROL -> "control";
            case VOLATILE -> "volatile";
        };
    }
}
