package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.os.SystemCall;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The undo log of file operations: what it holds when it is opened again, and where damage ends it.
final class FileUndoLogTest {

    private static final String NAME = "p.files";
    private static final int IMAGES = 4;

    @TempDir
    private Path directory;

    private Storage storage;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        storage = Storage.of(StorageKind.RIO, directory.resolve("regions"));
        file = Files.writeString(directory.resolve("file"), "0123456789");
    }

    private FileChange overwrite(long offset) {
        return new FileChange(FileOperation.OVERWRITE, 7, 8, offset, file.toString(), "", "");
    }

    /// A log of four images, one byte each, of offsets 0 to 3.
    private void fill() {
        int fd = HostFiles.toRead(file);
        try (FileUndoLog log = FileUndoLog.create(storage, NAME, StopPoints.NONE)) {
            for (int i = 0; i < IMAGES; i++) {
                assertThat(log.append(5, overwrite(i), fd, 1)).isEqualTo(1);
            }
        } finally {
            SystemCall.close(fd);
        }
    }

    private List<String> images() {
        try (FileUndoLog log = FileUndoLog.open(storage, NAME, StopPoints.NONE)) {
            return log.records().stream()
                    .map(record -> new String(record.image().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private long positionOf(int record) {
        try (FileUndoLog log = FileUndoLog.open(storage, NAME, StopPoints.NONE)) {
            return log.records().get(record).position();
        }
    }

    private void damage(Consumer<MemorySegment> stores) {
        try (Region region = storage.open(NAME, FileUndoLog.TYPE)) {
            stores.accept(region.segment());
        }
    }

    @Test
    void holdsWhatWasAppended() {
        try (FileUndoLog log = FileUndoLog.create(storage, NAME, StopPoints.NONE)) {
            log.append(5, new FileChange(FileOperation.RENAME, 1, 2, 3, "/a/b", "/c", "/.d"));
            log.append(5, FileChange.close("/.e"));
        }
        try (FileUndoLog log = FileUndoLog.open(storage, NAME, StopPoints.NONE)) {
            assertThat(log.records())
                    .extracting(FileUndoLog.Logged::change)
                    .containsExactly(
                            new FileChange(FileOperation.RENAME, 1, 2, 3, "/a/b", "/c", "/.d"),
                            FileChange.close("/.e"));
            assertThat(log.records()).extracting(FileUndoLog.Logged::checkpoint).containsOnly(5L);
        }
    }

    @Test
    void anyFlippedBitOfARecordEndsTheLogBeforeIt() {
        fill();
        long start = positionOf(2);
        long end = positionOf(3);
        for (long bit = 0; bit < 8 * (end - start); bit++) {
            long offset = start + bit / 8;
            byte flip = (byte) (1 << bit % 8);
            Consumer<MemorySegment> flipped = region -> region.set(
                    ValueLayout.JAVA_BYTE, offset, (byte) (region.get(ValueLayout.JAVA_BYTE, offset) ^ flip));
            damage(flipped);
            assertThat(images()).as("bit " + bit).containsExactly("0", "1");
            damage(flipped);
        }
        assertThat(images()).containsExactly("0", "1", "2", "3");
    }

    @Test
    void aRecordThatWasNotWrittenToItsEndEndsTheLog() {
        fill();
        long start = positionOf(3);
        long bytes = FileLogLayout.recordBytes(file.toString().length() + 1);
        for (long written = 0; written < bytes - 8; written++) {
            long from = start + written;
            byte[][] rest = new byte[1][];
            damage(region -> {
                MemorySegment tail = region.asSlice(from, start + bytes - from);
                rest[0] = tail.toArray(ValueLayout.JAVA_BYTE);
                tail.fill((byte) 0);
            });
            assertThat(images()).as("written bytes " + written).containsExactly("0", "1", "2");
            damage(region -> MemorySegment.copy(rest[0], 0, region, ValueLayout.JAVA_BYTE, from, rest[0].length));
        }
        assertThat(images()).hasSize(IMAGES);
    }

    @Test
    void aStruckRecordEndsTheLog() {
        fill();
        long second = positionOf(1);
        try (FileUndoLog log = FileUndoLog.open(storage, NAME, StopPoints.NONE)) {
            log.strike(second);
        }
        assertThat(images()).containsExactly("0");
    }

    @Test
    void recordsFromBeforeARecoveryDoNotFollowNewOnes() {
        fill();
        try (FileUndoLog log = FileUndoLog.open(storage, NAME, StopPoints.NONE)) {
            log.renew();
        }
        assertThat(images()).isEmpty();
        int fd = HostFiles.toRead(file);
        try (FileUndoLog log = FileUndoLog.open(storage, NAME, StopPoints.NONE)) {
            log.append(5, overwrite(9), fd, 1); // as long as the first of those that are there
        } finally {
            SystemCall.close(fd);
        }
        assertThat(images()).containsExactly("9");
    }

    @Test
    void recordsOfACommittedIntervalDoNotFollowNewOnes() {
        fill();
        int fd = HostFiles.toRead(file);
        try (FileUndoLog log = FileUndoLog.open(storage, NAME, StopPoints.NONE)) {
            log.clear();
            log.append(6, overwrite(9), fd, 1);
        } finally {
            SystemCall.close(fd);
        }
        assertThat(images()).containsExactly("9");
    }

    @Test
    void refusesAHeaderThatIsNotOfThisVersionOrWasChanged() {
        fill();
        damage(region -> region.set(ValueLayout.JAVA_INT, 0, 2));
        assertThatThrownBy(this::images)
                .isInstanceOf(CheckpointException.UnsupportedVersion.class)
                .hasMessageContaining("expected=1, found=2");
        damage(region -> region.set(ValueLayout.JAVA_INT, 0, 1));
        for (int bit = 0; bit < Long.SIZE; bit++) {
            long flip = 1L << bit;
            Consumer<MemorySegment> flipped =
                    region -> region.set(ValueLayout.JAVA_LONG, 8, region.get(ValueLayout.JAVA_LONG, 8) ^ flip);
            damage(flipped);
            assertThatThrownBy(this::images)
                    .as("bit " + bit)
                    .isInstanceOf(CheckpointException.Corrupt.class)
                    .hasMessageContaining("field=generation");
            damage(flipped);
        }
        assertThat(images()).hasSize(IMAGES);
    }

    @Test
    void refusesWhatDoesNotFit() {
        String name = "/" + "n".repeat(4000);
        try (FileUndoLog log = FileUndoLog.create(storage, NAME, StopPoints.NONE)) {
            while (log.roomBytes() >= FileUndoLog.NAMES_ROOM_BYTES) {
                log.append(1, new FileChange(FileOperation.RENAME, 0, 0, 0, name, name, name));
            }
            FileChange change = new FileChange(FileOperation.RENAME, 0, 0, 0, name, name, name);
            assertThatThrownBy(() -> {
                        log.append(1, change);
                        log.append(1, change);
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("file log is full");
        }
    }

    @Test
    void theLayoutIsWhatVersion1Has() {
        assertThat(rows(FileLogLayout.HEADER)).containsExactly("0 4 version", "8 8 generation");
        assertThat(rows(FileLogLayout.RECORD))
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
        assertThat(FileLogLayout.NAMES).isEqualTo(72);
        assertThat(FileLogLayout.recordBytes(1)).isEqualTo(80);
        assertThat(FileUndoLog.TYPE.content()).isEqualTo("DC-FILES");
        assertThat(FileOperation.values())
                .extracting(operation -> operation.number() + " " + operation.label())
                .containsExactly("1 overwrite", "2 extend", "3 create", "4 unlink", "5 rename", "6 close");
    }

    @Test
    void theTablesSayWhatTheLayoutSays() throws IOException {
        String source =
                Files.readString(Path.of("src/main/java/org/failuretransparency/checkpoint/FileLogLayout.java"));
        for (MemoryLayout layout : List.of(FileLogLayout.HEADER, FileLogLayout.RECORD)) {
            for (String row : rows((StructLayout) layout)) {
                assertThat(source).containsPattern("/// +" + row.replace(" ", " +"));
            }
        }
    }

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
}
