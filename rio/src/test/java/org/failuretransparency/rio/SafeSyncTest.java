package org.failuretransparency.rio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images are whole or refused, and neither saving nor restoring leaves anything half done.
class SafeSyncTest {

    private static final RegionType DATA = RegionType.database("DATA");
    private static final RegionType LOG = RegionType.log("LOG");

    @TempDir
    private Path directory;

    private Storage storage;
    private Storage other;
    private Path image;

    @BeforeEach
    void makeRegions() {
        storage = Storage.of(StorageKind.RIO, directory.resolve("memory"));
        other = Storage.of(StorageKind.DISK, directory.resolve("disk"));
        image = directory.resolve("images/bank.image");
        SplittableRandom random = new SplittableRandom(1);
        byte[] bytes = new byte[3_000_000];
        random.nextBytes(bytes);
        storage.create("data", DATA, bytes.length, bytes).close();
        storage.create("log", LOG, 100, new byte[] {1, 2, 3}).close();
    }

    @Test
    void restoresEveryRegionByteForByte() throws IOException {
        Map<String, ByteBuffer> saved = files(storage);
        assertThat(SafeSync.save(storage, image)).containsExactly("data", "log");
        assertThat(files(storage)).isEqualTo(saved);
        storage.delete("data");
        storage.delete("log");
        assertThat(SafeSync.restore(image, storage)).containsExactly("data", "log");
        assertThat(files(storage)).isEqualTo(saved);
        assertThat(SafeSync.restore(image, other)).containsExactly("data", "log");
        assertThat(files(other)).isEqualTo(saved);
        try (Region region = other.open("log", LOG)) {
            assertThat(region.segment().get(ValueLayout.JAVA_BYTE, 2)).isEqualTo((byte) 3);
        }
    }

    @Test
    void savesTheRegionsThatAreNamed() throws IOException {
        SafeSync.save(storage, List.of("log"), image);
        assertThat(SafeSync.restore(image, other)).containsExactly("log");
        assertThat(other.names()).containsExactly("log");
        assertThatThrownBy(() -> SafeSync.save(storage, List.of("log", "none"), image))
                .isInstanceOf(RegionException.Missing.class);
        assertThatThrownBy(() -> SafeSync.save(storage, List.of(), image))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no region to save: directory=" + storage.directory());
    }

    @Test
    void savesWhatAKilledOwnerLeft() throws IOException {
        try (Region region = storage.open("log", LOG)) {
            Files.copy(region.path(), other.pathOf("log"));
        }
        SafeSync.save(other, image);
        other.delete("log");
        SafeSync.restore(image, other);
        try (Region region = other.open("log", LOG)) {
            assertThat(region.wasClosedCleanly()).isFalse();
        }
    }

    @Test
    void refusesToSaveWhatSomebodyOwnsAndKeepsTheImageBefore() throws IOException {
        SafeSync.save(storage, image);
        byte[] before = Files.readAllBytes(image);
        try (Region region = storage.open("log", LOG)) {
            assertThatThrownBy(() -> SafeSync.save(storage, image)).isInstanceOf(RegionException.InUse.class);
            assertThat(region.lengthBytes()).isEqualTo(100);
        }
        assertThat(Files.readAllBytes(image)).isEqualTo(before);
        assertOnlyTheImageIsThere();
        SafeSync.save(storage, image);
        assertThat(Files.readAllBytes(image)).isNotEqualTo(before);
        assertOnlyTheImageIsThere();
    }

    @Test
    void refusesToSaveADamagedRegion() throws IOException {
        byte[] bytes = Files.readAllBytes(storage.pathOf("log"));
        bytes[50] ^= 1;
        Files.write(storage.pathOf("log"), bytes);
        assertThatThrownBy(() -> SafeSync.save(storage, image)).isInstanceOf(RegionException.Corrupt.class);
        assertThat(image).doesNotExist();
    }

    @Test
    void countsARestoredRegionAsRestored() throws IOException {
        SafeSync.save(storage, image);
        SafeSync.restore(image, other);
        other.delete("data");
        // What a restore leaves that was killed between two renames: one region, and an unfinished file.
        Files.write(other.directory().resolve(".data.new"), new byte[10]);
        SafeSync.restore(image, other);
        assertThat(files(other)).isEqualTo(files(storage));
        SafeSync.restore(image, storage);
    }

    @Test
    void refusesAnImageThatIsOlderThanTheRegion() throws IOException {
        SafeSync.save(storage, image);
        storage.open("log", LOG).close();
        assertRestoreRefused(storage, RegionException.OlderImage.class);
        assertThatThrownBy(() -> SafeSync.restore(image, storage))
                .hasMessage("image is older than region: path=" + storage.pathOf("log")
                        + ", expected opens=2, found in image=1");
    }

    @Test
    void refusesToReplaceARegionThatIsOlderThanTheImage() throws IOException {
        SafeSync.save(storage, image);
        SafeSync.restore(image, other);
        storage.open("data", DATA).close();
        SafeSync.save(storage, image);
        assertRestoreRefused(other, RegionException.AlreadyExists.class);
    }

    @Test
    void refusesToReplaceAnotherRegion() throws IOException {
        SafeSync.save(storage, image);
        other.create("log", LOG, 100).close();
        assertRestoreRefused(other, RegionException.OtherRegion.class);
        assertThat(other.names()).containsExactly("log");
    }

    @Test
    void refusesToRestoreOverARegionInUse() throws IOException {
        SafeSync.save(storage, image);
        try (Region region = storage.open("log", LOG)) {
            assertThat(region.lengthBytes()).isEqualTo(100);
            assertThatThrownBy(() -> SafeSync.restore(image, storage)).isInstanceOf(RegionException.InUse.class);
        }
    }

    @Test
    void refusesADamagedImageWhereverTheDamageIs() throws IOException {
        SafeSync.save(storage, List.of("log"), image);
        byte[] sound = Files.readAllBytes(image);
        SplittableRandom random = new SplittableRandom(2);
        for (int at = 0; at < sound.length; at += at < 200 ? 1 : random.nextInt(1, 200)) {
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(image, damaged);
            Class<? extends RegionException> reason = at < 8
                    ? RegionException.NotAnImage.class
                    : at < 12 ? RegionException.UnsupportedVersion.class : RegionException.Corrupt.class;
            assertThatThrownBy(() -> SafeSync.restore(image, other))
                    .as("offset=" + at)
                    .isExactlyInstanceOf(reason);
            assertThat(files(other)).as("offset=" + at).isEmpty();
        }
    }

    @Test
    void refusesATruncatedImage() throws IOException {
        SafeSync.save(storage, List.of("log"), image);
        byte[] sound = Files.readAllBytes(image);
        for (int length : new int[] {0, 7}) {
            Files.write(image, Arrays.copyOf(sound, length));
            assertRestoreRefused(other, RegionException.NotAnImage.class);
        }
        for (int length : new int[] {8, 47, 48, 63, 64, 71, 72, 1000, sound.length - 1}) {
            Files.write(image, Arrays.copyOf(sound, length));
            assertRestoreRefused(other, RegionException.Truncated.class);
        }
        Files.write(image, Arrays.copyOf(sound, sound.length + 1));
        assertRestoreRefused(other, RegionException.Corrupt.class);
    }

    @Test
    void refusesWhatIsNoImageAndNewerImages() throws IOException {
        assertThatThrownBy(() -> SafeSync.restore(image, other))
                .isInstanceOf(RegionException.Missing.class)
                .hasMessage("no such region: path=" + image);
        Files.createDirectories(image.getParent());
        Files.copy(storage.pathOf("log"), image);
        assertRestoreRefused(other, RegionException.NotAnImage.class);
        Files.delete(image);
        SafeSync.save(storage, image);
        byte[] newer = Files.readAllBytes(image);
        newer[8] = 2;
        Files.write(image, newer);
        assertRestoreRefused(other, RegionException.UnsupportedVersion.class);
        assertThatThrownBy(() -> SafeSync.restore(image, other))
                .hasMessage("unsupported version: path=" + image + ", offset=8, expected=1, found=2");
    }

    private void assertRestoreRefused(Storage target, Class<? extends RegionException> reason) throws IOException {
        Map<String, ByteBuffer> before = files(target);
        assertThatThrownBy(() -> SafeSync.restore(image, target)).isExactlyInstanceOf(reason);
        assertThat(files(target)).isEqualTo(before);
    }

    private void assertOnlyTheImageIsThere() throws IOException {
        try (Stream<Path> files = Files.list(image.getParent())) {
            assertThat(files).containsExactly(image);
        }
    }

    /// Every file of the storage's directory, hidden ones too.
    private static Map<String, ByteBuffer> files(Storage storage) throws IOException {
        Map<String, ByteBuffer> files = new HashMap<>();
        try (Stream<Path> paths = Files.list(storage.directory())) {
            for (Path path : paths.toList()) {
                files.put(String.valueOf(path.getFileName()), ByteBuffer.wrap(Files.readAllBytes(path)));
            }
        }
        return files;
    }
}
