package org.failuretransparency.theory.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.InvalidComputationException;
import org.failuretransparency.theory.MalformedTraceException;
import org.failuretransparency.theory.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The text form: written by hand, printed, read back, and refused with the line.
class TraceTextTest {

    @TempDir
    private Path directory;

    @Test
    void readsATraceWrittenByHand() {
        Computation computation = TraceText.parse("""
                # p0 tosses a coin and p1 shows it

                processes p0 p1
                p0 choose "heads"       # the coin
                p0 commit
                p0 send p1 toss
                p1 receive toss
                p1 show "heads"
                end
                """);
        Computation.Builder events =
                Computation.of("p0", "p1").then(0, EventType.CHOICE, "heads").then(0, EventType.COMMIT);
        events.receive(events.send(0, 1), EventType.RECEIVE).then(1, EventType.VISIBLE, "heads");
        assertThat(computation).isEqualTo(events.build());
    }

    @Test
    void printsWhatPeopleCanRead() {
        Computation computation = TraceText.parse("""
                processes p0 p1
                p0/0 clock =17 recorded @2us "x"
                end""");
        assertThat(TraceText.print(computation)).isEqualTo("""
                processes p0 p1
                p0/0 clock recorded =17 "x" @2000ns
                end 1
                """);
        Computation.Builder events = Computation.of("p0", "p1").then(0, EventType.CHOICE, "heads");
        events.receive(events.send(0, 1), EventType.RECEIVE).then(1, EventType.VISIBLE, "heads");
        events.receive(events.send(1, 0), EventType.ORDERED_RECEIVE);
        assertThat(TraceText.print(events.build())).isEqualTo("""
                processes p0 p1
                p0/0 choose "heads"
                p0/1 send p1
                p1/0 receive p0/1
                p1/1 show "heads"
                p1/2 send p0
                p0/2 receive p1/2 ordered
                end 6
                """);
    }

    @Test
    void readsBackEveryComputationThatItPrints() {
        for (long seed = 0; seed < 3_000; seed++) {
            Computation computation = RandomComputations.of(seed);
            String text = TraceText.print(computation);
            assertThat(TraceText.parse(text)).as("seed=%d%n%s", seed, text).isEqualTo(computation);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "internal; INTERNAL; NONE",
                "input; NON_DETERMINISTIC; INPUT",
                "poll; NON_DETERMINISTIC; POLL",
                "clock; NON_DETERMINISTIC; CLOCK",
                "signal; NON_DETERMINISTIC; SIGNAL",
                "port; NON_DETERMINISTIC; PORT",
                "choose; NON_DETERMINISTIC; CHOICE",
                "show; VISIBLE; NONE",
                "show message; VISIBLE; MESSAGE",
                "show clock; VISIBLE; CLOCK",
                "show choice; VISIBLE; CHOICE",
                "send p0; SEND; NONE",
                "commit; COMMIT; NONE",
                "log p0/7; LOG; NONE",
                "crash; CRASH; NONE",
                "recover; RECOVER; NONE",
                "receive p0/0; RECEIVE; MESSAGE",
                "receive p0/0 ordered; RECEIVE; NONE"
            })
    void knowsAWordForEveryType(String words, EventKind kind, Source source) {
        assertThat(event(words).type()).isEqualTo(new EventType(kind, source));
    }

    private static Event event(String words) {
        return TraceText.parse("processes p0\np0 " + words + "\nend").events().getFirst();
    }

    @Test
    void readsAllThatAnEventMaySay() {
        assertThat(event("commit volatile round 5 control @-3ms =-9223372036854775808 \"a \\\"b\\\" \\\\ # \\u2603\""))
                .isEqualTo(Event.of(0, 0, EventType.COMMIT)
                        .withPeer(Event.NONE, 5)
                        .with(EventMark.VOLATILE)
                        .with(EventMark.CONTROL)
                        .withTimeNanos(-3_000_000)
                        .withValue(Long.MIN_VALUE)
                        .withLabel("a \"b\" \\ # ☃"));
        assertThat(event("input recorded replayed committed").marks()).isEqualTo(7);
        assertThat(TraceText.parse("processes a b\na input recorded\na log\nend")
                        .events()
                        .getLast())
                .isEqualTo(Event.of(0, 1, EventType.LOG).withPeer(0, 0));
    }

    @Test
    void readsTracesOfOneProcess() throws IOException {
        TraceHeader header = TraceHeader.of(List.of("a", "b"), 1);
        StringBuilder text = new StringBuilder();
        TraceTextWriter writer = TraceTextWriter.to(text, header);
        writer.accept(Event.of(1, 0, EventType.CLOCK));
        assertThatThrownBy(() -> writer.accept(Event.of(0, 0, EventType.CLOCK)))
                .isInstanceOf(InvalidComputationException.class);
        writer.finish();
        assertThat(text).hasToString("processes a b\nonly b\nb/0 clock\nend 1\n");
        Path file = Files.writeString(directory.resolve("b.txt"), text);
        try (TraceReader reader = Traces.openOne(file, true)) {
            assertThat(reader.header()).isEqualTo(header);
            assertThat(reader.next()).isEqualTo(Event.of(1, 0, EventType.CLOCK));
            assertThat(reader.where()).isEqualTo(file + ":3");
            assertThat(reader.next()).isNull();
            assertThat(reader.finished()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "p0 recieve m; 'unknown kind of event: word=recieve, expected=internal, choose, input, "
                        + "poll, clock, signal, port, show, send, receive, commit, log, crash or recover'",
                "p2 commit; 'no such process: process=p2, expected=p0 p1'",
                "p0; 'line ends too early: expected=what the process does'",
                "p0/1 commit; 'event out of its place: event=p0/1, expected index=0'",
                "p0/x commit; 'not a number: index=x'",
                "p0/-1 commit; 'number out of range: index=-1, expected=0..2147483647'",
                "p0 send; 'line ends too early: expected=the receiver'",
                "p0 send p3; 'no such process: process=p3, expected=p0 p1'",
                "p0 send p1 m n; 'unexpected word: word=n'",
                "p0 receive; 'line ends too early: expected=a message or the event that sent it'",
                "p0 receive m; 'receive of a message that was not sent before: message=m'",
                "p0 receive p1/2/3; 'not a number: index=2/3'",
                "p0 log; 'log without an event before it: process=p0'",
                "p0 commit twice; 'unexpected word: word=twice'",
                "p0 commit ordered; 'unexpected word: word=ordered'",
                "p0 commit clock; 'unexpected word: word=clock'",
                "p0 commit round; 'line ends too early: expected=the number of the round'",
                "p0 input =4x; 'not a number: value=4x'",
                "p0 input =4 =5; 'unexpected word: word==5'",
                "p0 input @4; 'unknown unit of time: time=@4, expected=ns, us, ms or s'",
                "p0 input @9223372036854775807s; 'long overflow'",
                "p0 show \"heads; 'label without its closing quote: label=\"heads'",
                "p0 show \"\\x\"; 'unknown escape: escape=\\x, expected=\\\" \\\\ \\n \\r \\t \\uXXXX'",
                "p0 show \"\\u12\"; 'unknown escape: escape=\\u12\", expected=\\uXXXX'",
                "end 7; 'lines are missing or too many: events=0, expected=7'",
                "end now; 'not a number: events=now'"
            })
    void refusesALineWithItsNumberAndAReason(String line, String reason) {
        refuses("# a trace\nprocesses p0 p1\n\n" + line + "\nend\n", "text:4: " + reason);
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> TraceText.parse(text))
                .isInstanceOf(MalformedTraceException.class)
                .hasMessage(message);
    }

    @Test
    void refusesWhatIsNoWholeTrace() {
        refuses("", "text: empty: expected=a line \"processes NAME…\"");
        refuses("p0 commit\n", "text:1: not the first line of a trace: expected=\"processes NAME…\"");
        refuses("processes\n", "text:1: wrong number of processes: processes=0, expected=1..1024");
        refuses("processes p0\nonly p1\n", "text:2: no such process: expected=p0");
        refuses("processes p0\np0 commit\n", "text:2: trace is unfinished: expected=a last line \"end\"");
        refuses("processes p0\nend\np0 commit\n", "text:3: a line after the end of the trace");
        refuses(
                "processes p0 p1 p2\np0 send p1 m\np2 receive m\nend\n",
                "text:3: receive of a message to another process: message=m, sent to=p1");
        refuses("processes p0\np0 send p0 m\np0 send p0 m\nend\n", "text:3: two messages have one name: message=m");
    }

    /// Without the number behind it, `end` still says that all lines are there.
    @Test
    void refusesEveryTruncationOfAnEvent() {
        String text = TraceText.print(RandomComputations.of(11));
        int end = text.lastIndexOf("end") + "end".length();
        for (int length = 0; length < text.length() - 1; length++) {
            String cut = text.substring(0, length);
            if (length != end && length != end + 1) {
                assertThatThrownBy(() -> TraceText.parse(cut)).as(cut).isInstanceOf(MalformedTraceException.class);
            }
        }
    }

    @Test
    void readsTheWholeLinesOfAnUnfinishedTrace() throws IOException {
        Path file =
                Files.writeString(directory.resolve("t"), "processes p0 p1\np0 commit\np0 send p1\np1 receive p0/1");
        try (TraceReader reader = Traces.openUnfinished(List.of(file))) {
            assertThat(reader.readInto(event -> {})).isEqualTo(2);
            assertThat(reader.finished()).isFalse();
        }
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        Path file = Files.write(directory.resolve("t"), "processes größe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Traces.open(List.of(file)))
                .isInstanceOf(MalformedTraceException.class)
                .hasMessage(file + ": neither a binary trace nor text in UTF-8: read so far=0 lines");
    }

    @Test
    void readsTheExampleOfTheDocumentation() throws IOException {
        Computation computation = Traces.read(List.of(Path.of("../docs/traces/coin-toss.txt")));
        assertThat(computation.processes()).containsExactly("tosser", "teller");
        assertThat(computation.count(EventKind.VISIBLE)).isEqualTo(2);
        assertThat(TraceText.parse(TraceText.print(computation))).isEqualTo(computation);
    }
}
