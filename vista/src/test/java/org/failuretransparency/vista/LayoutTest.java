package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failuretransparency.rio.CheckedWord;
import org.junit.jupiter.api.Test;

/// The layouts as version 1 has them, in numbers that never change, and the tables that document them.
class LayoutTest {

    private static final Pattern ROW = Pattern.compile("/// +(\\d+)(\\+padded)? +(\\d+) +(\\w+)( .*)?");

    @Test
    void theLogsHeaderIsWhatVersion1Has() {
        assertThat(rows(LogLayout.HEADER))
                .containsExactly(
                        "0 4 version",
                        "4 4 headerCheck",
                        "8 8 undoOffset",
                        "16 8 undoBytes",
                        "24 8 eventOffset",
                        "32 8 eventBytes",
                        "40 8 segmentLimit",
                        "48 8 forced",
                        "64 8 status",
                        "128 8 eventTail",
                        "192 8 round");
        assertThat(LogLayout.VERSION).isEqualTo(1);
        assertThat(LogLayout.STATUS).isEqualTo(64);
        assertThat(LogLayout.TABLE_OFFSET).isEqualTo(4096);
        assertThat(LogLayout.UNDO_OFFSET).isEqualTo(8248);
        assertThat(LogLayout.SEGMENT_LIMIT).isEqualTo(64);
        assertThat(List.of(
                        LogLayout.STATE_IDLE,
                        LogLayout.STATE_ACTIVE,
                        LogLayout.STATE_PREPARED,
                        LogLayout.STATE_COMMITTED))
                .containsExactly(0, 1, 2, 3);
        assertThat(Vista.LOG.content()).isEqualTo("VISTALOG");
        assertThat(Vista.SEGMENT.content()).isEqualTo("VISTASEG");
    }

    @Test
    void aRecordIsWhatVersion1Has() {
        assertThat(rows(LogLayout.TRAILER))
                .containsExactly("0 8 offset", "8 4 lengthBytes", "12 2 segment", "14 2 kind", "16 8 check");
        assertThat(LogLayout.IMAGE).isEqualTo(8);
        assertThat(LogLayout.FRAME_BYTES).isEqualTo(32);
        assertThat(LogLayout.recordBytes(0)).isEqualTo(32);
        assertThat(LogLayout.recordBytes(1)).isEqualTo(40);
        assertThat(LogLayout.recordBytes(8)).isEqualTo(40);
        assertThat(LogLayout.recordBytes(9)).isEqualTo(48);
        assertThat(LogLayout.KIND_BEFORE_IMAGE).isEqualTo(1);
        assertThat(LogLayout.KIND_FREE).isEqualTo(2);
        assertThat(LogLayout.KIND_STORE).isEqualTo(3);
        assertThat(LogLayout.tag(2, 63, 5)).isEqualTo(0x0002_003F_0000_0005L);
        assertThat(CheckedWord.of(LogLayout.STATE_ACTIVE, 40)).isEqualTo((1L << 37 | 40) * 16_777_213);
    }

    @Test
    void aSegmentIsWhatVersion1Has() {
        assertThat(rows(SegmentLayout.HEADER))
                .containsExactly("0 4 version", "4 4 index", "8 8 logIdHigh", "16 8 logIdLow", "24 8 check");
        assertThat(rows(SegmentLayout.ENTRY))
                .containsExactly("0 8 idHigh", "8 8 idLow", "16 32 name", "48 4 flags", "52 4 heap", "56 8 check");
        assertThat(SegmentLayout.ENTRY.byteSize()).isEqualTo(64);
        assertThat(SegmentLayout.DATA_OFFSET).isEqualTo(4096);
        assertThat(SegmentLayout.VERSION).isEqualTo(1);
    }

    @Test
    void aHeapIsWhatVersion1Has() {
        assertThat(rows(HeapLayout.DESCRIPTOR))
                .containsExactly("0 4 kind", "4 4 slotBytes", "8 8 runPages", "16 8 runBytes", "32 32 slots");
        assertThat(HeapLayout.DESCRIPTOR_BYTES).isEqualTo(64);
        assertThat(HeapLayout.descriptor(1)).isEqualTo(128);
        assertThat(HeapLayout.ROOT).isZero();
        assertThat(HeapLayout.metadataBytes(3 * 4096)).isEqualTo(64 + 3 * 64);
    }

    @Test
    void theTablesInTheCommentsSayWhatTheLayoutsAre() throws IOException {
        List<List<String>> log = tables("LogLayout");
        assertThat(log.get(0)).isEqualTo(rows(LogLayout.HEADER));
        assertThat(log.get(1).subList(0, 1)).containsExactly("0 8 lead");
        assertThat(log.get(1).subList(1, 6)).isEqualTo(shifted(rows(LogLayout.TRAILER), LogLayout.IMAGE));
        List<List<String>> segment = tables("SegmentLayout");
        assertThat(segment.get(0)).isEqualTo(rows(SegmentLayout.HEADER));
        assertThat(segment.get(1)).isEqualTo(rows(SegmentLayout.ENTRY));
        assertThat(tables("HeapLayout").get(1)).isEqualTo(rows(HeapLayout.DESCRIPTOR));
    }

    /// The named fields as `offset length name`.
    private static List<String> rows(MemoryLayout layout) {
        List<String> rows = new ArrayList<>();
        long offset = 0;
        for (MemoryLayout member : ((StructLayout) layout).memberLayouts()) {
            if (member.name().isPresent()) {
                rows.add(offset + " " + member.byteSize() + " " + member.name().get());
            }
            offset += member.byteSize();
        }
        return rows;
    }

    private static List<String> shifted(List<String> rows, long byBytes) {
        return rows.stream()
                .map(row -> {
                    String[] parts = row.split(" ", 2);
                    return Long.parseLong(parts[0]) + byBytes + " " + parts[1];
                })
                .toList();
    }

    /// The rows of each fenced table in a class's doc comment.
    private static List<List<String>> tables(String layout) throws IOException {
        Path module = Path.of(System.getProperty("basedir", ""));
        Path source = module.resolve("src/main/java/org/failuretransparency/vista/" + layout + ".java");
        List<List<String>> tables = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(source)) {
            if (line.equals("/// ```")) {
                inside = !inside;
                if (inside) {
                    tables.add(new ArrayList<>());
                }
            }
            Matcher row = ROW.matcher(line);
            if (inside && row.matches()) {
                tables.getLast().add(row.group(1) + " " + row.group(3) + " " + row.group(4));
            }
        }
        return tables;
    }
}
