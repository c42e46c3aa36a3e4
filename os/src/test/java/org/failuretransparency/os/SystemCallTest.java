package org.failuretransparency.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Results and negated error numbers come back as the kernel has them.
class SystemCallTest {

    private static final int O_RDWR_CREAT = 0x42;
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int IN = 1;

    @TempDir
    private Path directory;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(64, 8);

    @AfterEach
    void release() {
        arena.close();
    }

    private long path(String name) {
        return arena.allocateFrom(directory.resolve(name).toString()).address();
    }

    @Test
    void callsOnFiles() {
        int fd = (int) SystemCall.open(path("file"), O_RDWR_CREAT, 0b110_000_000);
        assertThat(fd).isNotNegative();
        buffer.set(ValueLayout.JAVA_LONG, 0, 42);
        assertThat(SystemCall.write(fd, buffer.address(), 8)).isEqualTo(8);
        assertThat(SystemCall.ftruncate(fd, 16)).isZero();
        assertThat(SystemCall.lseek(fd, 0, 2)).isEqualTo(16);
        assertThat(SystemCall.lseek(fd, 0, 0)).isZero();
        assertThat(SystemCall.read(fd, buffer.address() + 16, 40)).isEqualTo(16);
        assertThat(buffer.get(ValueLayout.JAVA_LONG, 16)).isEqualTo(42);
        assertThat(SystemCall.fcntl(fd, 3, 0) & 3).isEqualTo(2);
        assertThat(SystemCall.ioctl(fd, 0x5401, buffer.address())).isEqualTo(-Errno.ENOTTY);
        assertThat(SystemCall.close(fd)).isZero();
        assertThat(SystemCall.close(fd)).isEqualTo(-Errno.EBADF);
        assertThat(SystemCall.rename(path("file"), path("other"))).isZero();
        assertThat(SystemCall.unlink(path("file"))).isEqualTo(-Errno.ENOENT);
        assertThat(SystemCall.unlink(path("other"))).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void readsAndWritesAtAPlace() {
        int fd = (int) SystemCall.open(path("file"), O_RDWR_CREAT, 0b110_000_000);
        buffer.set(ValueLayout.JAVA_LONG, 0, 42);
        assertThat(SystemCall.pwrite(fd, buffer.address(), 8, 100)).isEqualTo(8);
        assertThat(SystemCall.pread(fd, buffer.address() + 16, 40, 100)).isEqualTo(8);
        assertThat(buffer.get(ValueLayout.JAVA_LONG, 16)).isEqualTo(42);
        assertThat(SystemCall.lseek(fd, 0, 1)).isZero();
        assertThat(SystemCall.fdatasync(fd)).isZero();
        assertThat(SystemCall.fsync(fd)).isZero();
        MemorySegment name = arena.allocate(4096, 8);
        long length = SystemCall.readlink(
                arena.allocateFrom("/proc/self/fd/" + fd).address(), name.address(), name.byteSize());
        assertThat(new String(name.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8))
                .isEqualTo(directory.resolve("file").toString());
        SystemCall.close(fd);
        assertThat(SystemCall.pread(fd, buffer.address(), 8, 0)).isEqualTo(-Errno.EBADF);
        assertThat(SystemCall.pwrite(fd, buffer.address(), 8, 0)).isEqualTo(-Errno.EBADF);
        assertThat(SystemCall.fdatasync(fd)).isEqualTo(-Errno.EBADF);
        assertThat(SystemCall.fsync(fd)).isEqualTo(-Errno.EBADF);
        assertThat(SystemCall.readlink(path("file"), name.address(), 1)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void callsOnSockets() {
        MemorySegment name = arena.allocate(16, 8);
        MemorySegment length = arena.allocate(4, 4);
        length.set(ValueLayout.JAVA_INT, 0, 16);
        name.set(ValueLayout.JAVA_INT, 0, AF_INET);
        name.set(ValueLayout.JAVA_INT, 4, 0x0100007F);
        int first = (int) SystemCall.socket(AF_INET, SOCK_DGRAM, 0);
        int second = (int) SystemCall.socket(AF_INET, SOCK_DGRAM, 0);
        assertThat(SystemCall.bind(first, name.address(), 16)).isZero();
        assertThat(SystemCall.getsockname(first, name.address(), length.address()))
                .isZero();
        assertThat(SystemCall.sendto(second, buffer.address(), 5, 0, name.address(), 16))
                .isEqualTo(5);
        assertThat(SystemCall.recvfrom(first, buffer.address(), 64, 0, 0, 0)).isEqualTo(5);
        assertThat(SystemCall.connect(second, name.address(), 16)).isZero();
        assertThat(SystemCall.write(second, buffer.address(), 3)).isEqualTo(3);
        assertThat(SystemCall.read(first, buffer.address(), 64)).isEqualTo(3);
        assertThat(SystemCall.bind(first, name.address(), 16)).isEqualTo(-Errno.EINVAL);
        SystemCall.close(first);
        SystemCall.close(second);
    }

    @Test
    void waitsForDescriptorsAndTellsTheTime() {
        int event = (int) SystemCall.eventfd();
        MemorySegment polled = arena.allocate(8, 8);
        MemorySegment timeout = arena.allocate(16, 8);
        polled.set(ValueLayout.JAVA_INT, 0, event);
        polled.set(ValueLayout.JAVA_SHORT, 4, (short) IN);
        assertThat(SystemCall.ppoll(polled.address(), 1, timeout.address())).isZero();
        assertThat(SystemCall.read(event, buffer.address(), 8)).isEqualTo(-Errno.EAGAIN);
        buffer.set(ValueLayout.JAVA_LONG, 0, 1);
        assertThat(SystemCall.write(event, buffer.address(), 8)).isEqualTo(8);
        assertThat(SystemCall.ppoll(polled.address(), 1, 0)).isEqualTo(1);
        assertThat(polled.get(ValueLayout.JAVA_SHORT, 6)).isEqualTo((short) IN);
        SystemCall.close(event);
        assertThat(SystemCall.gettimeofday(buffer.address())).isZero();
        assertThat(buffer.get(ValueLayout.JAVA_LONG, 0)).isCloseTo(System.currentTimeMillis() / 1000, within(2L));
    }
}
