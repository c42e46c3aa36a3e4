package org.failuretransparency.rio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.failuretransparency.os.FileSystems;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Creating, finding and removing regions, and what is in the way of it.
class StorageTest {

    private static final RegionType TYPE = RegionType.database("TEST");
    private static final RegionType LOG = RegionType.log("TESTLOG");

    @TempDir
    private Path directory;

    private Storage storage(StorageKind kind) {
        return Storage.of(kind, directory.resolve("regions"), ModelClock.virtual());
    }

    @ParameterizedTest
    @EnumSource(StorageKind.class)
    void startsWithItsInitialBytes(StorageKind kind) {
        Storage storage = storage(kind);
        try (Region region = storage.create("region", LOG, 5_000, new byte[] {9, 8, 7})) {
            assertThat(region.segment().asSlice(0, 4).toArray(ValueLayout.JAVA_BYTE))
                    .isEqualTo(new byte[] {9, 8, 7, 0});
            assertThat(region.segment().asSlice(3).toArray(ValueLayout.JAVA_BYTE))
                    .containsOnly(0);
        }
    }

    @Test
    void allocatesItsSpaceAtOnce() throws IOException {
        Storage storage = storage(StorageKind.RIO);
        storage.create("region", TYPE, 1 << 20).close();
        Process du = new ProcessBuilder("du", "-k", storage.pathOf("region").toString()).start();
        String kilobytes = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(Long.parseLong(kilobytes.split("\\s", 2)[0])).isGreaterThanOrEqualTo(1024);
    }

    @Test
    void hasOneOwnerAtATimeInAProcess() {
        Storage storage = storage(StorageKind.RIO);
        try (Region region = storage.create("region", TYPE, 64)) {
            String message = "region is in use by another owner: path=" + region.path();
            assertThatThrownBy(() -> storage.open("region", TYPE))
                    .isInstanceOf(RegionException.InUse.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> storage.view("region", TYPE)).isInstanceOf(RegionException.InUse.class);
            assertThatThrownBy(() -> storage.delete("region")).isInstanceOf(RegionException.InUse.class);
            assertThatThrownBy(() -> storage.create("region", TYPE, 64))
                    .isInstanceOf(RegionException.AlreadyExists.class);
        }
        storage.open("region", TYPE).close();
    }

    @Test
    void letsOneOfSeveralCreatorsOfANameWin() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        int rounds = 50;
        for (int round = 0; round < rounds; round++) {
            String name = "region" + round;
            List<Thread> creators = Stream.generate(() -> Thread.ofPlatform().unstarted(() -> {
                        try (Region region = storage(StorageKind.RIO).create(name, TYPE, 64)) {
                            made.addAndGet((int) (region.lengthBytes() / 64));
                        } catch (RegionException.AlreadyExists e) {
                            refused.incrementAndGet();
                        }
                    }))
                    .limit(3)
                    .toList();
            creators.forEach(Thread::start);
            for (Thread creator : creators) {
                creator.join();
            }
        }
        assertThat(made).hasValue(rounds);
        assertThat(refused).hasValue(2 * rounds);
    }

    @Test
    void refusesNamesLengthsAndContentsThatCannotBe() {
        Storage storage = storage(StorageKind.RIO);
        for (String name : List.of("", "a/b", ".", "..", ".hidden", "nul\0")) {
            assertThatThrownBy(() -> storage.create(name, TYPE, 64))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not a region name: name=" + name);
        }
        for (long length : new long[] {0, -1, (1L << 46) + 1, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> storage.create("region", TYPE, length))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("region length out of range: lengthBytes=" + length + ", allowed=1..70368744177664");
        }
        assertThatThrownBy(() -> storage.create("region", TYPE, 2, new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("initial bytes exceed region: initial=3, lengthBytes=2");
        for (String content : List.of("", "lower", "NINECHARS", "A B")) {
            assertThatThrownBy(() -> RegionType.log(content)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(storage.names()).isEmpty();
    }

    @Test
    void isMissingBeforeItIsCreatedAndAfterItIsDeleted() {
        Storage storage = storage(StorageKind.DISK);
        assertThat(storage.exists("region")).isFalse();
        assertThatThrownBy(() -> storage.open("region", TYPE))
                .isInstanceOf(RegionException.Missing.class)
                .hasMessage("no such region: path=" + storage.pathOf("region"));
        assertThatThrownBy(() -> storage.delete("region")).isInstanceOf(RegionException.Missing.class);
        storage.create("region", TYPE, 64).close();
        assertThat(storage.exists("region")).isTrue();
        storage.delete("region");
        assertThat(storage.exists("region")).isFalse();
        storage.create("region", TYPE, 64).close();
    }

    @Test
    void findsAtCreationThatThereIsNoSpace() throws IOException {
        for (StorageKind kind : StorageKind.values()) {
            Storage storage = storage(kind);
            long tooMuch = Files.getFileStore(directory).getTotalSpace();
            assertThatThrownBy(() -> storage.create("region", TYPE, tooMuch))
                    .isInstanceOf(RegionException.NoSpace.class)
                    .hasMessageStartingWith("no space for region: path=" + storage.pathOf("region") + ", needed bytes="
                            + RegionLayout.fileBytes(tooMuch) + ", available=");
            assertNoFiles(storage);
        }
    }

    @Test
    void findsAtCreationThatAFullTmpfsHasNoSpace() throws IOException, InterruptedException {
        Path small = Files.createDirectory(directory.resolve("small"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "none", small.toString())
                .redirectErrorStream(true)
                .start();
        Assumptions.assumeTrue(mount.waitFor() == 0, "no right to mount a tmpfs");
        try {
            Storage storage = Storage.of(StorageKind.RIO, small);
            storage.create("first", TYPE, 512 << 10).close();
            assertThatThrownBy(() -> storage.create("second", TYPE, 512 << 10))
                    .isInstanceOf(RegionException.NoSpace.class);
            assertThat(storage.names()).containsExactly("first");
            assertThat(FileSystems.isMemory(small)).isTrue();
            try (Region first = storage.open("first", TYPE)) {
                first.segment().fill((byte) 1);
                first.sync();
            }
        } finally {
            assertThat(new ProcessBuilder("umount", small.toString()).start().waitFor())
                    .isZero();
        }
    }

    @Test
    void isMadeInPlaceOfOneThatWasNeverFinished() throws IOException {
        Storage storage = storage(StorageKind.RIO);
        Files.write(directory.resolve("regions/.region.new"), new byte[100]);
        assertThat(storage.exists("region")).isFalse();
        assertThat(storage.names()).isEmpty();
        storage.create("region", TYPE, 64).close();
        try (Stream<Path> files = Files.list(storage.directory())) {
            assertThat(files).containsExactly(storage.pathOf("region"));
        }
    }

    @Test
    void listsRegionsAndNothingElse() throws IOException {
        Storage storage = storage(StorageKind.RIO);
        storage.create("b", TYPE, 64).close();
        storage.create("a", TYPE, 64).close();
        Files.writeString(storage.directory().resolve("notes"), "no region");
        Files.createDirectory(storage.directory().resolve("directory"));
        assertThat(storage.names()).containsExactly("a", "b");
    }

    @Test
    void saysWhichCallFailedWhereTheDirectoryIsNone() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> Storage.of(StorageKind.RIO, file.resolve("below")))
                .isInstanceOf(RegionException.Io.class)
                .hasMessageStartingWith("region input or output failed: path=" + file.resolve("below"));
    }

    private static void assertNoFiles(Storage storage) throws IOException {
        try (Stream<Path> files = Files.list(storage.directory())) {
            assertThat(files).isEmpty();
        }
    }
}
