package org.failuretransparency.rio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every damage to a region's header is refused by its class, and the damaged file stays as it was.
class RegionCorruptionTest {

    private static final RegionType TYPE = RegionType.database("TEST");
    private static final int HEADER_FIELDS_BYTES = 72;

    @TempDir
    private Path directory;

    private Storage storage;
    private Path path;
    private byte[] sound;

    @BeforeEach
    void createARegion() throws IOException {
        storage = Storage.of(StorageKind.RIO, directory);
        storage.create("region", TYPE, 100, new byte[] {1, 2, 3}).close();
        path = storage.pathOf("region");
        sound = Files.readAllBytes(path);
    }

    @Test
    void refusesAHeaderInWhichAnyByteIsFlipped() throws IOException {
        for (int at = 0; at < HEADER_FIELDS_BYTES; at++) {
            for (int mask : new int[] {1, 0x80, 0xFF}) {
                byte[] damaged = sound.clone();
                damaged[at] ^= (byte) mask;
                assertRefused(damaged, expectedAt(at), "offset=" + at + ", mask=" + mask);
            }
        }
    }

    @Test
    void refusesAHeaderInWhichAnyFieldIsZero() throws IOException {
        int[][] fields = {{0, 8}, {8, 12}, {12, 16}, {16, 24}, {24, 32}, {32, 40}, {40, 48}, {48, 56}, {56, 64}};
        for (int[] field : fields) {
            byte[] damaged = sound.clone();
            Arrays.fill(damaged, field[0], field[1], (byte) 0);
            assertRefused(damaged, expectedAt(field[0]), "zeroed=" + field[0]);
        }
    }

    @Test
    void refusesAFileOfAnyShorterLength() throws IOException {
        for (int length : new int[] {0, 1, 7}) {
            assertRefused(Arrays.copyOf(sound, length), RegionException.NotARegion.class, "length=" + length);
        }
        for (int length : new int[] {8, 9, 63, 64, 71, 72, 4095, 4096, 4097, 4195, 8191}) {
            assertRefused(Arrays.copyOf(sound, length), RegionException.Truncated.class, "length=" + length);
        }
        assertThat(sound).hasSize(8192);
    }

    @Test
    void opensAFileThatIsLongerThanItsRegion() throws IOException {
        Files.write(path, Arrays.copyOf(sound, 9000));
        storage.open("region", TYPE).close();
    }

    @Test
    void saysWhatItExpectedAndWhatItFound() throws IOException {
        Files.write(path, "This is a text, and no region.".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> storage.open("region", TYPE))
                .isInstanceOf(RegionException.NotARegion.class)
                .hasMessage("not a region: path=" + path + ", offset=0, expected magic=14e4745524f4952, found="
                        + Long.toHexString(ByteBuffer.wrap("This is ".getBytes(StandardCharsets.US_ASCII))
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong()));
        Files.write(path, Arrays.copyOf(sound, 4096));
        assertThatThrownBy(() -> storage.open("region", TYPE))
                .hasMessage("truncated region: path=" + path + ", expected bytes=8192, found=4096");
        assertThatThrownBy(() -> storage.open("region", TYPE))
                .isInstanceOfSatisfying(
                        RegionException.class, e -> assertThat(e.path()).isEqualTo(path));
    }

    @Test
    void refusesANewerVersionWhateverItsHeaderHolds() throws IOException {
        byte[] newer = sound.clone();
        newer[8] = 2;
        Arrays.fill(newer, 12, 72, (byte) 0x55);
        assertRefused(newer, RegionException.UnsupportedVersion.class, "version 2");
        assertThatThrownBy(() -> storage.open("region", TYPE))
                .hasMessage("unsupported version: path=" + path + ", offset=8, expected=1, found=2");
    }

    @Test
    void refusesOtherContent() throws IOException {
        assertThatThrownBy(() -> storage.open("region", RegionType.database("OTHER")))
                .isInstanceOf(RegionException.OtherContent.class)
                .hasMessage("region holds other content: path=" + path + ", expected=OTHER, found=TEST");
        assertThat(Files.readAllBytes(path)).isEqualTo(sound);
    }

    @Test
    void refusesLengthsAndOffsetsThatCannotBeEvenWithAGoodChecksum() throws IOException {
        for (long length : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 46) + 1}) {
            assertRefused(withField(48, length), RegionException.Corrupt.class, "lengthBytes=" + length);
        }
        assertRefused(withField(48, 5000), RegionException.Truncated.class, "lengthBytes=5000");
        assertRefused(withField(40, 8192), RegionException.Corrupt.class, "dataOffset=8192");
        assertThatThrownBy(() -> storage.open("region", TYPE))
                .hasMessage(
                        "corrupt region: path=" + path + ", field=dataOffset, offset=40, expected=4096, found=8192");
    }

    @Test
    void refusesADirectoryInPlaceOfTheFile() throws IOException {
        Files.delete(path);
        Files.createDirectory(path);
        assertThatThrownBy(() -> storage.open("region", TYPE)).isInstanceOf(RegionException.Missing.class);
    }

    private static Class<? extends RegionException> expectedAt(int offset) {
        if (offset < 8) {
            return RegionException.NotARegion.class;
        }
        return offset < 12 ? RegionException.UnsupportedVersion.class : RegionException.Corrupt.class;
    }

    private byte[] withField(int offset, long value) {
        ByteBuffer file = ByteBuffer.wrap(sound.clone()).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(offset, value);
        CRC32C crc = new CRC32C();
        crc.update(file.array(), 0, 12);
        crc.update(file.array(), 16, 48);
        return file.putInt(12, (int) crc.getValue()).array();
    }

    private void assertRefused(byte[] damaged, Class<? extends RegionException> reason, String what)
            throws IOException {
        Files.write(path, damaged);
        assertThatThrownBy(() -> storage.open("region", TYPE)).as(what).isExactlyInstanceOf(reason);
        assertThatThrownBy(() -> storage.view("region", TYPE)).as(what).isExactlyInstanceOf(reason);
        assertThat(Files.readAllBytes(path)).as(what).isEqualTo(damaged);
    }
}
