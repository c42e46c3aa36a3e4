package org.failuretransparency.theory.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.MalformedTraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Traces that processes wrote each of its own events are read as one.
class MergedTraceTest {

    @TempDir
    private Path directory;

    private List<Path> split(Computation computation) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int process = 0; process < computation.processes().size(); process++) {
            Path file = directory.resolve("p" + process);
            Files.deleteIfExists(file);
            TraceHeader header = TraceHeader.of(computation.processes(), process);
            try (TraceWriter writer = TraceWriter.create(file, header, Flush.ON_REQUEST)) {
                for (Event event : computation.events()) {
                    if (event.process() == process) {
                        writer.accept(event);
                    }
                }
                writer.finish();
            }
            files.add(file);
        }
        return files;
    }

    @Test
    void keepsEachProcessesOrderAndPutsEveryCauseFirst() throws IOException {
        for (long seed = 0; seed < 500; seed++) {
            Computation computation = RandomComputations.of(seed);
            List<Path> files = split(computation);
            Collections.shuffle(files, new Random(seed));
            Computation merged = Traces.read(files);
            assertThat(merged.events()).as("seed=%d", seed).containsExactlyInAnyOrderElementsOf(computation.events());
            isCausal(merged, seed);
        }
    }

    private static void isCausal(Computation computation, long seed) {
        int[] taken = new int[computation.processes().size()];
        Map<Integer, Integer> firstOfRound = new HashMap<>();
        for (int place = 0; place < computation.events().size(); place++) {
            Event event = computation.events().get(place);
            assertThat(event.index()).as("seed=%d %s", seed, event).isEqualTo(taken[event.process()]++);
            if (event.kind() == EventKind.RECEIVE || event.kind() == EventKind.LOG) {
                assertThat(event.peerIndex()).as("seed=%d %s", seed, event).isLessThan(taken[event.peer()]);
            }
            if (event.kind() == EventKind.COMMIT && event.peerIndex() >= 0) {
                int first = firstOfRound.merge(event.peerIndex(), place, (one, other) -> one);
                assertThat(place - first).as("seed=%d %s", seed, event).isLessThan(taken.length);
            }
        }
    }

    private List<Path> texts(String... texts) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String text : texts) {
            files.add(Files.writeString(directory.resolve("t" + files.size()), text));
        }
        return files;
    }

    private void refuses(String message, String... texts) throws IOException {
        List<Path> files = texts(texts);
        assertThatThrownBy(() -> Traces.read(files))
                .isInstanceOf(MalformedTraceException.class)
                .hasMessage(message.replace("$", directory + "/"));
    }

    @Test
    void mergesATextWithABinaryTrace() throws IOException {
        Computation computation = TraceText.parse("processes a b\nb choose\nb send a m\na receive m\nend");
        List<Path> files = split(computation);
        files.set(1, texts("processes a b\nonly b\nb choose\nb send a\nend").getFirst());
        assertThat(Traces.read(files)).isEqualTo(computation);
    }

    /// Two rounds wait at once, and the first one's last member waits for a message that is sent after the second.
    @Test
    void holdsARoundTogetherHoweverItsMembersWait() throws IOException {
        List<Path> files = texts(
                "processes a b c d\nonly a\na commit round 1\nend",
                "processes a b c d\nonly b\nb receive c/1\nb commit round 1\nend",
                "processes a b c d\nonly c\nc commit round 2\nc send b\nend",
                "processes a b c d\nonly d\nd internal\nd commit round 2\nd commit\nend");
        Computation computation = Traces.read(files);
        assertThat(TraceText.print(computation)).isEqualTo("""
                processes a b c d
                d/0 internal
                c/0 commit round 2
                d/1 commit round 2
                d/2 commit
                c/1 send b
                b/0 receive c/1
                a/0 commit round 1
                b/1 commit round 1
                end 8
                """);
    }

    @Test
    void refusesTracesThatDoNotBelongTogether() throws IOException {
        refuses("$t0: trace of another process is missing: process=b", "processes a b\nonly a\nend");
        refuses(
                "$t1: second trace of a process: process=a",
                "processes a b\nonly a\nend",
                "processes a b\nonly a\nend");
        refuses(
                "$t1: trace of another computation: processes=[a, c], expected=[a, b]",
                "processes a b\nonly a\nend",
                "processes a c\nonly c\nend");
        refuses(
                "$t1: trace of all processes among others: files=2, expected=1",
                "processes a b\nonly a\nend",
                "processes a b\nend");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Traces.open(List.of()))
                .withMessage("no trace: files=0, expected>=1");
    }

    @Test
    void refusesEventsWithoutTheirCause() throws IOException {
        refuses(
                "$t1:3: event before its cause: event=b/0 receive a/5, but the trace of a ends: events=1",
                "processes a b\nonly a\na send b\nend",
                "processes a b\nonly b\nb receive a/5\nend");
        refuses(
                "$t0:3: events that precede each other; a/0 receive b/1 waits for b/1; b/0 receive a/1 waits for a/1",
                "processes a b\nonly a\na receive b/1\na send b\nend",
                "processes a b\nonly b\nb receive a/1\nb send a\nend");
    }

    /// As in a two-phase commit that a coordinator decides alone.
    @Test
    void putsMessagesBetweenTheCommitsOfARoundWhereTheyWereSent() throws IOException {
        List<Path> files = texts(
                "processes a b\nonly a\na commit round 3\na send b\nend",
                "processes a b\nonly b\nb receive a/1\nb commit round 3\nend");
        assertThat(Traces.read(files))
                .isEqualTo(TraceText.parse(
                        "processes a b\na commit round 3\na send b m\nb receive m\nb commit round 3\nend"));
    }

    @Test
    void readsOfUnfinishedTracesAllWhoseCausesAreThere() throws IOException {
        List<Path> files = texts(
                "processes a b\nonly a\na send b\n",
                "processes a b\nonly b\nb receive a/0\nb receive a/1\nb show\nend");
        try (TraceReader reader = Traces.openUnfinished(files)) {
            assertThat(reader.readInto(event -> {})).isEqualTo(2);
            assertThat(reader.finished()).isFalse();
        }
        assertThatThrownBy(() -> Traces.read(files))
                .isInstanceOf(MalformedTraceException.class)
                .hasMessage(files.getFirst() + ":3: trace is unfinished: expected=a last line \"end\"");
    }

    @Test
    void refusesAMergeOfATruncatedTrace() throws IOException {
        List<Path> files = split(RandomComputations.of(11));
        byte[] bytes = Files.readAllBytes(files.getLast());
        Files.write(files.getLast(), Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> Traces.read(files))
                .isInstanceOf(MalformedTraceException.class)
                .hasMessageStartingWith(files.getLast() + ", byte ");
    }
}
