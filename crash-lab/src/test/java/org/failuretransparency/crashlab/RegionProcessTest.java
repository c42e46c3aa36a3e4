package org.failuretransparency.crashlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.failuretransparency.rio.Protection;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.SafeSync;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.rio.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What regions promise between processes: one owner, protection that kills, creation that leaves nothing half made.
class RegionProcessTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final RegionType TYPE = RegionType.database("TEST");
    private static final RegionType LOG = RegionType.log("TESTLOG");
    private static final long LARGE_BYTES = 256L << 20;

    @TempDir
    private Path directory;

    /// The children: the first argument says what to do, the second where.
    static final class Child {
        public static void main(String[] arguments) {
            Storage storage = Storage.of(StorageKind.RIO, Path.of(arguments[1]));
            switch (arguments[0]) {
                case "own" -> own(storage);
                case "stray" -> stray(storage);
                case "create" -> storage.create("region", TYPE, 16 << 20).close();
                default -> Storage.of(StorageKind.DISK, Path.of(arguments[1])).create("region", LOG, LARGE_BYTES);
            }
        }

        private static void own(Storage storage) {
            Region region = storage.create("region", TYPE, 4096);
            region.segment().set(ValueLayout.JAVA_LONG, 0, 42);
            System.out.println("owned");
            while (region.lengthBytes() > 0) {
                LockSupport.park();
            }
        }

        private static void stray(Storage storage) {
            Region region = storage.open("region", TYPE.with(Protection.PAGES));
            System.out.println("protected");
            Stores.STORES.putLong(region.segment().address() + 4096, 7);
            System.out.println("stored");
        }
    }

    private ChildJvm child(String what) {
        return ChildJvm.start(directory, List.of(), Child.class, what, regions().toString());
    }

    private Path regions() {
        return directory.resolve("regions");
    }

    @Test
    void hasOneOwnerAmongProcessesUntilTheOwnerIsKilled() {
        Storage storage = Storage.of(StorageKind.RIO, regions());
        try (ChildJvm owner = child("own")) {
            owner.awaitLine("owned", TIMEOUT);
            assertThatThrownBy(() -> storage.open("region", TYPE)).isInstanceOf(RegionException.InUse.class);
            assertThatThrownBy(() -> storage.delete("region")).isInstanceOf(RegionException.InUse.class);
            assertThatThrownBy(() -> SafeSync.save(storage, directory.resolve("image")))
                    .isInstanceOf(RegionException.InUse.class);
            owner.kill(TIMEOUT);
        }
        try (Region region = storage.open("region", TYPE)) {
            assertThat(region.wasClosedCleanly()).isFalse();
            assertThat(region.segment().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
        }
    }

    @Test
    void isSavedAndRestoredAsAKilledOwnerLeftIt() {
        Path image = directory.resolve("images/region.image");
        Storage storage = Storage.of(StorageKind.RIO, regions());
        try (ChildJvm owner = child("own")) {
            owner.awaitLine("owned", TIMEOUT);
            owner.kill(TIMEOUT);
        }
        SafeSync.save(storage, image);
        storage.delete("region");
        SafeSync.restore(image, storage);
        try (Region region = storage.open("region", TYPE)) {
            assertThat(region.wasClosedCleanly()).isFalse();
            assertThat(region.segment().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
        }
    }

    @Test
    void endsAProcessThatStoresAstrayAndKeepsTheData() throws IOException {
        Storage storage = Storage.of(StorageKind.RIO, regions());
        byte[] data = new byte[3 * 4096];
        Arrays.fill(data, (byte) 9);
        storage.create("region", TYPE, data.length, data).close();
        try (ChildJvm stray = child("stray")) {
            stray.awaitLine("protected", TIMEOUT);
            assertThat(stray.exitCode(TIMEOUT)).isNotZero();
            // The JVM's own crash report goes to the output; the line behind the store is not there.
            for (var line = stray.nextLine(TIMEOUT); line.isPresent(); line = stray.nextLine(TIMEOUT)) {
                assertThat(line.get()).isNotEqualTo("stored");
            }
            Path report = directory.resolve("jvm-crash-" + stray.pid() + ".log");
            assertThat(Files.readString(report, StandardCharsets.ISO_8859_1)).contains("SIGSEGV");
        }
        try (Stream<Path> files = Files.list(Path.of("."))) {
            assertThat(files).noneMatch(file -> file.toString().matches(".*(core(\\.\\d+)?|hs_err_pid.*)"));
        }
        try (Region region = storage.open("region", TYPE)) {
            assertThat(region.segment().toArray(ValueLayout.JAVA_BYTE)).containsOnly(9);
            assertThat(region.wasClosedCleanly()).isFalse();
        }
    }

    @Test
    void leavesNothingWhereTheFileSizeIsLimited() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> limited = List.of(
                "sh",
                "-c",
                "ulimit -f 2048; exec \"$@\"",
                "sh",
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                "create",
                regions().toString());
        Process process = new ProcessBuilder(limited).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(output)
                .contains("RegionException$NoSpace: no space for region: path="
                        + regions().resolve("region"));
        try (Stream<Path> files = Files.list(regions())) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void leavesNothingThatOpensWhenCreationIsKilled() {
        Storage storage = Storage.of(StorageKind.DISK, regions());
        Path unfinished = regions().resolve(".region.new");
        try (ChildJvm creator = child("create large log")) {
            // The file appears, and then is filled for a while.
            while (!Files.exists(unfinished)) {
                assertThat(creator.endsWithin(Duration.ofMillis(1))).isFalse();
            }
            creator.kill(TIMEOUT);
        }
        assertThat(unfinished).exists();
        assertThat(storage.exists("region")).isFalse();
        assertThat(storage.names()).isEmpty();
        assertThatThrownBy(() -> storage.open("region", LOG)).isInstanceOf(RegionException.Missing.class);
        try (Region region = storage.create("region", LOG, 4096)) {
            assertThat(region.lengthBytes()).isEqualTo(4096);
        }
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void namesTheStoreRecorderThatIsNotThere() {
        List<String> flags = List.of("-D" + Stores.PROPERTY + "=no.such.Stores");
        try (ChildJvm child =
                ChildJvm.start(directory, flags, Child.class, "own", regions().toString())) {
            assertThat(child.exitCode(TIMEOUT)).isEqualTo(1);
            assertThat(child.errorOutput()).contains("no store recorder: " + Stores.PROPERTY + "=no.such.Stores");
        }
    }
}
