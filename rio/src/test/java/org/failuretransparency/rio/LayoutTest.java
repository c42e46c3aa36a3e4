package org.failuretransparency.rio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The formats are frozen: what version 1 wrote, every later version opens or refuses by name. If this test fails, the
/// format has changed: give it a new version, and keep reading the old one.
class LayoutTest {

    private static final Pattern ROW = Pattern.compile("\\s*/// +(\\d+) +(\\d+)  (\\w+)\\b.*");

    @TempDir
    private Path directory;

    @Test
    void regionHeaderIsFrozen() {
        assertThat(offsets(RegionLayout.HEADER))
                .containsExactlyEntriesOf(fields(
                        "magic",
                        0,
                        "version",
                        8,
                        "headerCheck",
                        12,
                        "idHigh",
                        16,
                        "idLow",
                        24,
                        "content",
                        32,
                        "dataOffset",
                        40,
                        "lengthBytes",
                        48,
                        "createdMillis",
                        56,
                        "openState",
                        64));
        assertThat(RegionLayout.HEADER.byteSize()).isEqualTo(72);
        assertThat(RegionLayout.HEADER_BYTES).isEqualTo(4096);
        assertThat(RegionLayout.SLACK_BYTES).isEqualTo(64);
        assertThat(RegionLayout.VERSION).isEqualTo(1);
        assertThat(RegionLayout.MAGIC).isEqualTo(0x01_4E_47_45_52_4F_49_52L);
        assertThat(RegionLayout.STATE_CLOSED).isZero();
        assertThat(RegionLayout.STATE_OPEN).isEqualTo(1);
        assertThat(RegionLayout.fileBytes(1)).isEqualTo(8192);
        assertThat(RegionLayout.fileBytes(4032)).isEqualTo(8192);
        assertThat(RegionLayout.fileBytes(4033)).isEqualTo(12288);
    }

    @Test
    void imageHeaderIsFrozen() {
        assertThat(offsets(ImageLayout.HEADER))
                .containsExactlyEntriesOf(fields(
                        "magic",
                        0,
                        "version",
                        8,
                        "headerCheck",
                        12,
                        "totalBytes",
                        16,
                        "savedMillis",
                        24,
                        "regions",
                        32,
                        "bodyCheck",
                        36,
                        "zero",
                        40));
        assertThat(ImageLayout.HEADER.byteSize()).isEqualTo(48);
        assertThat(offsets(ImageLayout.ENTRY)).containsExactlyEntriesOf(fields("fileBytes", 0, "nameBytes", 8));
        assertThat(ImageLayout.ENTRY.byteSize()).isEqualTo(16);
        assertThat(ImageLayout.VERSION).isEqualTo(1);
        assertThat(ImageLayout.MAGIC).isEqualTo(0x01_47_41_4D_49_4F_49_52L);
    }

    @Test
    void checkedWordIsFrozen() {
        assertThat(CheckedWord.of(0, 0)).isZero();
        assertThat(CheckedWord.of(1, 7)).isEqualTo(0x1fffffa006ffffebL);
        assertThat(CheckedWord.of(7, CheckedWord.MAX_VALUE)).isEqualTo(0xfffffcffff000003L);
    }

    @Test
    void commentsHaveARowForEachField() throws IOException {
        assertThat(commentOf("RegionLayout").subList(0, 10)).isEqualTo(rows(RegionLayout.HEADER));
        assertThat(commentOf("ImageLayout").subList(0, 8)).isEqualTo(rows(ImageLayout.HEADER));
        assertThat(commentOf("ImageLayout").subList(8, 10)).isEqualTo(rows(ImageLayout.ENTRY));
    }

    @Test
    void opensARegionOfVersion1() throws IOException {
        // Written by version 1: 4096 zero bytes of content GOLDEN, closed after it had been opened twice.
        try (var file = Files.newOutputStream(directory.resolve("golden"), StandardOpenOption.CREATE_NEW)) {
            file.write(Arrays.copyOf(golden("region-v1.header"), 12288));
        }
        Storage storage = Storage.of(StorageKind.RIO, directory);
        try (Region region = storage.open("golden", RegionType.database("GOLDEN"))) {
            assertThat(region.id()).isEqualTo(UUID.fromString("01234567-89ab-cdef-fedc-ba9876543210"));
            assertThat(region.lengthBytes()).isEqualTo(4096);
            assertThat(region.content()).isEqualTo("GOLDEN");
            assertThat(region.wasClosedCleanly()).isTrue();
        }
    }

    @Test
    void writesWhatVersion1Wrote() throws IOException {
        byte[] golden = golden("region-v1.header");
        MemorySegment header = MemorySegment.ofArray(new long[9]);
        UUID id = UUID.fromString("01234567-89ab-cdef-fedc-ba9876543210");
        RegionLayout.write(header, new RegionLayout.Header(id, "GOLDEN", 4096, false, 2), 1_000_000_000_000L);
        assertThat(header.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(golden);
    }

    @Test
    void restoresAnImageOfVersion1() throws IOException {
        Path image = directory.resolve("golden.image");
        Files.write(image, golden("image-v1.image"));
        Storage storage = Storage.of(StorageKind.RIO, directory.resolve("regions"));
        assertThat(SafeSync.restore(image, storage)).containsExactly("golden");
        try (Region region = storage.open("golden", RegionType.database("GOLDEN"))) {
            assertThat(region.lengthBytes()).isEqualTo(64);
            assertThat(region.segment().toArray(ValueLayout.JAVA_BYTE)).containsOnly(42);
        }
    }

    private static byte[] golden(String name) throws IOException {
        try (var in = LayoutTest.class.getResourceAsStream("/format/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static Map<String, Long> offsets(MemoryLayout layout) {
        Map<String, Long> offsets = new LinkedHashMap<>();
        for (MemoryLayout member : ((GroupLayout) layout).memberLayouts()) {
            String name = member.name().orElseThrow();
            offsets.put(name, layout.byteOffset(MemoryLayout.PathElement.groupElement(name)));
        }
        return offsets;
    }

    private static Map<String, Long> fields(Object... namesAndOffsets) {
        Map<String, Long> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndOffsets.length; i += 2) {
            fields.put((String) namesAndOffsets[i], ((Integer) namesAndOffsets[i + 1]).longValue());
        }
        return fields;
    }

    private static List<String> rows(MemoryLayout layout) {
        return ((GroupLayout) layout)
                .memberLayouts().stream()
                        .map(member -> layout.byteOffset(MemoryLayout.PathElement.groupElement(
                                        member.name().orElseThrow()))
                                + " " + member.byteSize() + " " + member.name().orElseThrow())
                        .toList();
    }

    /// The rows `offset length field` of a layout's doc comment.
    private static List<String> commentOf(String layout) throws IOException {
        Path source = Path.of("src/main/java/org/failuretransparency/rio", layout + ".java");
        return Files.readAllLines(source).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();
    }
}
