package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.failuretransparency.rio.CheckedWord;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Damaged, foreign and missing files: each refused by its own exception, with every file byte for byte as it was.
class RefusalTest {

    /// Where a region's bytes start in its file.
    private static final long DATA = 4096;

    private static final long STATUS = DATA + 64;
    private static final long RECORDS = DATA + 8248;
    private static final VistaOptions OPTIONS = new VistaOptions(4096);

    @TempDir
    private Path parent;

    private Storage storage;
    private Path log;
    private Path segment;

    /// A Vista that was killed in a transaction with two records, of 8 and of 100 bytes.
    @BeforeEach
    void crashInATransaction() throws IOException {
        storage = crashed(StorageKind.RIO, "rio");
        log = storage.pathOf("test.vista");
        segment = storage.pathOf("test.a");
    }

    private Storage crashed(StorageKind kind, String name) throws IOException {
        Storage used = Storage.of(kind, parent.resolve(name + "-used"));
        Storage left = Storage.of(kind, parent.resolve(name));
        try (Vista vista = Vista.create(used, "test", OPTIONS)) {
            VistaMemory a = vista.createSegment("a", 1000);
            vista.createSegment("b", 1000);
            vista.begin();
            a.putLong(16, 77);
            a.put(100, new byte[100]);
            for (Path file : files(used).keySet()) {
                Files.copy(file, left.directory().resolve(used.directory().relativize(file)));
            }
        }
        return left;
    }

    private static Map<Path, String> files(Storage storage) throws IOException {
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(storage.directory())) {
            for (Path file : all.toList()) {
                files.put(file, HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    private static void edit(Path file, long offset, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), offset);
        }
    }

    private static void flipBit(Path file, long bit) throws IOException {
        byte[] all = Files.readAllBytes(file);
        edit(file, bit / 8, new byte[] {(byte) (all[(int) (bit / 8)] ^ 1 << bit % 8)});
    }

    private static void editLong(Path file, long offset, long value) throws IOException {
        edit(
                file,
                offset,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array());
    }

    private static void editInt(Path file, long offset, int value) throws IOException {
        edit(
                file,
                offset,
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(value)
                        .array());
    }

    private void assertRefused(Class<? extends RuntimeException> type, String... parts) throws IOException {
        Map<Path, String> before = files(storage);
        assertThatThrownBy(() -> Vista.open(storage, "test"))
                .isExactlyInstanceOf(type)
                .hasMessageContainingAll(parts);
        assertThat(files(storage)).isEqualTo(before);
    }

    @Test
    void opensWhatIsNotDamaged() {
        try (Vista vista = Vista.open(storage, "test")) {
            assertThat(vista.recovery().records()).isEqualTo(2);
            assertThat(vista.segment("a").getLong(16)).isZero();
        }
    }

    @Test
    void refusesANewerLog() throws IOException {
        editInt(log, DATA, 2);
        assertRefused(
                VistaException.UnsupportedVersion.class,
                "unsupported version: path=" + log + ", offset=0, expected=1, found=2");
    }

    @Test
    void refusesEveryFlippedBitOfTheLogsHeader() throws IOException {
        for (long bit = 0; bit < 56 * 8; bit++) {
            flipBit(log, DATA * 8 + bit);
            assertRefused(
                    bit < 32 ? VistaException.UnsupportedVersion.class : VistaException.Corrupt.class, "path=" + log);
            flipBit(log, DATA * 8 + bit);
        }
        assertThat(Vista.open(storage, "test").recovery().records()).isEqualTo(2);
    }

    @Test
    void namesTheFieldOfACorruptHeader() throws IOException {
        editLong(log, DATA + 16, 1L << 40);
        assertRefused(
                VistaException.Corrupt.class, "corrupt: path=" + log + ", field=headerCheck, offset=4, expected=");
    }

    @Test
    void refusesEveryFlippedBitOfTheStatus() throws IOException {
        for (long bit = 0; bit < 64; bit++) {
            flipBit(log, STATUS * 8 + bit);
            assertRefused(
                    VistaException.Corrupt.class, "path=" + log + ", field=status, offset=64, expected=0, found=");
            flipBit(log, STATUS * 8 + bit);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7})
    void refusesStatesThatThereAreNot(int state) throws IOException {
        editLong(log, STATUS, CheckedWord.of(state, 40));
        assertRefused(VistaException.Corrupt.class, "field=status");
    }

    @Test
    void refusesAPreparedTransaction() throws IOException {
        editLong(log, STATUS, CheckedWord.of(LogLayout.STATE_PREPARED, 40));
        editLong(log, DATA + 192, 12345);
        assertRefused(
                VistaException.InDoubt.class,
                "transaction is prepared and in doubt: path=" + log + ", round=12345, expected=a decision");
    }

    @ParameterizedTest
    @CsvSource({"8", "24", "41", "4104", "137438953471"})
    void refusesATailThatEndsNoRecord(long tail) throws IOException {
        editLong(log, STATUS, CheckedWord.of(LogLayout.STATE_ACTIVE, tail));
        assertRefused(VistaException.CorruptRecord.class, "corrupt undo record: path=" + log);
    }

    /// The fields behind the first record's image, which is 8 bytes long.
    @ParameterizedTest
    @CsvSource({
        "16, -1, offset",
        "16, 993, offset",
        "16, 9223372036854775807, offset",
        "24, 4294967295, lengthBytes",
        "24, 281496451547144, segment",
        "24, 1125899906842632, kind",
        "24, 8, kind",
        "24, 844424930131972, lengthBytes",
        "24, 562949953421312, offset"
    })
    void refusesARecordThatPointsOutside(long offset, long value, String field) throws IOException {
        editLong(log, RECORDS + offset, value);
        // A free's block has to be in a heap, of which there is none.
        boolean free = field.equals("offset") && offset == 24;
        assertRefused(
                free ? VistaException.BadSegment.class : VistaException.CorruptRecord.class,
                free ? "segment holds no heap" : "field=" + field);
    }

    @Test
    void refusesEveryFlippedBitOfATableEntry() throws IOException {
        long entry = DATA + 4096 + 64;
        for (long bit = 0; bit < 64 * 8; bit++) {
            flipBit(log, entry * 8 + bit);
            assertRefused(VistaException.Corrupt.class, "path=" + log + ", field=segment table check, offset=4160");
            flipBit(log, entry * 8 + bit);
        }
    }

    @Test
    void refusesRecordsOfSegmentsThatTheTableHasLost() throws IOException {
        edit(log, DATA + 4096, new byte[128]);
        assertRefused(VistaException.CorruptRecord.class, "field=segment");
    }

    @Test
    void refusesEveryFlippedBitOfASegmentsHeader() throws IOException {
        for (long bit = 0; bit < 32 * 8; bit++) {
            flipBit(segment, DATA * 8 + bit);
            assertRefused(
                    bit < 32 ? VistaException.UnsupportedVersion.class : VistaException.Corrupt.class,
                    "path=" + segment);
            flipBit(segment, DATA * 8 + bit);
        }
    }

    @Test
    void refusesASegmentOfAnotherVista() throws IOException {
        Storage other = crashed(StorageKind.RIO, "other");
        Files.copy(other.pathOf("test.a"), segment, StandardCopyOption.REPLACE_EXISTING);
        assertRefused(
                VistaException.ForeignSegment.class,
                "segment of another log: path=" + segment + ", field=log, expected=");
    }

    @Test
    void refusesTheLogOfAnotherVista() throws IOException {
        Storage other = crashed(StorageKind.RIO, "other");
        Files.copy(other.pathOf("test.vista"), log, StandardCopyOption.REPLACE_EXISTING);
        assertRefused(VistaException.ForeignSegment.class, "path=" + segment + ", field=log");
    }

    @Test
    void refusesAnotherSegmentOfTheSameVista() throws IOException {
        Files.copy(storage.pathOf("test.b"), segment, StandardCopyOption.REPLACE_EXISTING);
        assertRefused(VistaException.ForeignSegment.class, "path=" + segment + ", field=id");
    }

    @Test
    void refusesAMissingSegment() throws IOException {
        Files.delete(storage.pathOf("test.b"));
        assertRefused(
                VistaException.MissingSegment.class,
                "segment is missing: path=" + storage.pathOf("test.b") + ", named by log=" + log);
    }

    @Test
    void refusesSegmentsWithoutTheirLog() throws IOException {
        Files.delete(log);
        assertRefused(
                VistaException.SegmentWithoutLog.class,
                "segment without its log: path=" + segment + ", expected log=" + log + ", found=none");
        assertThatThrownBy(() -> Vista.open(storage, "tes")).isInstanceOf(RegionException.Missing.class);
    }

    @Test
    void aNewLogDoesNotTakeOverAForeignSegment() throws IOException {
        Files.delete(log);
        try (Vista vista = Vista.create(storage, "test", OPTIONS)) {
            String before = HexFormat.of().formatHex(Files.readAllBytes(storage.pathOf("test.b")));
            assertThatThrownBy(() -> vista.createSegment("b", 1000)).isInstanceOf(RegionException.AlreadyExists.class);
            assertThat(HexFormat.of()
                            .formatHex(Files.readAllBytes(storage.pathOf("test.b")))
                            .substring(2 * 4096))
                    .isEqualTo(before.substring(2 * 4096));
        }
    }

    @Test
    void refusesRegionsOfAnotherKindAndFilesThatAreNone() throws IOException {
        Files.delete(log);
        storage.create("test.vista", RegionType.log("RVM-LOG"), 20_000).close();
        assertRefused(RegionException.OtherContent.class, "expected=VISTALOG, found=RVM-LOG");
        Files.writeString(log, "no region, but long enough to be read as the start of one");
        assertRefused(RegionException.NotARegion.class, "path=" + log);
        Files.writeString(log, "");
        assertRefused(RegionException.NotARegion.class, "path=" + log);
    }

    @ParameterizedTest
    @ValueSource(longs = {4095, 4096, 8192, 16_383})
    void refusesATruncatedLog(long lengthBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(lengthBytes);
        }
        assertRefused(RegionException.Truncated.class, "path=" + log);
    }

    @Test
    void refusesASegmentThatAnotherOwns() throws IOException {
        try (Region owner = storage.view("test.b", RegionType.database("VISTASEG"))) {
            assertRefused(RegionException.InUse.class, "path=" + owner.path());
        }
        Vista.open(storage, "test").close();
    }

    @Test
    void refusesALogOfAnotherSortOfStorage() throws IOException {
        storage = Storage.of(StorageKind.DISK, storage.directory());
        assertRefused(
                VistaException.OtherStorage.class,
                "log of another storage: path=" + log + ", offset=48, expected=disk, found=rio");
        storage = crashed(StorageKind.DISK, "disk");
        storage = Storage.of(StorageKind.RIO, storage.directory());
        assertRefused(VistaException.OtherStorage.class, "expected=rio, found=one of the disk kinds");
        try (Vista vista = Vista.open(Storage.of(StorageKind.DISK_1996, storage.directory()), "test")) {
            assertThat(vista.recovery().records()).isEqualTo(2);
        }
    }

    /// On a disk a damaged record cannot be told from a torn one: the log ends before it. The first record takes 40
    /// bytes.
    @ParameterizedTest
    @CsvSource({"0, 0", "39, 0", "40, 1", "60, 1", "147, 1", "148, 2", "171, 1"})
    void aDiskLogEndsBeforeADamagedRecord(long damaged, long records) throws IOException {
        storage = crashed(StorageKind.DISK, "disk");
        flipBit(storage.pathOf("test.vista"), (RECORDS + damaged) * 8 + 3);
        try (Vista vista = Vista.open(storage, "test")) {
            assertThat(vista.recovery().records()).isEqualTo(records);
            assertThat(vista.segment("a").getLong(16)).isEqualTo(records == 0 ? 77 : 0);
        }
        try (Vista vista = Vista.open(storage, "test")) {
            assertThat(vista.recovery().records()).isZero();
        }
    }
}
