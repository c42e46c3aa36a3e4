package org.failuretransparency.theory.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.InvalidComputationException;
import org.failuretransparency.theory.MalformedTraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a [TraceWriter] writes, [Traces] reads back; and what neither takes.
class BinaryTraceTest {

    @TempDir
    private Path directory;

    static byte[] bytes(Computation computation) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TraceWriter writer = TraceWriter.to(bytes, TraceHeader.of(computation.processes()), Flush.ON_REQUEST)) {
            computation.replay(writer);
            writer.finish();
        }
        return bytes.toByteArray();
    }

    static Computation read(byte[] bytes, boolean endRequired) throws IOException {
        try (TraceReader reader = new BinaryTraceReader(new ByteArrayInputStream(bytes), "trace", endRequired)) {
            return Traces.computation(reader);
        }
    }

    @Test
    void readsBackEveryComputation() throws IOException {
        for (long seed = 0; seed < 3_000; seed++) {
            Computation computation = RandomComputations.of(seed);
            assertThat(read(bytes(computation), true)).as("seed=%d", seed).isEqualTo(computation);
        }
    }

    @Test
    void readsBackAFileWhicheverTheFlushPolicy() throws IOException {
        Computation computation = RandomComputations.of(7);
        for (Flush flush : Flush.values()) {
            Path file = directory.resolve(flush.name());
            try (TraceWriter writer = TraceWriter.create(file, TraceHeader.of(computation.processes()), flush)) {
                computation.replay(writer);
                writer.finish();
            }
            assertThat(file).hasBinaryContent(bytes(computation));
            assertThat(Traces.read(List.of(file))).isEqualTo(computation);
        }
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void remembersLabelsUpToItsLimitsAndWritesTheOthersInFull() throws IOException {
        Computation.Builder events = Computation.of("p0");
        for (int pass = 0; pass < 2; pass++) {
            for (int n = 0; n < TraceFormat.MAX_REMEMBERED_LABELS + 100; n++) {
                events.then(0, EventType.INPUT, "label " + n);
            }
            events.then(0, EventType.VISIBLE, "x".repeat(TraceFormat.MAX_REMEMBERED_LABEL_BYTES + 1))
                    .then(0, EventType.VISIBLE, "y".repeat(TraceFormat.MAX_LABEL_BYTES));
        }
        Computation computation = events.build();
        assertThat(read(bytes(computation), true)).isEqualTo(computation);
    }

    @Test
    void keepsEventsInTheSystemsHandsBeforeAcceptReturns() throws IOException {
        Path file = directory.resolve("trace");
        try (TraceWriter writer = TraceWriter.create(file, TraceHeader.of(List.of("p0", "p1")), Flush.EACH_EVENT)) {
            for (int n = 0; n < 10; n++) {
                writer.accept(Event.of(1, n, EventType.CLOCK).withValue(n));
                assertThat(unfinished(file)).hasSize(n + 1);
            }
        }
        assertThat(unfinished(file)).hasSize(10);
    }

    @Test
    void keepsEventsOnRequest() throws IOException {
        Path file = directory.resolve("trace");
        try (TraceWriter writer = TraceWriter.create(file, TraceHeader.of(List.of("p0")), Flush.ON_REQUEST)) {
            writer.accept(Event.of(0, 0, EventType.CLOCK));
            assertThat(unfinished(file)).isEmpty();
            writer.flush();
            assertThat(unfinished(file)).hasSize(1);
        }
    }

    private static List<Event> unfinished(Path file) throws IOException {
        try (TraceReader reader = Traces.openUnfinished(List.of(file))) {
            List<Event> events = new ArrayList<>();
            reader.readInto(events::add);
            assertThat(reader.finished()).isFalse();
            return events;
        }
    }

    @Test
    void refusesATraceWithoutItsEndAndSaysHowFarItGoes() throws IOException {
        Path file = directory.resolve("trace");
        try (TraceWriter writer = TraceWriter.create(file, TraceHeader.of(List.of("p0")), Flush.ON_REQUEST)) {
            writer.accept(Event.of(0, 0, EventType.CLOCK));
        }
        assertThatThrownBy(() -> Traces.read(List.of(file)))
                .isInstanceOf(MalformedTraceException.class)
                .hasMessage(file + ", byte 33, event 1: trace is unfinished, its writer was killed or still writes: "
                        + "whole events=1, bytes of a torn record=0");
    }

    @Test
    void givesThePlaceOfAnEventThatTheSinkRefuses() throws IOException {
        Computation computation = Computation.of("p0")
                .then(0, EventType.CLOCK)
                .then(0, EventType.VISIBLE)
                .build();
        try (TraceReader reader = new BinaryTraceReader(new ByteArrayInputStream(bytes(computation)), "trace", true)) {
            assertThatThrownBy(() -> reader.readInto(event -> {
                        if (event.kind() == EventType.VISIBLE.kind()) {
                            throw new InvalidComputationException("not this one");
                        }
                    }))
                    .isInstanceOf(MalformedTraceException.class)
                    .hasMessage("trace, byte 33, event 1: not this one");
        }
    }

    @Test
    void doesNotOverwriteATrace() throws IOException {
        Path file = Files.createFile(directory.resolve("trace"));
        assertThatThrownBy(() -> TraceWriter.create(file, TraceHeader.of(List.of("p0")), Flush.ON_REQUEST))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void refusesWhatNoTraceCanSayAndGoesOn() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TraceWriter writer = TraceWriter.to(bytes, TraceHeader.of(List.of("a", "b")), Flush.EACH_EVENT)) {
            writer.accept(Event.send(0, 0, 1));
            refuses(writer, Event.send(0, 0, 1), "event out of its place: event=a/0, expected index=1");
            refuses(writer, Event.of(2, 0, EventType.CLOCK), "not a process of this trace: process=2, expected=0..1");
            refuses(
                    writer,
                    Event.send(0, 1, 2),
                    "event does not fit its kind: event=a/1, kind=SEND, peer=2, peerIndex=-1, marks=0");
            refuses(
                    writer,
                    Event.of(0, 1, EventType.RECEIVE),
                    "event does not fit its kind: event=a/1, kind=RECEIVE, " + "peer=-1, peerIndex=-1, marks=0");
            refuses(
                    writer,
                    Event.of(0, 1, EventType.CLOCK).withPeer(1, 1),
                    "event does not fit its kind: event=a/1, "
                            + "kind=NON_DETERMINISTIC, peer=1, peerIndex=1, marks=0");
            refuses(
                    writer,
                    Event.of(0, 1, EventType.CLOCK).withLabel("x".repeat(70_000)),
                    "label is too long: bytes=70000, expected<=65535");
            refuses(
                    writer,
                    Event.of(0, 1, EventType.CLOCK).withLabel("\ud800"),
                    "label is no text, it has half a surrogate pair: label=\ud800");
            writer.accept(Event.of(0, 1, EventType.CLOCK).with(EventMark.RECORDED));
            writer.finish();
        }
        assertThat(read(bytes.toByteArray(), true).events()).hasSize(2);
    }

    private static void refuses(TraceWriter writer, Event event, String message) {
        assertThatThrownBy(() -> writer.accept(event))
                .isInstanceOf(InvalidComputationException.class)
                .hasMessage(message);
    }

    @Test
    void takesOneProcessOnlyWhereTheHeaderSaysSo() throws IOException {
        try (TraceWriter writer = TraceWriter.to(
                OutputStream.nullOutputStream(), TraceHeader.of(List.of("a", "b"), 1), Flush.ON_REQUEST)) {
            writer.accept(Event.of(1, 0, EventType.CLOCK));
            refuses(writer, Event.of(0, 0, EventType.CLOCK), "not a process of this trace: process=0, expected=1");
        }
    }

    @Test
    void takesNothingAfterItsEndOrAFailure() throws IOException {
        TraceWriter finished =
                TraceWriter.to(OutputStream.nullOutputStream(), TraceHeader.of(List.of("p0")), Flush.EACH_EVENT);
        try (finished) {
            finished.finish();
            assertThatIllegalStateException()
                    .isThrownBy(() -> finished.accept(Event.of(0, 0, EventType.CLOCK)))
                    .withMessage("trace takes no more events: state=FINISHED");
        }
        finished.close();
        OutputStream full = new OutputStream() {
            private int left = 40;

            @Override
            public void write(int b) throws IOException {
                if (left-- == 0) {
                    throw new IOException("no space left");
                }
            }
        };
        try (TraceWriter failed = TraceWriter.to(full, TraceHeader.of(List.of("p0")), Flush.EACH_EVENT)) {
            assertThatThrownBy(() -> {
                        for (int n = 0; ; n++) {
                            failed.accept(Event.of(0, n, EventType.CLOCK));
                        }
                    })
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("no space left");
            assertThatIllegalStateException()
                    .isThrownBy(failed::finish)
                    .withMessage("trace takes no more events: state=FAILED");
        }
    }

    @Test
    void refusesNamesThatTheTextFormCouldNotSay() {
        for (String name : List.of("", "a b", "a/b", "\"a\"", "a#", "end", "only", "processes", "x".repeat(65))) {
            assertThatThrownBy(() -> TraceHeader.of(List.of("p0", name)))
                    .isInstanceOf(InvalidComputationException.class)
                    .hasMessageStartingWith("not a name for a process: name=\"" + name + "\"");
        }
        assertThatThrownBy(() -> TraceHeader.of(List.of("p0", "p0")))
                .hasMessage("two processes have one name: processes=[p0, p0]");
        assertThatThrownBy(() -> TraceHeader.of(List.of()))
                .hasMessage("wrong number of processes: processes=0, expected=1..1024");
        assertThatThrownBy(() -> TraceHeader.of(List.of("p0"), 1))
                .hasMessage("no such process: process=1, processes=1");
    }
}
