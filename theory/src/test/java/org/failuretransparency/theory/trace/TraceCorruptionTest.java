package org.failuretransparency.theory.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.MalformedTraceException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A trace with any byte changed, missing or too much is refused with file and place, and never read as another one.
class TraceCorruptionTest {

    private static final int SEED = 11;

    @TempDir
    private Path directory;

    private Path file = Path.of("");
    private byte[] whole = {};
    private int headerBytes;

    @BeforeEach
    void write() throws IOException {
        Computation computation = RandomComputations.of(SEED);
        file = directory.resolve("trace");
        whole = BinaryTraceTest.bytes(computation);
        headerBytes = TraceFormat.encode(TraceHeader.of(computation.processes())).length;
        assertThat(computation.events()).as("seed=%d", SEED).hasSizeGreaterThan(20);
    }

    private void isRefused(byte[] bytes, String change, String message) throws IOException {
        Files.write(file, bytes);
        assertThat(catchThrowable(() -> Traces.read(List.of(file))))
                .as(change)
                .isInstanceOf(MalformedTraceException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void refusesEveryFlippedBit() throws IOException {
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] bytes = whole.clone();
            bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            isRefused(bytes, "bit " + bit, expected(bit / Byte.SIZE));
        }
    }

    @Test
    void refusesEveryZeroedByte() throws IOException {
        for (int n = 0; n < whole.length; n++) {
            byte[] bytes = whole.clone();
            bytes[n] = 0;
            if (whole[n] != 0) {
                isRefused(bytes, "byte " + n, expected(n));
            }
        }
    }

    /// What the message about a damaged byte says, as far as it does not depend on the records around it.
    private String expected(int offset) {
        if (offset == 0) {
            return "neither a binary trace nor text in UTF-8";
        }
        if (offset < 8) {
            return "not a trace: first bytes=";
        }
        if (offset < 12) {
            return "unknown version of the trace format: version=";
        }
        return offset < headerBytes ? "header is " : ", event ";
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        for (int lengthBytes = 0; lengthBytes < whole.length; lengthBytes++) {
            String message = lengthBytes == 0
                    ? "empty: bytes=0"
                    : lengthBytes < headerBytes ? "header is cut off: bytes=" + lengthBytes : "trace is unfinished";
            isRefused(Arrays.copyOf(whole, lengthBytes), "length " + lengthBytes, message);
        }
    }

    @Test
    void refusesBytesAfterTheEnd() throws IOException {
        isRefused(Arrays.copyOf(whole, whole.length + 1), "one more", "bytes after the end of the trace");
    }

    @Test
    void refusesARunOfZeroesInsteadOfRecords() throws IOException {
        byte[] bytes = Arrays.copyOf(Arrays.copyOf(whole, headerBytes), 4096);
        isRefused(bytes, "zeroes", ", byte " + headerBytes + ", event 0: unknown kind of record: tag=0");
        assertThatThrownBy(() -> Traces.openUnfinished(List.of(file)).next())
                .isInstanceOf(MalformedTraceException.class)
                .hasMessageContaining("unknown kind of record: tag=0");
    }

    @Test
    void readsNothingButAPrefixOfATruncatedOne() throws IOException {
        Computation computation = RandomComputations.of(SEED);
        int events = 0;
        for (int lengthBytes = headerBytes; lengthBytes < whole.length; lengthBytes++) {
            Computation prefix = BinaryTraceTest.read(Arrays.copyOf(whole, lengthBytes), false);
            int size = prefix.events().size();
            assertThat(size).isBetween(events, events + 1);
            assertThat(prefix.events()).isEqualTo(computation.events().subList(0, size));
            events = size;
        }
        assertThat(events).isEqualTo(computation.events().size());
    }
}
