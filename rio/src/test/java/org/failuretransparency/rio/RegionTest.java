package org.failuretransparency.rio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import org.failuretransparency.os.FileSystems;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Changing regions and opening them again, on every kind of storage.
class RegionTest {

    private static final RegionType TYPE = RegionType.database("TEST");
    private static final long TWO_GIB = 1L << 31;

    @TempDir
    private Path directory;

    private Storage storage(StorageKind kind) {
        return Storage.of(kind, directory.resolve("regions"), ModelClock.virtual());
    }

    @ParameterizedTest
    @EnumSource(StorageKind.class)
    void keepsStoresAndWritesFromOneOwnerToTheNext(StorageKind kind) {
        Storage storage = storage(kind);
        UUID id;
        try (Region region = storage.create("region", TYPE, 10_000)) {
            assertThat(region.segment().toArray(ValueLayout.JAVA_BYTE))
                    .hasSize(10_000)
                    .containsOnly(0);
            id = region.id();
            region.segment().set(ValueLayout.JAVA_LONG_UNALIGNED, 9_992, 42);
            region.stored(9_992, 8);
            write(region, 5, new byte[] {1, 2, 3});
            region.sync();
        }
        try (Region region = storage.open("region", TYPE)) {
            assertThat(region.id()).isEqualTo(id);
            assertThat(region.content()).isEqualTo("TEST");
            assertThat(region.storage()).isEqualTo(kind);
            assertThat(region.lengthBytes()).isEqualTo(10_000);
            assertThat(region.path()).isEqualTo(storage.pathOf("region"));
            assertThat(region.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, 9_992))
                    .isEqualTo(42);
            assertThat(region.segment().asSlice(4, 5).toArray(ValueLayout.JAVA_BYTE))
                    .isEqualTo(new byte[] {0, 1, 2, 3, 0});
        }
    }

    @Test
    void seesWritesInTheMappingAndStoresInTheFile() throws IOException {
        try (Region region = storage(StorageKind.RIO).create("region", TYPE, 4096)) {
            write(region, 100, new byte[] {5});
            assertThat(region.segment().get(ValueLayout.JAVA_BYTE, 100)).isEqualTo((byte) 5);
            region.segment().set(ValueLayout.JAVA_BYTE, 101, (byte) 6);
            assertThat(Files.readAllBytes(region.path())[4096 + 101]).isEqualTo((byte) 6);
        }
    }

    @Test
    void hasSlackBehindItsEndThatCanBeReadAndWritten() {
        try (Region region = storage(StorageKind.RIO).create("region", TYPE, 4096)) {
            long end = region.segment().address() + 4096;
            Stores.STORES.putLong(end + RegionLayout.SLACK_BYTES - 8, 1);
            assertThat(RawMemory.getLong(end + RegionLayout.SLACK_BYTES - 8)).isEqualTo(1);
            assertThat(region.segment().address() % 4096).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageKind.class,
            names = {"RIO", "DISK"})
    void spansMoreThanTwoGibibytes(StorageKind kind) throws IOException {
        Assumptions.assumeFalse(FileSystems.isMemory(directory), "the temporary directory is memory");
        Assumptions.assumeTrue(
                Files.getFileStore(directory).getUsableSpace() > 2 * TWO_GIB, "too little space for 2 GiB");
        Storage storage = storage(kind);
        long last = TWO_GIB + 4096 - 8;
        try (Region region = storage.create("large", TYPE, TWO_GIB + 4096)) {
            region.segment().set(ValueLayout.JAVA_LONG, 0, 1);
            region.segment().set(ValueLayout.JAVA_LONG, last, 2);
            write(region, TWO_GIB - 4, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
            write(region, last - 8, new byte[] {3, 0, 0, 0, 0, 0, 0, 0});
            region.sync();
        }
        try (Region region = storage.open("large", TYPE)) {
            assertThat(region.lengthBytes()).isEqualTo(TWO_GIB + 4096);
            assertThat(region.segment().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(1);
            assertThat(region.segment().get(ValueLayout.JAVA_LONG, last)).isEqualTo(2);
            assertThat(region.segment().get(ValueLayout.JAVA_LONG, last - 8)).isEqualTo(3);
            assertThat(region.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, TWO_GIB - 4))
                    .isEqualTo(0x0807060504030201L);
        }
        storage.delete("large");
    }

    @Test
    void knowsWhetherItWasClosed() throws IOException {
        Storage storage = storage(StorageKind.RIO);
        try (Region region = storage.create("region", TYPE, 64)) {
            assertThat(region.wasClosedCleanly()).isTrue();
            // What a killed owner leaves is the file as it is while it is open.
            Files.copy(region.path(), storage.pathOf("killed"));
        }
        try (Region region = storage.open("region", TYPE);
                Region killed = storage.open("killed", TYPE)) {
            assertThat(region.wasClosedCleanly()).isTrue();
            assertThat(killed.wasClosedCleanly()).isFalse();
        }
    }

    @Test
    void canBeViewedWithoutChangingAByte() throws IOException {
        Storage storage = storage(StorageKind.DISK);
        storage.create("region", TYPE, 64, new byte[] {1}).close();
        byte[] before = Files.readAllBytes(storage.pathOf("region"));
        try (Region region = storage.view("region", TYPE)) {
            assertThat(region.segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 1);
            assertThat(region.segment().isReadOnly()).isTrue();
            assertThat(region.wasClosedCleanly()).isTrue();
            String message = "region was opened to be viewed only: path=" + region.path();
            assertThatThrownBy(() -> write(region, 0, new byte[1]))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(message);
            assertThatThrownBy(region::sync)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> storage.open("region", TYPE)).isInstanceOf(RegionException.InUse.class);
        }
        assertThat(Files.readAllBytes(storage.pathOf("region"))).isEqualTo(before);
    }

    @Test
    void isOfNoUseAfterClose() {
        Region region = storage(StorageKind.RIO).create("region", TYPE, 64);
        MemorySegment segment = region.segment();
        region.close();
        region.close();
        String message = "region is closed: path=" + region.path();
        assertThatThrownBy(() -> write(region, 0, new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(region::sync)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> region.stored(0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesRangesOutsideOfIt() {
        try (Region region = storage(StorageKind.RIO).create("region", TYPE, 64)) {
            long[][] ranges = {{-1, 1}, {64, 1}, {0, 65}, {60, 5}, {0, -1}, {Long.MAX_VALUE, 1}, {1, Long.MAX_VALUE}};
            for (long[] range : ranges) {
                assertThatThrownBy(() -> region.write(range[0], region.segment().address(), range[1]))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("range outside of region: path=" + region.path() + ", offset=" + range[0]
                                + ", lengthBytes=" + range[1] + ", region=64");
                assertThatThrownBy(() -> region.stored(range[0], range[1]))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            region.write(64, region.segment().address(), 0);
        }
    }

    @Test
    void behavesLikeAByteArrayUnderRandomChanges() {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        Storage storage = storage(StorageKind.RIO);
        byte[] model = new byte[20_000];
        Region region = storage.create("region", TYPE, model.length);
        for (int step = 0; step < 5_000; step++) {
            int offset = random.nextInt(model.length);
            byte[] bytes = new byte[random.nextInt(Math.min(5_000, model.length - offset + 1))];
            random.nextBytes(bytes);
            switch (random.nextInt(20)) {
                case 0 -> {
                    region.close();
                    region = storage.open("region", random.nextBoolean() ? TYPE : TYPE.with(Protection.PAGES));
                }
                case 1 -> region.sync();
                default -> {
                    write(region, offset, bytes);
                    System.arraycopy(bytes, 0, model, offset, bytes.length);
                }
            }
        }
        assertThat(region.segment().toArray(ValueLayout.JAVA_BYTE))
                .as("seed=%d", seed)
                .isEqualTo(model);
        region.close();
    }

    @Test
    void writesUnderProtectionAcrossPagesAndLeavesThemClosed() throws IOException {
        Storage storage = storage(StorageKind.RIO);
        RegionType guarded = TYPE.with(Protection.PAGES);
        try (Region region = storage.create("region", guarded, 5 * 4096)) {
            byte[] bytes = new byte[2 * 4096 + 2];
            Arrays.fill(bytes, (byte) 3);
            write(region, 4095, bytes);
            write(region, 5 * 4096 - 1, new byte[] {4});
            write(region, 0, new byte[] {5});
            region.sync();
            assertThat(protectionOf(region.segment().address())).startsWith("r--s");
            assertThat(protectionOf(region.segment().address() + 4 * 4096)).startsWith("r--s");
            // The header too, so that no stray store makes the region unreadable.
            assertThat(protectionOf(region.segment().address() - 4096)).startsWith("r--s");
        }
        try (Region region = storage.open("region", TYPE)) {
            assertThat(region.wasClosedCleanly()).isTrue();
            assertThat(region.segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 5);
            assertThat(region.segment().get(ValueLayout.JAVA_BYTE, 4094)).isZero();
            assertThat(region.segment().asSlice(4095, 2 * 4096 + 2).toArray(ValueLayout.JAVA_BYTE))
                    .containsOnly(3);
            assertThat(region.segment().get(ValueLayout.JAVA_BYTE, 3 * 4096 + 1))
                    .isZero();
            assertThat(region.segment().get(ValueLayout.JAVA_BYTE, 5 * 4096 - 1))
                    .isEqualTo((byte) 4);
        }
    }

    private static String protectionOf(long address) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            String[] range = line.substring(0, line.indexOf(' ')).split("-", 2);
            if (Long.parseLong(range[0], 16) <= address && address < Long.parseLong(range[1], 16)) {
                return line.substring(line.indexOf(' ') + 1);
            }
        }
        return "not mapped";
    }

    private static void write(Region region, long offset, byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            region.write(
                    offset, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes).address(), bytes.length);
        }
    }
}
