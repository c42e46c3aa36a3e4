package org.failuretransparency.os;

import com.sun.jna.Native;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// An open file: positional reads and writes from native memory, allocation, an exclusive lock, data syncs.
/// Every method that touches the file is one system call (a short read or write is continued) and allocates nothing.
///
/// **Threads**: positional calls may run concurrently; [#close()] may not run beside them.
///
/// **Throws**: [OsException] from every call that fails, with the path.
public final class OpenFile implements AutoCloseable {

    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_EXCL = 0x80;
    private static final int O_CLOEXEC = 0x80000;
    private static final int LOCK_EX_NB = 2 | 4;
    private static final int OWNER_READS_AND_WRITES = 0b110_100_100;

    private final Path path;
    private int fd;

    private OpenFile(Path path, int fd) {
        this.path = path;
        this.fd = fd;
    }

    /// Opens a file that exists, for reading and writing.
    public static OpenFile open(Path path) {
        return open(path, O_RDWR | O_CLOEXEC);
    }

    /// Creates a file; one that exists already is refused with `EEXIST`.
    public static OpenFile create(Path path) {
        return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC);
    }

    private static OpenFile open(Path path, int flags) {
        int fd = LibC.open(cString(path), flags, OWNER_READS_AND_WRITES);
        if (fd < 0) {
            throw new OsException("open", "path=" + path, Native.getLastError());
        }
        return new OpenFile(path, fd);
    }

    public Path path() {
        return path;
    }

    /// Takes the file's exclusive lock (`flock`), which ends with this open file, also when the process is killed.
    /// Returns false if another open file holds it, in this process or in another.
    public boolean tryLock() {
        if (LibC.flock(fd, LOCK_EX_NB) == 0) {
            return true;
        }
        int errno = Native.getLastError();
        if (errno == Errno.EAGAIN) {
            return false;
        }
        throw new OsException("flock", "path=" + path, errno);
    }

    /// Gives the range its blocks now, so that no later store can run out of space. The new bytes are zero.
    public void allocate(long offset, long lengthBytes) {
        int errno;
        do {
            errno = LibC.posix_fallocate(fd, offset, lengthBytes);
        } while (errno == Errno.EINTR);
        if (errno != 0) {
            throw new OsException("posix_fallocate", "path=" + path + ", lengthBytes=" + lengthBytes, errno);
        }
    }

    /// Fills `target` (native memory) from the file's bytes at `offset`; returns how many bytes there were before the end.
    public long read(long offset, MemorySegment target) {
        long done = 0;
        while (done < target.byteSize()) {
            long count = LibC.pread(fd, target.address() + done, target.byteSize() - done, offset + done);
            if (count == 0) {
                break;
            }
            done += Math.max(0, checked("pread", count, offset + done));
        }
        return done;
    }

    /// Writes `lengthBytes` bytes of native memory from `address` to the file at `offset`.
    public void write(long offset, long address, long lengthBytes) {
        long done = 0;
        while (done < lengthBytes) {
            long count = LibC.pwrite(fd, address + done, lengthBytes - done, offset + done);
            done += Math.max(0, checked("pwrite", count, offset + done));
        }
    }

    /// Forces the file's data to its device (`fdatasync`), mapped stores included.
    public void syncData() {
        while (LibC.fdatasync(fd) != 0) {
            checked("fdatasync", -1, 0);
        }
    }

    /// Enters the kernel for this file and asks it for nothing: what a sync costs where memory itself is stable storage.
    public void absorbedSync() {
        if (LibC.sync_file_range(fd, 0, 0, 0) != 0) {
            throw new OsException("sync_file_range", "path=" + path, Native.getLastError());
        }
    }

    /// Returns `result`, or -1 for a call that a signal interrupted and that is to be issued again.
    private long checked(String call, long result, long offset) {
        if (result >= 0) {
            return result;
        }
        int errno = Native.getLastError();
        if (errno == Errno.EINTR) {
            return -1;
        }
        throw new OsException(call, "path=" + path + ", offset=" + offset, errno);
    }

    @Override
    public void close() {
        if (fd >= 0) {
            int closing = fd;
            fd = -1;
            if (LibC.close(closing) != 0 && Native.getLastError() != Errno.EINTR) {
                throw new OsException("close", "path=" + path, Native.getLastError());
            }
        }
    }

    static byte[] cString(Path path) {
        return (path + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
