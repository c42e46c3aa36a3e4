package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.failuretransparency.crashlab.ChildJvm;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Program;
import org.failuretransparency.recoverable.RedoLogException;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.theory.equivalence.Equivalence;
import org.failuretransparency.vista.VistaException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Foreign, damaged and missing files of a checkpoint: each refused by its own exception, with every file byte for byte
/// as it was, so that the process goes on when the right file is back.
@ParameterizedClass
@EnumSource(names = {"RIO", "DISK"})
final class RefusalTest {

    /// Where a region's bytes start in its file.
    private static final int DATA = 4096;

    /// Bytes of a region's header that have a meaning, and a stride that meets each of its fields.
    private static final int REGION_HEADER_BYTES = 72;

    private static final int STRIDE_BITS = 17;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final StorageKind kind;

    @TempDir
    private Path parent;

    private CheckpointSnapshot left;

    RefusalTest(StorageKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void killInTheMiddleOfAnInterval() throws IOException {
        left = CheckpointSnapshot.of(kind, parent);
    }

    private void assertRefused(Class<? extends RuntimeException> type, String... parts) throws IOException {
        assertRefused(Counter.program(CheckpointSnapshot.ROUNDS), kind, type, parts);
    }

    private void assertRefused(
            Program program, StorageKind storage, Class<? extends RuntimeException> type, String... parts)
            throws IOException {
        assertThatThrownBy(() -> left.open(program, storage))
                .isExactlyInstanceOf(type)
                .hasMessageContainingAll(parts);
        assertThat(left.changed()).isEqualTo(left.damaged());
    }

    private void assertGoesOn() throws IOException {
        assertThat(left.changed()).isEmpty();
        try (DiscountChecking process = left.open()) {
            assertThat(process.recovery().orElseThrow().checkpoint()).isEqualTo(5);
            assertThat(process.run()).isEqualTo(7);
        }
        List<String> shown = Files.readAllLines(left.directory().resolve("out"));
        List<String> expected =
                Counter.output(CheckpointSnapshot.ROUNDS).lines().toList();
        assertThat(shown).matches(lines -> Equivalence.DUPLICATE_EARLIER.equivalent(lines, expected));
    }

    @Test
    void goesOnWithWhatIsNotDamaged() throws IOException {
        assertThat(left.checkpointFiles()).hasSizeGreaterThanOrEqualTo(3);
        assertGoesOn();
    }

    @Test
    void refusesTheCheckpointOfAnotherProgram() throws IOException {
        Program counter = Counter.program(CheckpointSnapshot.ROUNDS);
        Program other =
                new Program("other", counter.version(), counter.space(), counter.routines(), counter.mainRoutine());
        assertRefused(
                other,
                kind,
                CheckpointException.OtherProgram.class,
                "checkpoint of another program: checkpoint=" + left.manifest()
                        + ", expected program=other, found program=counter");
        assertGoesOn();
    }

    @Test
    void refusesTheCheckpointOfAnotherVersion() throws IOException {
        assertRefused(
                Counter.program(CheckpointSnapshot.ROUNDS, 3),
                kind,
                CheckpointException.OtherVersion.class,
                "checkpoint of another version: checkpoint=" + left.manifest()
                        + ", program=counter, expected version=3, found=1");
        assertGoesOn();
    }

    @Test
    void refusesACheckpointWithOtherMemory() throws IOException {
        Program counter = Counter.program(CheckpointSnapshot.ROUNDS);
        AddressSpace space = counter.space();
        for (AddressSpace other : List.of(
                new AddressSpace(space.dataBytes() + DATA, space.heapBytes(), space.stackBytes()),
                new AddressSpace(space.dataBytes(), space.heapBytes() - DATA, space.stackBytes()),
                new AddressSpace(space.dataBytes(), space.heapBytes(), 2 * space.stackBytes()))) {
            assertRefused(
                    new Program("counter", 1, other, counter.routines(), 0),
                    kind,
                    CheckpointException.OtherProgram.class,
                    "checkpoint=" + left.manifest() + ", expected " + other + ", found " + space);
        }
        assertGoesOn();
    }

    @Test
    void refusesACheckpointOnOtherStorage() throws IOException {
        StorageKind other = kind == StorageKind.RIO ? StorageKind.DISK : StorageKind.RIO;
        assertRefused(
                Counter.program(CheckpointSnapshot.ROUNDS),
                other,
                CheckpointException.OtherStorage.class,
                "checkpoint on other storage: checkpoint=" + left.manifest() + ", expected=" + other.label()
                        + ", found=" + kind.label());
        assertGoesOn();
    }

    @Test
    void refusesARunningProcessInThisJvmAndInAnother() throws IOException {
        String inUse = "region is in use by another owner: path=" + left.manifest();
        try (DiscountChecking running = left.open()) {
            assertThatThrownBy(left::open)
                    .isExactlyInstanceOf(RegionException.InUse.class)
                    .hasMessageContaining(inUse);
            try (ChildJvm other = ChildJvm.start(
                    parent,
                    List.of(),
                    ProcessVictim.class,
                    left.directory().toString(),
                    CheckpointSnapshot.NAME,
                    kind.label(),
                    "cpvs",
                    "counter:" + CheckpointSnapshot.ROUNDS,
                    ProcessVictim.NO_POINT)) {
                assertThat(other.exitCode(TIMEOUT)).isEqualTo(1);
                assertThat(other.errorOutput()).contains("RegionException$InUse: " + inUse);
            }
            assertThat(running.run()).isEqualTo(7);
        }
    }

    @Test
    void refusesEachFlippedFieldOfTheManifest() throws IOException {
        Path manifest = left.manifest();
        for (long bit = 0; bit < Manifest.LAYOUT.byteSize() * 8; bit += STRIDE_BITS) {
            left.flipBit(manifest, DATA * 8L + bit);
            if (bit < 32) {
                assertRefused(
                        CheckpointException.UnsupportedVersion.class,
                        "unsupported version of checkpoint: checkpoint=" + manifest + ", expected=1, found=");
            } else {
                assertRefused(
                        CheckpointException.Corrupt.class,
                        "corrupt checkpoint: checkpoint=" + manifest + ", field=check, expected=");
            }
            left.restore(manifest);
        }
        assertGoesOn();
    }

    @Test
    void refusesAManifestThatIsZeroShortOrNone() throws IOException {
        Path manifest = left.manifest();
        left.zero(manifest, DATA, (int) Manifest.LAYOUT.byteSize());
        assertRefused(CheckpointException.UnsupportedVersion.class, "checkpoint=" + manifest + ", expected=1, found=0");
        left.zero(manifest, DATA - 4096, DATA);
        assertRefused(RegionException.NotARegion.class, "path=" + manifest);
        Files.delete(manifest);
        Storage.of(kind, left.directory())
                .create(CheckpointSnapshot.NAME, Manifest.TYPE, 40)
                .close();
        assertRefused(
                CheckpointException.Corrupt.class,
                "checkpoint=" + manifest + ", field=lengthBytes, expected=320, found=40");
        Files.delete(manifest);
        Storage.of(kind, left.directory())
                .create(CheckpointSnapshot.NAME, RegionType.database("BANK"), 320)
                .close();
        assertRefused(RegionException.OtherContent.class, "path=" + manifest, "expected=DCHECKPT, found=BANK");
        Files.writeString(manifest, "a text");
        assertRefused(RegionException.NotARegion.class, "path=" + manifest);
        left.restore(manifest);
        assertGoesOn();
    }

    @Test
    void refusesEachFlippedFieldOfTheHeaderOfEachFile() throws IOException {
        for (Path file : left.checkpointFiles()) {
            for (long bit = 0; bit < REGION_HEADER_BYTES * 8; bit += STRIDE_BITS) {
                left.flipBit(file, bit);
                assertThatThrownBy(left::open)
                        .as("file=%s, bit=%d", file, bit)
                        .isInstanceOf(RegionException.class)
                        .hasMessageContaining("path=" + file);
                assertThat(left.changed()).isEqualTo(left.damaged());
                left.restore(file);
            }
        }
        assertGoesOn();
    }

    @Test
    void refusesEachFlippedFieldOfTheFileLog() throws IOException {
        Path log = left.directory().resolve(CheckpointSnapshot.NAME + ".files");
        for (int bit : new int[] {0, 17, 31}) {
            left.flipBit(log, DATA * 8L + bit);
            assertRefused(
                    CheckpointException.UnsupportedVersion.class,
                    "unsupported version of checkpoint: checkpoint=" + log + ", expected=1, found=");
            left.restore(log);
        }
        for (long bit = FileLogLayout.HEADER_GENERATION * 8; bit < (FileLogLayout.HEADER_GENERATION + 8) * 8; bit++) {
            left.flipBit(log, DATA * 8L + bit);
            assertRefused(
                    CheckpointException.Corrupt.class,
                    "corrupt checkpoint: checkpoint=" + log + ", field=generation, expected=");
            left.restore(log);
        }
        assertGoesOn();
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        for (Path file : left.checkpointFiles()) {
            long lengthBytes = Files.size(file);
            for (long shorter : new long[] {lengthBytes - 1, lengthBytes / 2, DATA, DATA - 1}) {
                left.truncate(file, shorter);
                assertRefused(RegionException.Truncated.class, "truncated region: path=" + file);
                left.restore(file);
            }
            left.truncate(file, 0);
            assertRefused(RegionException.NotARegion.class, "path=" + file);
            left.restore(file);
        }
        assertGoesOn();
    }

    @Test
    void refusesAMissingFile() throws IOException {
        for (Path file : left.checkpointFiles()) {
            if (file.equals(left.manifest())) {
                continue; // without it there is no checkpoint
            }
            left.replace(file, Optional.empty());
            assertThatThrownBy(left::open)
                    .isInstanceOfAny(
                            RegionException.Missing.class,
                            VistaException.MissingSegment.class,
                            VistaException.SegmentWithoutLog.class)
                    .hasMessageContaining(file.toString());
            assertThat(left.changed()).isEqualTo(left.damaged());
            left.restore(file);
        }
        assertGoesOn();
    }

    /// The files of the store say which belong together.
    @Test
    void refusesAFileOfAnotherProcess() throws IOException {
        CheckpointSnapshot other = CheckpointSnapshot.of(kind, Files.createDirectories(parent.resolve("other")));
        for (Path file : left.checkpointFiles()) {
            if (file.equals(left.manifest())) {
                continue; // says nothing that the other one's does not say too
            }
            left.replace(file, Optional.of(other.directory().resolve(file.getFileName())));
            assertThatThrownBy(left::open)
                    .as("file=%s", file)
                    .isInstanceOfAny(
                            VistaException.ForeignSegment.class,
                            RedoLogException.ForeignLog.class,
                            CheckpointException.ForeignFile.class)
                    .hasMessageContaining("=" + left.manifest());
            assertThat(left.changed()).isEqualTo(left.damaged());
            left.restore(file);
        }
        assertGoesOn();
    }
}
