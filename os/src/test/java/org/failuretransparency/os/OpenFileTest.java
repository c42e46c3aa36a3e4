package org.failuretransparency.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each call on real files, and each failure by its name.
class OpenFileTest {

    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void name() {
        path = directory.resolve("file");
    }

    @Test
    void writesAndReadsAtAnyPosition() throws IOException {
        try (Arena arena = Arena.ofConfined();
                OpenFile file = OpenFile.create(path)) {
            MemorySegment bytes = arena.allocateFrom("recovery", StandardCharsets.US_ASCII);
            file.write(5, bytes.address(), 8);
            MemorySegment read = arena.allocate(20);
            assertThat(file.read(3, read)).isEqualTo(10);
            assertThat(read.asSlice(0, 10).toArray(ValueLayout.JAVA_BYTE))
                    .isEqualTo("\0\0recovery".getBytes(StandardCharsets.US_ASCII));
            assertThat(file.read(13, read)).isZero();
            file.syncData();
            file.absorbedSync();
        }
        assertThat(Files.size(path)).isEqualTo(13);
    }

    @Test
    void allocatesZeroBytesThatCountAsSpace() throws IOException {
        try (OpenFile file = OpenFile.create(path)) {
            file.allocate(0, 1 << 20);
        }
        assertThat(Files.size(path)).isEqualTo(1 << 20);
        assertThat(Files.readAllBytes(path)).containsOnly(0);
    }

    @Test
    void keepsTheNamesOfFilesThatAreNotAscii() {
        String encoding = System.getProperty("sun.jnu.encoding");
        Assumptions.assumeTrue(Charset.forName(encoding).newEncoder().canEncode('ü'), "file names are " + encoding);
        Path named = directory.resolve("überleben");
        OpenFile.create(named).close();
        assertThat(named).exists();
    }

    @Test
    void refusesToCreateWhatExists() {
        OpenFile.create(path).close();
        assertFails(() -> OpenFile.create(path), "open", Errno.EEXIST);
    }

    @Test
    void refusesToOpenWhatDoesNotExist() {
        assertFails(() -> OpenFile.open(path), "open", Errno.ENOENT);
        assertFails(() -> OpenFile.openToRead(path), "open", Errno.ENOENT);
        assertFails(() -> OpenFile.open(directory.resolve("file").resolve("below")), "open", Errno.ENOENT);
    }

    @Test
    void refusesToOpenADirectoryForWriting() {
        assertFails(() -> OpenFile.open(directory), "open", Errno.EISDIR);
        assertThatCode(() -> OpenFile.openToRead(directory).close()).doesNotThrowAnyException();
    }

    @Test
    void refusesAPathBelowAFile() {
        OpenFile.create(path).close();
        assertFails(() -> OpenFile.create(path.resolve("below")), "open", Errno.ENOTDIR);
    }

    @Test
    void refusesANameThatIsTooLong() {
        assertFails(() -> OpenFile.create(directory.resolve("x".repeat(300))), "open", Errno.ENAMETOOLONG);
    }

    @Test
    void refusesToWriteWhatWasOpenedToBeRead() {
        OpenFile.create(path).close();
        try (Arena arena = Arena.ofConfined();
                OpenFile file = OpenFile.openToRead(path)) {
            long address = arena.allocate(8).address();
            assertFails(() -> file.write(0, address, 8), "pwrite", Errno.EBADF);
        }
    }

    @Test
    void refusesToAllocateMoreThanAFileMayHold() {
        try (OpenFile file = OpenFile.create(path)) {
            assertThatThrownBy(() -> file.allocate(0, Long.MAX_VALUE))
                    .isInstanceOf(OsException.class)
                    .satisfies(
                            e -> assertThat(((OsException) e).errno()).isIn(Errno.EFBIG, Errno.ENOSPC, Errno.EINVAL));
        }
    }

    @Test
    void hasOneLockHolderAtATime() {
        OpenFile first = OpenFile.create(path);
        assertThat(first.tryLock()).isTrue();
        try (OpenFile second = OpenFile.open(path)) {
            assertThat(second.tryLock()).isFalse();
            first.close();
            assertThat(second.tryLock()).isTrue();
        }
    }

    @Test
    void waitsForTheLockUntilItsHolderCloses() throws InterruptedException {
        OpenFile holder = OpenFile.create(path);
        holder.lock();
        AtomicBoolean closed = new AtomicBoolean();
        AtomicBoolean waited = new AtomicBoolean();
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch locked = new CountDownLatch(1);
        Thread.ofPlatform().start(() -> {
            try (OpenFile waiter = OpenFile.open(path)) {
                opened.countDown();
                waiter.lock();
                waited.set(closed.get());
                locked.countDown();
            }
        });
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
        closed.set(true);
        holder.close();
        assertThat(locked.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(waited).isTrue();
    }

    @Test
    void knowsWhetherItsPathStillNamesIt() throws IOException {
        try (OpenFile file = OpenFile.create(path)) {
            assertThat(file.isStillNamed()).isTrue();
            Path other = Files.createFile(directory.resolve("other"));
            Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
            assertThat(file.isStillNamed()).isFalse();
            Files.delete(path);
            assertThat(file.isStillNamed()).isFalse();
        }
    }

    @Test
    void closesTwiceAndIsOfNoUseAfterwards() {
        OpenFile file = OpenFile.create(path);
        file.close();
        file.close();
        assertFails(file::syncData, "fdatasync", Errno.EBADF);
        assertFails(file::absorbedSync, "sync_file_range", Errno.EBADF);
        assertFails(() -> file.allocate(0, 1), "posix_fallocate", Errno.EBADF);
        assertFails(file::tryLock, "flock", Errno.EBADF);
    }

    private void assertFails(ThrowingCallable call, String name, int errno) {
        assertThatThrownBy(call)
                .isInstanceOf(OsException.class)
                .hasMessageStartingWith(name + ": path=" + directory)
                .hasMessageEndingWith("errno=" + Errno.nameOf(errno))
                .satisfies(e -> assertThat(((OsException) e).errno()).isEqualTo(errno));
    }
}
