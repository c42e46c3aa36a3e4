package org.failuretransparency.recoverable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemoryLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Freezes version 1 of the redo log: logs that users have must open, so no number here may change without a new
/// version.
class RedoLogLayoutTest {

    private static final String SOURCE = "src/main/java/org/failuretransparency/recoverable/RedoLogLayout.java";
    private static final Pattern ROW = Pattern.compile("/// +(\\d+) {1,4}(\\d+)  (\\w+)(  .*)?");

    @TempDir
    Path directory;

    @Test
    void theStatusIsFrozen() {
        assertThat(fields(RedoLogLayout.STATUS))
                .containsExactly(
                        "0 8 magic",
                        "8 4 version",
                        "12 4 check",
                        "16 8 generation",
                        "24 8 headPosition",
                        "32 8 headSequence",
                        "40 8 capacityBytes",
                        "48 8 ownerHigh",
                        "56 8 ownerLow",
                        "64 8 ownerBytes");
        assertThat(RedoLogLayout.STATUS_BYTES).isEqualTo(72);
        assertThat(RedoLogLayout.STATUS_BLOCK_BYTES).isEqualTo(4096);
        assertThat(RedoLogLayout.RECORDS_OFFSET).isEqualTo(8192);
        assertThat(RedoLogLayout.MAGIC).isEqualTo(0x01474F4C4F444552L);
        assertThat(RedoLogLayout.VERSION).isEqualTo(1);
    }

    @Test
    void recordsAreFrozen() {
        assertThat(fields(RedoLogLayout.RECORD))
                .containsExactly(
                        "0 4 check",
                        "4 4 kind",
                        "8 8 lengthBytes",
                        "16 8 generation",
                        "24 8 sequence",
                        "32 8 rangeCount");
        assertThat(fields(RedoLogLayout.RANGE)).containsExactly("0 8 offset", "8 8 lengthBytes");
        assertThat(RedoLogLayout.RECORD_HEADER_BYTES).isEqualTo(40);
        assertThat(RedoLogLayout.rangeBytes(1)).isEqualTo(24);
        assertThat(RedoLogLayout.rangeBytes(8)).isEqualTo(24);
        assertThat(RedoLogLayout.rangeBytes(9)).isEqualTo(32);
        assertThat(RedoLogLayout.KIND_TRANSACTION).isEqualTo(1);
    }

    @Test
    void theCommentSaysWhatTheLayoutIs() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(SOURCE))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(row.group(1) + " " + row.group(2) + " " + row.group(3));
            }
        }
        assertThat(rows)
                .isEqualTo(Stream.of(RedoLogLayout.STATUS, RedoLogLayout.RECORD, RedoLogLayout.RANGE)
                        .flatMap(layout -> fields(layout).stream())
                        .toList());
    }

    @Test
    void aLogOfVersion1StillOpens() throws IOException {
        try (RedoLogFixture fixture = RedoLogFixture.of(directory, golden())) {
            assertThat(fixture.replayAll()).containsExactly("10+1=4", "20+9=5", "40+3=5", "30+1=6");
            assertThat(fixture.log.nextSequence()).isEqualTo(7);
            long ones = 0x0101010101010101L;
            assertThat(fixture.stop())
                    .isEqualTo(new RedoLogStop(RedoLogStop.Reason.STALE, 8192 + 96, 3, 7, ones, ones));
        }
    }

    @Test
    void aLogOfVersion1IsWrittenAsBefore() throws IOException {
        assertThat(exampleLog()).isEqualTo(golden());
    }

    /// Two generations of records, the second of which runs over the ring's end.
    private byte[] exampleLog() {
        try (RedoLogFixture fixture = RedoLogFixture.empty(directory)) {
            fixture.append(new long[] {0}, new long[] {100}, 1);
            fixture.append(new long[] {128}, new long[] {228}, 2);
            fixture.append(5, 3);
            fixture.log.flush();
            fixture.log.truncate();
            fixture.append(10, 4);
            fixture.append(new long[] {20, 40}, new long[] {29, 43}, 5);
            fixture.append(30, 6);
            fixture.log.flush();
            return fixture.content();
        }
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = RedoLogLayoutTest.class.getResourceAsStream("/format/redo-log-v1.bin")) {
            return Objects.requireNonNull(in, "golden file missing").readAllBytes();
        }
    }

    private static List<String> fields(MemoryLayout layout) {
        List<String> fields = new ArrayList<>();
        for (MemoryLayout field : ((java.lang.foreign.GroupLayout) layout).memberLayouts()) {
            String name = field.name().orElseThrow();
            fields.add(RedoLogLayout.offsetOf(layout, name) + " " + field.byteSize() + " " + name);
        }
        return fields;
    }
}
