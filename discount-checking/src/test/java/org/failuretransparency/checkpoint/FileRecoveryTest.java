package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.failuretransparency.checkpoint.FileScript.APPEND;
import static org.failuretransparency.checkpoint.FileScript.CREAT;
import static org.failuretransparency.checkpoint.FileScript.EXCL;
import static org.failuretransparency.checkpoint.FileScript.RDONLY;
import static org.failuretransparency.checkpoint.FileScript.RDWR;
import static org.failuretransparency.checkpoint.FileScript.TRUNC;
import static org.failuretransparency.checkpoint.FileScript.WRONLY;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.os.SystemCall;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files that are not there any more as recovery needs them, each with its own error and with another try afterwards;
/// and operations that are larger than the undo log.
final class FileRecoveryTest {

    private static final int LARGE_BYTES = 5 << 19;
    private static final int O_DIRECTORY = 0x1_0000;
    private static final int O_NOFOLLOW = 0x2_0000;

    @TempDir
    private Path directory;

    private StorageKind kind = StorageKind.RIO;
    private Path file;
    private Path kept;
    private Path input;

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void prepare() throws IOException {
        file = Files.writeString(directory.resolve("a"), "0123456789");
        kept = directory.resolve("kept");
        input = Files.writeString(directory.resolve("input"), "abcdefghij");
    }

    private DiscountChecking open(FileScript script, boolean lends, StopPoints points) {
        Descriptors descriptors = new Descriptors();
        for (int fd = 0; fd < (lends ? 3 : 2); fd++) {
            descriptors.give(fd, HostFiles.toRead(input), false);
        }
        return DiscountChecking.open(
                script.program(),
                Storage.of(kind, directory.resolve("checkpoints")),
                "process",
                CheckpointOptions.defaults().withStorage(kind),
                descriptors,
                points);
    }

    /// Runs until a point of that name is reached for the time of that number.
    private void runUntil(FileScript script, String point, int times) {
        int[] left = {times};
        try (DiscountChecking process = open(script, true, what -> {
            if (what.equals(point) && --left[0] == 0) {
                throw new Stopped();
            }
        })) {
            assertThatThrownBy(process::run).isInstanceOf(Stopped.class);
        }
    }

    private <T extends Throwable> void recoveryFails(FileScript script, Class<T> reason, String details) {
        assertThatThrownBy(() -> open(script, true, StopPoints.NONE))
                .isInstanceOf(reason)
                .hasMessageContaining(details);
    }

    private void recoveryWorks(FileScript script) {
        try (DiscountChecking process = open(script, true, StopPoints.NONE)) {
            assertThat(process.recovery()).isPresent();
            assertThat(process.run()).isZero();
        }
    }

    private FileScript reader() {
        return new FileScript(directory).open("a", RDONLY).checkpoint().read(3, 5);
    }

    private FileScript writer() {
        return new FileScript(directory)
                .open("a", RDWR)
                .checkpoint()
                .write(3, "over")
                .write(3, "again");
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void aFileThatIsGoneOrReplacedOrShorterIsNamedAndWaitedFor(StorageKind storage) throws IOException {
        kind = storage;
        runUntil(reader(), "read", 1);
        Files.move(file, kept);
        recoveryFails(reader(), CheckpointException.FileGone.class, "/a, reason=ENOENT");
        Files.writeString(file, "0123456789");
        recoveryFails(reader(), CheckpointException.OtherFile.class, "fd=3");
        Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(file, "012");
        recoveryFails(reader(), CheckpointException.FileShorter.class, "expected bytes=10, found=3");
        Files.writeString(file, "0123456789");
        recoveryWorks(reader());
    }

    @Test
    void whatCannotBeUndoneIsNamedAndUndoneLater() throws IOException {
        runUntil(writer(), "after write", 2);
        assertThat(Files.readString(file)).isEqualTo("overagain9");
        Files.move(file, kept);
        recoveryFails(writer(), CheckpointException.NotUndone.class, "operation=overwrite");
        Files.writeString(file, "another file");
        recoveryFails(writer(), CheckpointException.NotUndone.class, "reason=another file has the name");
        assertThat(Files.readString(file)).isEqualTo("another file");
        Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING);
        recoveryWorks(writer());
        assertThat(Files.readString(file)).isEqualTo("overagain9");
    }

    @Test
    void aNameThatIsTakenIsNotTakenFromAnotherFile() throws IOException {
        FileScript unlinks = new FileScript(directory).checkpoint().unlink("a").checkpoint();
        runUntil(unlinks, "after unlink", 1);
        Files.writeString(file, "another file");
        recoveryFails(unlinks, CheckpointException.NotUndone.class, "operation=unlink");
        assertThat(Files.readString(file)).isEqualTo("another file");
        Files.delete(file);
        recoveryWorks(unlinks);
        assertThat(file).doesNotExist();
    }

    private FileScript removes() {
        return new FileScript(directory)
                .open("below/c", RDONLY)
                .checkpoint()
                .unlink("below/c")
                .close(3)
                .checkpoint()
                .checkpoint();
    }

    @Test
    void whatCannotBeRemovedIsNamedAndRemovedLater() throws IOException {
        Path below = Files.createDirectory(directory.resolve("below"));
        Files.createFile(below.resolve("c"));
        runUntil(removes(), "unlink", 2); // the system call, then the removal behind the commit
        Path hidden;
        try (Stream<Path> files = Files.list(below)) {
            hidden = files.findFirst().orElseThrow();
        }
        Files.delete(hidden);
        Files.createDirectory(hidden);
        recoveryFails(removes(), CheckpointException.NotRemoved.class, "file=" + hidden + ", reason=EISDIR");
        Files.delete(hidden);
        Files.createFile(hidden);
        recoveryWorks(removes());
        assertThat(below).isEmptyDirectory();
    }

    /// Records of an interval that was committed long ago say what may be left to be removed.
    @Test
    void whatWasRemovedLongAgoIsNotMissed() throws IOException {
        Path below = Files.createDirectory(directory.resolve("below"));
        Files.createFile(below.resolve("c"));
        runUntil(removes(), "commit", 4);
        Files.delete(below);
        Files.createFile(below);
        recoveryWorks(removes());
    }

    @Test
    void aFileThatCouldNotBeMadeNeedNotBeUnmade() throws IOException {
        FileScript script = new FileScript(directory)
                .checkpoint()
                .open("n".repeat(256), RDWR | CREAT)
                .write(0, "not for writing");
        for (String point : new String[] {"after create", "write"}) {
            runUntil(script, point, 1);
            recoveryWorks(script);
            Files.delete(directory.resolve("results"));
        }
    }

    @Test
    void anOpenThatFailsCutsNothingOff() throws IOException {
        long lengthBytes = 10 << 20;
        Path large = directory.resolve("large");
        try (RandomAccessFile bytes = new RandomAccessFile(large.toFile(), "rw")) {
            bytes.setLength(lengthBytes);
        }
        Files.createSymbolicLink(directory.resolve("link"), large);
        FileScript script = new FileScript(directory)
                .open("large", WRONLY | CREAT | EXCL | TRUNC)
                .open("large", RDONLY | TRUNC)
                .open("large", RDWR | TRUNC | O_DIRECTORY)
                .open("link", RDWR | TRUNC | O_NOFOLLOW);
        for (int fd = 3; fd < Descriptors.LIMIT; fd++) {
            script.open("a", RDONLY);
        }
        script.open("large", RDWR | TRUNC).close(3);
        try (DiscountChecking process = open(script, true, StopPoints.NONE)) {
            assertThat(process.run()).isZero();
        }
        assertThat(large).hasSize(lengthBytes);
    }

    @Test
    void aDescriptorThatIsNotLentAgainIsMissed() {
        runUntil(reader(), "read", 1);
        assertThatThrownBy(() -> open(reader(), false, StopPoints.NONE))
                .isInstanceOf(CheckpointException.FileGone.class)
                .hasMessageContaining("fd=2, file=lent by the JVM, reason=not lent now");
        recoveryWorks(reader());
    }

    @Test
    void anInputThatIsReplacedOrShorterIsNamedAndWaitedFor() throws IOException {
        FileScript script = new FileScript(directory).read(0, 3).checkpoint().read(0, 3);
        runUntil(script, "read", 2);
        Files.move(input, kept);
        Files.writeString(input, "ABCDEFGHIJ");
        recoveryFails(script, CheckpointException.OtherFile.class, "fd=0, file=lent by the JVM");
        Files.move(kept, input, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(input, "ab");
        recoveryFails(
                script, CheckpointException.FileShorter.class, "file=lent by the JVM, expected bytes=10, found=2");
        Files.writeString(input, "abcdefghij");
        recoveryWorks(script);
        assertThat(Files.readString(directory.resolve("results")))
                .contains("abc")
                .contains("def");
    }

    /// Opening it to be read waits for a writer, and there is none while the process goes on.
    @Test
    @Timeout(60)
    void goesOnWithAPipeThatNobodyWritesTo() throws IOException, InterruptedException {
        int pipe = HostFiles.pipe(directory.resolve("pipe"));
        FileScript script =
                new FileScript(directory).open("pipe", RDONLY).checkpoint().getFlags(3);
        runUntil(script, "fcntl", 1);
        SystemCall.close(pipe);
        recoveryWorks(script);
    }

    @Test
    void extendingLogsNothing() {
        FileScript script = new FileScript(directory).open("a", RDWR | APPEND).checkpoint();
        for (int i = 0; i < 20; i++) {
            script.write(3, "more");
        }
        List<String> points = new ArrayList<>();
        try (DiscountChecking process = open(script.checkpoint(), true, points::add)) {
            assertThat(process.run()).isZero();
        }
        List<String> interval = points.subList(points.indexOf("write"), points.lastIndexOf("write"));
        assertThat(interval.subList(0, interval.indexOf("commit")))
                .contains("after write")
                .doesNotContain("log write");
    }

    private FileScript large() {
        String data = "large ".repeat(LARGE_BYTES / 6);
        FileScript script = new FileScript(directory).open("large", RDWR | CREAT);
        for (int i = 0; i < 4; i++) {
            script.write(3, data);
        }
        return script.checkpoint();
    }

    @Test
    void anOverwriteThatIsLongerThanARecordIsDoneInPart() throws IOException {
        FileScript script =
                large().lseek(3, 100, 0).write(3, "x".repeat(LARGE_BYTES)).lseek(3, 0, 1);
        try (DiscountChecking process = open(script, true, StopPoints.NONE)) {
            assertThat(process.run()).isZero();
        }
        String written = Files.readString(directory.resolve("large"));
        assertThat(written.chars().filter(c -> c == 'x').count()).isEqualTo(FileUndoLog.MAX_IMAGE_BYTES);
        assertThat(written.length()).isEqualTo(LARGE_BYTES / 6 * 6 * 4);
    }

    /// More than the log holds: overwriting commits in between, and truncating is done in parts.
    @Test
    void operationsThatAreLongerThanTheLogAreUndoneToo() throws IOException {
        FileScript script = large();
        for (int i = 0; i < 6; i++) {
            script.lseek(3, (long) i << 20, 0).write(3, "y".repeat(1 << 20));
        }
        script.open("large", WRONLY | TRUNC).write(4, "short").checkpoint().read(3, 10);
        int[] points = {0};
        try (DiscountChecking process = open(script, true, what -> points[0]++)) {
            assertThat(process.run()).isZero();
            assertThat(process.statistics().checkpoints()).isGreaterThan(6);
        }
        byte[] results = Files.readAllBytes(directory.resolve("results"));
        for (int stop = 20; stop < points[0]; stop += 9) {
            Files.delete(directory.resolve("results"));
            Files.delete(directory.resolve("large"));
            int[] left = {stop};
            try (DiscountChecking process = open(script, true, what -> {
                if (--left[0] == 0) {
                    throw new Stopped();
                }
            })) {
                assertThatThrownBy(process::run).isInstanceOf(Stopped.class);
            }
            recoveryWorks(script);
            assertThat(Files.readAllBytes(directory.resolve("results"))).isEqualTo(results);
            assertThat(Files.readString(directory.resolve("large"))).isEqualTo("short");
        }
    }
}
