package org.failuretransparency.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `statx` says, against what Java says of the same files.
class FileStatusTest {

    @TempDir
    private Path directory;

    private final Arena arena = Arena.ofConfined();
    private final FileStatus status = new FileStatus(arena);

    @AfterEach
    void release() {
        arena.close();
    }

    private long name(Path path) {
        return arena.allocateFrom(path.toString()).address();
    }

    @Test
    void saysWhichFileItIsAndHowLong() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "recovery");
        int fd = (int) SystemCall.open(name(file), 0, 0);
        assertThat(status.ofDescriptor(fd)).isZero();
        SystemCall.close(fd);
        long device = status.device();
        assertThat(status.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        assertThat(status.lengthBytes()).isEqualTo(8);
        assertThat(status.isRegular()).isTrue();
        assertThat(status.isDirectory()).isFalse();

        Files.createLink(directory.resolve("same"), file);
        assertThat(status.ofName(name(directory.resolve("same")))).isZero();
        assertThat(status.device()).isEqualTo(device);
        assertThat(status.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
    }

    @Test
    void looksAtALinkAndNotThroughIt() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
        assertThat(status.ofName(name(link))).isZero();
        assertThat(status.isRegular()).isFalse();
        assertThat(status.isDirectory()).isFalse();
        assertThat(status.ofName(name(directory))).isZero();
        assertThat(status.isDirectory()).isTrue();
    }

    @Test
    void failsWithTheKernelsErrors() {
        assertThat(status.ofName(name(directory.resolve("nothing")))).isEqualTo(-Errno.ENOENT);
        assertThat(status.ofDescriptor(-1)).isEqualTo(-Errno.EBADF);
    }
}
