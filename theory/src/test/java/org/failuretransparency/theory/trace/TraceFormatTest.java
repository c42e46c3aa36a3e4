package org.failuretransparency.theory.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.Source;
import org.junit.jupiter.api.Test;

/// Freezes version 1 of the binary format: traces that were written once have to be readable for good. Whoever has to
/// change a number here needs version 2.
class TraceFormatTest {

    private static final String GOLDEN = "/format/trace-v1.bin";

    /// Every code, mark and field at least once.
    private static Computation golden() {
        Computation.Builder events = Computation.of("editor", "größe");
        for (EventType type : List.of(
                EventType.INTERNAL,
                EventType.INPUT,
                EventType.POLL,
                EventType.CLOCK,
                EventType.SIGNAL,
                EventType.PORT,
                EventType.CHOICE)) {
            events.add(Event.of(0, events.nextIndex(0), type)
                    .withValue(1L << 8 * events.nextIndex(0))
                    .withTimeNanos(1_000_000L * events.nextIndex(0)));
        }
        for (Source source : Source.values()) {
            events.then(1, new EventType(EventKind.VISIBLE, source), "screen");
        }
        for (EventMark mark : EventMark.values()) {
            events.add(
                    Event.of(1, events.nextIndex(1), EventType.CLOCK).with(mark).withValue(-1));
        }
        Event first = events.send(0, 1);
        events.message(1, 0, EventType.ORDERED_RECEIVE).receive(first, EventType.RECEIVE);
        events.add(Event.of(0, events.nextIndex(0), EventType.LOG).withPeer(1, 12));
        events.then(0, EventType.COMMIT, "screen").then(1, EventType.COMMIT, "done");
        for (int process = 0; process < 2; process++) {
            events.add(Event.of(process, events.nextIndex(process), EventType.COMMIT)
                    .withPeer(Event.NONE, 300));
        }
        return events.then(0, EventType.CRASH).then(0, EventType.RECOVER).build();
    }

    @Test
    void writesTheGoldenFile() throws IOException {
        byte[] written = BinaryTraceTest.bytes(golden());
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream(GOLDEN))) {
            assertThat(HexFormat.of().formatHex(written))
                    .isEqualTo(HexFormat.of().formatHex(file.readAllBytes()));
        }
    }

    @Test
    void readsTheGoldenFile() throws IOException {
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream(GOLDEN))) {
            assertThat(BinaryTraceTest.read(file.readAllBytes(), true)).isEqualTo(golden());
        }
    }

    @Test
    void laysOutHeaderAndRecordsAsDocumented() throws IOException {
        Computation computation = Computation.of("p0", "p1")
                .then(1, EventType.COMMIT)
                .add(Event.of(1, 1, EventType.CLOCK)
                        .with(EventMark.RECORDED)
                        .withTimeNanos(100)
                        .withValue(-2)
                        .withLabel("ab"))
                .message(1, 0, EventType.RECEIVE)
                .build();
        assertThat(HexFormat.of().formatHex(BinaryTraceTest.bytes(computation)))
                .isEqualTo("89" + "46545452414345" // magic
                        + "01000000" + "24000000" + "ffffffff" + "02000000" // version, headerBytes, only, processes
                        + "0200" + "7030" + "0200" + "7031" // names
                        + "09b3a975" // checksum
                        + "33" + "01" // OTHER_PROCESS | commit, process 1
                        + "44" + "e1" + "c801" + "03" + "00" + "02"
                        + "6162" // MORE | clock, more, time, value, new label
                        + "10" + "00" // send to 0
                        + "31" + "00" + "01" + "04" // OTHER_PROCESS | receive by 0, peer 1, index 2
                        + "1f" + "04" + "42cde00f"); // end, 4 events, checksum
    }

    @Test
    void freezesCodesMarksAndLimits() {
        StringBuilder codes = new StringBuilder();
        for (int code = 0; code <= TraceFormat.CODE_MASK; code++) {
            EventType type = TraceFormat.type(code);
            codes.append(type == null ? "-" : type.kind() + "." + type.source()).append(' ');
        }
        assertThat(codes.toString().strip()).isEqualTo("""
                        - INTERNAL.NONE \
                        NON_DETERMINISTIC.INPUT NON_DETERMINISTIC.POLL NON_DETERMINISTIC.CLOCK \
                        NON_DETERMINISTIC.SIGNAL NON_DETERMINISTIC.PORT NON_DETERMINISTIC.CHOICE \
                        VISIBLE.NONE VISIBLE.MESSAGE VISIBLE.INPUT VISIBLE.POLL VISIBLE.CLOCK VISIBLE.SIGNAL \
                        VISIBLE.PORT VISIBLE.CHOICE \
                        SEND.NONE RECEIVE.MESSAGE RECEIVE.NONE COMMIT.NONE COMMIT.NONE LOG.NONE CRASH.NONE \
                        RECOVER.NONE - - - - - - - -""");
        assertThat(EventMark.values()).extracting(EventMark::bit).containsExactly(1, 2, 4, 8, 16);
        assertThat(TraceOrder.MARKS).isEqualTo(TraceFormat.MARKS_MASK);
        assertThat(List.of(
                        TraceFormat.VERSION,
                        TraceFormat.OTHER_PROCESS,
                        TraceFormat.MORE,
                        TraceFormat.VALUE,
                        TraceFormat.LABEL,
                        TraceFormat.TIME,
                        TraceFormat.CODE_ROUND,
                        TraceFormat.CODE_END,
                        TraceFormat.MAX_REMEMBERED_LABELS,
                        TraceFormat.MAX_REMEMBERED_LABEL_BYTES,
                        TraceFormat.MAX_LABEL_BYTES))
                .containsExactly(1, 32, 64, 32, 64, 128, 20, 31, 4_096, 255, 65_535);
    }

    /// The table in the documentation is the one of [TraceFormat].
    @Test
    void isDocumentedAsItIs() throws IOException {
        String source =
                Files.readString(Path.of("src/main/java/org/failuretransparency/theory/trace/TraceFormat.java"));
        String table = source.substring(source.indexOf("/// ```\n") + 8, source.indexOf("/// ```\n/// An event"))
                .replaceAll("(?m)^/// ?", "");
        assertThat(Path.of("../docs/formats.md")).content().contains(table);
    }
}
