package org.failuretransparency.theory.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.MalformedTraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A trace that was cut at any byte, as a kill of its writer may cut it, goes on with all its whole records.
class TraceResumeTest {

    private static final List<String> ONE = List.of("editor", "server");

    @TempDir
    private Path directory;

    @Test
    void continuesATraceThatWasCutAtAnyByte() throws IOException {
        Computation computation = RandomComputations.of(11);
        int processes = computation.processes().size();
        TraceHeader header = TraceHeader.of(computation.processes());
        byte[] whole = BinaryTraceTest.bytes(computation);
        int headerBytes = TraceFormat.encode(header).length;
        int torn = 0;
        Path file = directory.resolve("trace");
        for (int lengthBytes = headerBytes; lengthBytes < whole.length; lengthBytes++) {
            byte[] cut = Arrays.copyOf(whole, lengthBytes);
            List<Event> expected =
                    new ArrayList<>(BinaryTraceTest.read(cut, false).events());
            Files.write(file, cut);
            try (TraceWriter writer = TraceWriter.resume(file, Flush.EACH_EVENT)) {
                torn += isWhole(cut) ? 0 : 1;
                appendCrashes(expected, processes);
                for (int process = 0; process < processes; process++) {
                    Event event = Event.of(process, writer.nextIndex(process), EventType.VISIBLE)
                            .withLabel("heads")
                            .withTimeNanos(5);
                    writer.accept(event);
                    expected.add(event);
                }
                writer.finish();
            }
            assertThat(Traces.read(List.of(file)).events())
                    .as("cut at byte %d", lengthBytes)
                    .isEqualTo(expected);
        }
        assertThat(torn).as("cuts inside a record").isGreaterThan(30);
    }

    private static boolean isWhole(byte[] bytes) throws IOException {
        try {
            BinaryTraceTest.read(bytes, true);
            return true;
        } catch (MalformedTraceException e) {
            return String.valueOf(e.getMessage()).endsWith("bytes of a torn record=0");
        }
    }

    /// What resuming appends: the crashes of all that run, then every recovery.
    private static void appendCrashes(List<Event> events, int processes) {
        int[] next = new int[processes];
        boolean[] crashed = new boolean[processes];
        for (Event event : events) {
            next[event.process()]++;
            crashed[event.process()] = event.type().equals(EventType.CRASH);
        }
        for (int process = 0; process < processes; process++) {
            if (!crashed[process]) {
                events.add(Event.of(process, next[process]++, EventType.CRASH));
            }
        }
        for (int process = 0; process < processes; process++) {
            events.add(Event.of(process, next[process], EventType.RECOVER));
        }
    }

    @Test
    void crashesAgainDuringItsRecovery() throws IOException {
        Path file = directory.resolve("trace");
        TraceWriter.create(file, TraceHeader.of(ONE, 1), Flush.EACH_EVENT).close();
        TraceWriter.resume(file, Flush.EACH_EVENT).close();
        byte[] once = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(once, once.length - 1));
        try (TraceWriter writer = TraceWriter.resume(file, Flush.EACH_EVENT)) {
            assertThat(writer.header()).isEqualTo(TraceHeader.of(ONE, 1));
            assertThat(writer.nextIndex(1)).isEqualTo(2);
        }
        assertThat(file).hasBinaryContent(once);
        TraceWriter.resume(file, Flush.EACH_EVENT).close();
        try (TraceReader reader = Traces.openOne(file, false)) {
            assertThat(Traces.computation(reader).events())
                    .extracting(Event::type)
                    .containsExactly(EventType.CRASH, EventType.RECOVER, EventType.CRASH, EventType.RECOVER);
        }
    }

    @Test
    void doesNotContinueAFinishedTrace() throws IOException {
        Path file = directory.resolve("trace");
        Files.write(file, BinaryTraceTest.bytes(RandomComputations.of(1)));
        byte[] before = Files.readAllBytes(file);
        assertThatIllegalStateException()
                .isThrownBy(() -> TraceWriter.resume(file, Flush.EACH_EVENT))
                .withMessage("trace is finished: file=" + file);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void doesNotContinueATextOrADamagedTrace() throws IOException {
        Path file = directory.resolve("trace");
        Files.writeString(file, "processes p0\np0 commit\n");
        assertThatThrownBy(() -> TraceWriter.resume(file, Flush.EACH_EVENT))
                .isInstanceOf(MalformedTraceException.class)
                .hasMessageStartingWith(file + ": not a trace: first bytes=");
        byte[] bytes = BinaryTraceTest.bytes(RandomComputations.of(11));
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> TraceWriter.resume(file, Flush.EACH_EVENT))
                .isInstanceOf(MalformedTraceException.class)
                .hasMessageContaining("trace is damaged: checksum=");
        assertThat(file).hasBinaryContent(bytes);
    }
}
