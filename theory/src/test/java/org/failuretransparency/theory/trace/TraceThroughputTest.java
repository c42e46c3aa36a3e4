package org.failuretransparency.theory.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventSink;
import org.failuretransparency.theory.EventType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// Long traces are written and read in seconds, and in memory that does not grow with them.
class TraceThroughputTest {

    private static final int PROCESSES = 8;
    private static final List<String> NAMES = List.of("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7");

    @TempDir
    private Path directory;

    @Test
    void writesAndReadsAMillionEvents(TestReporter reporter) throws IOException {
        run(1_000_000, reporter);
    }

    @Tag("long")
    @Test
    void writesAndReadsTenMillionEventsInSeconds(TestReporter reporter) throws IOException {
        run(1_000_000, reporter);
        long beginNanos = System.nanoTime();
        run(10_000_000, reporter);
        assertThat(System.nanoTime() - beginNanos).as("ns to write and read").isLessThan(20_000_000_000L);
    }

    private void run(int events, TestReporter reporter) throws IOException {
        Path file = directory.resolve("trace-" + events);
        long beginNanos = System.nanoTime();
        try (TraceWriter writer = TraceWriter.create(file, TraceHeader.of(NAMES), Flush.ON_REQUEST)) {
            generate(events, writer);
            writer.finish();
        }
        long writtenNanos = System.nanoTime();
        try (TraceReader reader = Traces.open(List.of(file))) {
            assertThat(reader.readInto(event -> {})).isEqualTo(events);
        }
        long readNanos = System.nanoTime();
        reporter.publishEntry("events=" + events + ", bytes/event=" + (double) Files.size(file) / events
                + ", written/s=" + perSecond(events, writtenNanos - beginNanos) + ", read/s="
                + perSecond(events, readNanos - writtenNanos));
    }

    private static long perSecond(int events, long nanos) {
        return Math.round(events * 1e9 / nanos);
    }

    /// What a run of an application looks like: clock readings, messages, output, commits; time, value and label on
    /// some.
    private static void generate(int events, EventSink sink) {
        RandomGenerator random = new SplittableRandom(1);
        int[] next = new int[PROCESSES];
        int[] sent = new int[PROCESSES];
        long timeNanos = 1_000_000_000;
        for (int n = 0; n < events; n++) {
            int process = random.nextInt(PROCESSES);
            int peer = random.nextInt(PROCESSES);
            int index = next[process]++;
            timeNanos += random.nextInt(2_000);
            sink.accept(
                    switch (random.nextInt(5)) {
                        case 0 -> {
                            sent[process] = index + 1;
                            yield Event.send(process, index, peer);
                        }
                        case 1 ->
                            sent[peer] > 0
                                    ? Event.receive(process, index, EventType.RECEIVE, peer, sent[peer] - 1)
                                    : Event.of(process, index, EventType.INTERNAL);
                        case 2 ->
                            Event.of(process, index, EventType.CLOCK)
                                    .withTimeNanos(timeNanos)
                                    .withValue(timeNanos)
                                    .withLabel("gettimeofday");
                        case 3 ->
                            Event.of(process, index, EventType.VISIBLE)
                                    .withTimeNanos(timeNanos)
                                    .withValue(random.nextLong());
                        default -> Event.of(process, index, EventType.COMMIT);
                    });
        }
    }
}
