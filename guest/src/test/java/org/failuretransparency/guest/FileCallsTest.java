package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The system calls on files and pipes against the real kernel: what they do, what they store where, how they fail.
class FileCallsTest {

    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_APPEND = 0x400;
    private static final int O_NONBLOCK = 0x800;
    private static final long PATH = 0;
    private static final long OTHER = 1024;
    private static final long BUFFER = 4096;
    private static final long OUTSIDE = 1L << 40;

    @TempDir
    private Path directory;

    private Path file;
    private Machine machine;

    @BeforeEach
    void start() {
        machine = new Machine();
        file = directory.resolve("file");
        machine.string(PATH, file.toString());
        machine.string(OTHER, directory.resolve("other").toString());
        machine.string(BUFFER, "recovery");
    }

    @AfterEach
    void end() {
        machine.close();
    }

    private long create() {
        return machine.call(SystemCalls.OPEN, PATH, O_RDWR | O_CREAT, 0b110_100_000);
    }

    @Test
    void writesSeeksAndReads() throws IOException {
        assertThat(create()).isZero();
        assertThat(machine.call(SystemCalls.WRITE, 0, BUFFER, 8)).isEqualTo(8);
        assertThat(Files.readString(file)).isEqualTo("recovery");
        assertThat(machine.call(SystemCalls.LSEEK, 0, 2, 0)).isEqualTo(2);
        assertThat(machine.call(SystemCalls.READ, 0, BUFFER + 100, 100)).isEqualTo(6);
        assertThat(machine.text(BUFFER + 100, 6)).isEqualTo("covery");
        assertThat(machine.call(SystemCalls.READ, 0, BUFFER, 100)).isZero();
        assertThat(machine.call(SystemCalls.LSEEK, 0, -1, 2)).isEqualTo(7);
        assertThat(machine.call(SystemCalls.LSEEK, 0, 0, 1)).isEqualTo(7);
        assertThat(machine.call(SystemCalls.READ, 0, BUFFER, 0)).isZero();
        assertThat(machine.call(SystemCalls.WRITE, 0, BUFFER, 0)).isZero();
        assertThat(machine.call(SystemCalls.FTRUNCATE, 0, 3)).isZero();
        assertThat(Files.size(file)).isEqualTo(3);
        assertThat(machine.call(SystemCalls.CLOSE, 0)).isZero();
        assertThat(machine.call(SystemCalls.READ, 0, BUFFER, 1)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void renamesAndUnlinks() {
        create();
        assertThat(machine.call(SystemCalls.RENAME, PATH, OTHER)).isZero();
        assertThat(file).doesNotExist();
        assertThat(directory.resolve("other")).exists();
        assertThat(machine.call(SystemCalls.RENAME, PATH, OTHER)).isEqualTo(-Errno.ENOENT);
        assertThat(machine.call(SystemCalls.UNLINK, OTHER)).isZero();
        assertThat(directory).isEmptyDirectory();
        assertThat(machine.call(SystemCalls.UNLINK, OTHER)).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void getsAndSetsFlags() throws IOException {
        create();
        machine.call(SystemCalls.WRITE, 0, BUFFER, 8);
        assertThat(machine.call(SystemCalls.FCNTL, 0, 4, O_APPEND | O_NONBLOCK)).isZero();
        assertThat(machine.call(SystemCalls.FCNTL, 0, 3) & (O_RDWR | O_APPEND | O_NONBLOCK))
                .isEqualTo(O_RDWR | O_APPEND | O_NONBLOCK);
        machine.call(SystemCalls.LSEEK, 0, 0, 0);
        machine.call(SystemCalls.WRITE, 0, BUFFER, 2);
        assertThat(Files.readString(file)).isEqualTo("recoveryre");
        assertThat(machine.call(SystemCalls.FCNTL, 0, 4, 0)).isZero();
        assertThat(machine.call(SystemCalls.FCNTL, 0, 3) & (O_APPEND | O_NONBLOCK))
                .isZero();
        assertThat(machine.call(SystemCalls.FCNTL, 0, 1, 0)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void givesOutTheLowestFreeDescriptor() {
        for (int fd = 0; fd < Descriptors.LIMIT; fd++) {
            assertThat(create()).isEqualTo(fd);
        }
        assertThat(create()).isEqualTo(-Errno.EMFILE);
        assertThat(machine.call(SystemCalls.SOCKET, 2, 2)).isEqualTo(-Errno.EMFILE);
        machine.call(SystemCalls.CLOSE, 5);
        machine.call(SystemCalls.CLOSE, 3);
        assertThat(create()).isEqualTo(3);
        assertThat(machine.call(SystemCalls.OPEN, PATH, O_NONBLOCK)).isEqualTo(5);
        assertThat(machine.descriptors.isNonBlocking(5)).isTrue();
    }

    @Test
    void failsWithTheKernelsErrors() {
        assertThat(machine.call(SystemCalls.OPEN, PATH, 0)).isEqualTo(-Errno.ENOENT);
        for (int call : new int[] {
            SystemCalls.READ,
            SystemCalls.WRITE,
            SystemCalls.CLOSE,
            SystemCalls.LSEEK,
            SystemCalls.FTRUNCATE,
            SystemCalls.FCNTL,
            SystemCalls.IOCTL
        }) {
            assertThat(machine.call(call, 7, BUFFER, 1)).as("call " + call).isEqualTo(-Errno.EBADF);
            assertThat(machine.call(call, -1, BUFFER, 1)).as("call " + call).isEqualTo(-Errno.EBADF);
            assertThat(machine.call(call, 1L << 32, BUFFER, 1))
                    .as("call " + call)
                    .isEqualTo(-Errno.EBADF);
        }
        create();
        assertThat(machine.call(SystemCalls.LSEEK, 0, -1, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.READ, 0, BUFFER, -1)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.WRITE, 0, BUFFER, -1)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.call(SystemCalls.IOCTL, 0, 0x5401, BUFFER)).isEqualTo(-Errno.ENOTTY);
    }

    @Test
    void failsWithEfaultForMemoryThatIsNotTheProgramsToUse() {
        create();
        for (long address : new long[] {OUTSIDE, -8, Machine.SPACE.lengthBytes() - 4}) {
            assertThat(machine.call(SystemCalls.READ, 0, address, 8)).isEqualTo(-Errno.EFAULT);
            assertThat(machine.call(SystemCalls.WRITE, 0, address, 8)).isEqualTo(-Errno.EFAULT);
        }
        assertThat(machine.call(SystemCalls.OPEN, OUTSIDE, 0)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.call(SystemCalls.RENAME, PATH, -1)).isEqualTo(-Errno.EFAULT);
        machine.memory.protect(0, 2 * AddressSpace.PAGE_BYTES, Memory.READ);
        assertThat(machine.call(SystemCalls.READ, 0, BUFFER, 8)).isEqualTo(-Errno.EFAULT);
        assertThat(machine.call(SystemCalls.WRITE, 0, BUFFER, 8)).isEqualTo(8);
        machine.memory.protect(0, AddressSpace.PAGE_BYTES, Memory.NONE);
        assertThat(machine.call(SystemCalls.UNLINK, PATH)).isEqualTo(-Errno.EFAULT);
        machine.memory.protect(0, AddressSpace.PAGE_BYTES, Memory.READ_WRITE);
        machine.memory.fill(0, 4096, (byte) 'x');
        assertThat(machine.call(SystemCalls.UNLINK, PATH)).isEqualTo(-Errno.ENAMETOOLONG);
    }

    @Test
    void aPipeMakesReadersAndWritersWait() throws IOException, InterruptedException {
        machine.descriptors.give(0, HostFiles.pipe(directory.resolve("pipe")), false);
        assertThat(machine.call(SystemCalls.FCNTL, 0, 4, O_NONBLOCK)).isZero();
        assertThat(machine.call(SystemCalls.READ, 0, BUFFER, 8)).isEqualTo(-Errno.EAGAIN);
        assertThat(machine.call(SystemCalls.LSEEK, 0, 0, 0)).isEqualTo(-Errno.ESPIPE);
        assertThat(machine.call(SystemCalls.WRITE, 0, BUFFER, 8)).isEqualTo(8);
        assertThat(machine.call(SystemCalls.READ, 0, BUFFER + 8, 100)).isEqualTo(8);
        assertThat(machine.text(BUFFER + 8, 8)).isEqualTo("recovery");
        // Never more at once than a pipe takes without waiting.
        long written;
        do {
            written = machine.call(SystemCalls.WRITE, 0, BUFFER, 8192);
            assertThat(written).isIn(FileCalls.PIPE_BYTES, (long) -Errno.EAGAIN);
        } while (written > 0);
        assertThat(machine.call(SystemCalls.FCNTL, 0, 4, 0)).isZero();
        machine.kernel.timer().arm(1_000_000, 0);
        assertThat(machine.call(SystemCalls.WRITE, 0, BUFFER, 8192)).isEqualTo(-Errno.EINTR);
        assertThat(machine.registers.pendingSignals()).isEqualTo(Signals.bit(Signals.SIGALRM));
    }

    @Test
    void writingWhereNobodyReadsFails() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        int both = HostFiles.pipe(pipe);
        machine.descriptors.give(0, HostFiles.toWrite(pipe), false);
        SystemCall.close(both);
        assertThat(machine.call(SystemCalls.WRITE, 0, BUFFER, 8)).isEqualTo(-Errno.EPIPE);
    }

    @Test
    void lentDescriptorsStayOpen() throws IOException {
        int host = HostFiles.toWrite(file);
        machine.descriptors.lend(4, host);
        assertThat(machine.call(SystemCalls.CLOSE, 4)).isZero();
        machine.descriptors.give(4, host, false);
        assertThat(machine.call(SystemCalls.WRITE, 4, BUFFER, 8)).isEqualTo(8);
        assertThat(machine.call(SystemCalls.CLOSE, 4)).isZero();
        assertThat(machine.call(SystemCalls.CLOSE, 4)).isEqualTo(-Errno.EBADF);
        assertThat(Files.size(file)).isEqualTo(8);
    }
}
