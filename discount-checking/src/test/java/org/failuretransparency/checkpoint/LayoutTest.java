package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.LayoutTables;
import org.junit.jupiter.api.Test;

/// The layouts of version 1 in numbers, which checkpoints on disk rely on, and the tables that document them.
class LayoutTest {

    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

    @Test
    void aManifestIsWhatVersion1Has() {
        assertThat(LayoutTables.rows(Manifest.LAYOUT))
                .containsExactly(
                        "0 4 version",
                        "4 4 check",
                        "8 16 storage",
                        "24 8 program",
                        "32 8 dataBytes",
                        "40 8 heapBytes",
                        "48 8 stackBytes",
                        "56 256 name",
                        "312 8 fileLog");
        assertThat(Manifest.VERSION).isEqualTo(1);
    }

    @Test
    void aContextIsWhatVersion1Has() {
        assertThat(LayoutTables.rows(ContextLayout.LAYOUT))
                .containsExactly(
                        "0 8 checkpoint",
                        "8 88 registers",
                        "96 8 eventIndex",
                        "104 8 timerNanos",
                        "112 8 timerInterval",
                        "128 1040 signals",
                        "4096 65600 protocol");
        assertThat(LayoutTables.rows(DescriptorRecords.RECORD))
                .containsExactly(
                        "0 4 kind",
                        "4 4 flags",
                        "8 8 position",
                        "16 4 nonBlocking",
                        "20 4 named",
                        "24 16 bound",
                        "40 16 connected",
                        "56 8 device",
                        "64 8 inode",
                        "72 8 lengthBytes",
                        "80 4 modesSet",
                        "84 36 modes",
                        "128 4096 path");
        assertThat(ContextLayout.DESCRIPTORS).isEqualTo(69_696);
        assertThat(ContextLayout.PROTECTIONS).isEqualTo(69_696 + 64 * 4224);
        assertThat(ContextLayout.lengthBytes(new AddressSpace(4096, 0, 8192))).isEqualTo(69_696 + 64 * 4224 + 64);
    }

    @Test
    void aFileLogIsWhatVersion1Has() {
        assertThat(LayoutTables.rows(FileLogLayout.HEADER)).containsExactly("0 4 version", "8 8 generation");
        assertThat(LayoutTables.rows(FileLogLayout.RECORD))
                .containsExactly(
                        "0 8 generation",
                        "8 8 checkpoint",
                        "16 4 check",
                        "20 4 operation",
                        "24 8 sequence",
                        "32 8 device",
                        "40 8 inode",
                        "48 8 offset",
                        "56 4 pathBytes",
                        "60 4 toBytes",
                        "64 4 asideBytes",
                        "68 4 imageBytes");
        assertThat(FileLogLayout.HEADER_BYTES).isEqualTo(64);
        assertThat(FileLogLayout.VERSION).isEqualTo(1);
    }

    @Test
    void theTablesInCommentsAndInTheFormatsPageSayWhatTheLayoutsAre() throws IOException {
        String page = Files.readString(MODULE.resolve("../docs/formats.md"));
        requireTables(page, "Manifest", Manifest.LAYOUT);
        requireTables(page, "ContextLayout", ContextLayout.LAYOUT);
        requireTables(page, "DescriptorRecords", DescriptorRecords.RECORD);
        requireTables(page, "FileLogLayout", FileLogLayout.HEADER, FileLogLayout.RECORD);
    }

    private static void requireTables(String page, String name, MemoryLayout... layouts) throws IOException {
        Path source = MODULE.resolve("src/main/java/org/failuretransparency/checkpoint/" + name + ".java");
        List<List<String>> tables = LayoutTables.tables(source);
        List<List<String>> expected = new ArrayList<>();
        for (MemoryLayout layout : layouts) {
            List<String> rows = LayoutTables.rows(layout);
            expected.add(rows);
            for (String row : rows) {
                String words = row.replace(" ", " +");
                assertThat(page).containsPattern("(?m)^ *" + words + "\\b");
            }
        }
        for (List<String> table : tables) {
            table.removeIf(row -> row.endsWith(" zero") || row.endsWith(" zeros"));
        }
        assertThat(tables).isEqualTo(expected);
    }
}
