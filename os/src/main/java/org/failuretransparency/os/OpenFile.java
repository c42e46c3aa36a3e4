package org.failuretransparency.os;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/// An open file: positional reads and writes from native memory, allocation, an exclusive lock, data syncs.
/// Every method that touches the file is one system call (a short read or write is continued) and allocates nothing.
///
/// **Threads**: positional calls may run concurrently; [#close()] may not run beside them.
///
/// **Throws**: [OsException] from every call that fails, with the path.
public final class OpenFile implements AutoCloseable {

    private static final int O_RDONLY = 0;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_EXCL = 0x80;
    private static final int O_CLOEXEC = 0x80000;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int OWNER_WRITES_ALL_READ = 0b110_100_100;

    /// The encoding of file names that `java.nio.file` uses, so that both mean the same file.
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

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

    /// Opens a file or a directory that exists, for reading; it can be locked all the same.
    public static OpenFile openToRead(Path path) {
        return open(path, O_RDONLY | O_CLOEXEC);
    }

    /// Creates a file; one that exists already is refused with `EEXIST`.
    public static OpenFile create(Path path) {
        return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC);
    }

    private static OpenFile open(Path path, int flags) {
        int fd;
        do {
            fd = LibC.open(cString(path), flags, OWNER_WRITES_ALL_READ);
        } while (fd < 0 && Native.getLastError() == Errno.EINTR);
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
        int errno = flock(LOCK_EX | LOCK_NB);
        if (errno == Errno.EAGAIN) {
            return false;
        }
        if (errno != 0) {
            throw new OsException("flock", "path=" + path, errno);
        }
        return true;
    }

    /// Takes the file's exclusive lock, waiting until nobody else has it.
    public void lock() {
        int errno = flock(LOCK_EX);
        if (errno != 0) {
            throw new OsException("flock", "path=" + path, errno);
        }
    }

    private int flock(int operation) {
        while (LibC.flock(fd, operation) != 0) {
            int errno = Native.getLastError();
            if (errno != Errno.EINTR) {
                return errno;
            }
        }
        return 0;
    }

    /// Whether the path still names this very file. A lock proves ownership only then: the file may have been removed,
    /// and another made in its place, between opening and locking.
    public boolean isStillNamed() {
        try {
            return key(Path.of("/proc/self/fd/" + fd)).equals(key(path));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object key(Path path) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(path, BasicFileAttributes.class).fileKey());
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

    /// Fills `target` (native memory) from the file's bytes at `offset`; returns how many bytes there were before the
    /// end.
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
            if (count == 0) {
                throw new OsException("pwrite", "path=" + path + ", offset=" + (offset + done), Errno.EIO);
            }
            done += Math.max(0, checked("pwrite", count, offset + done));
        }
    }

    /// Forces the file's data to its device (`fdatasync`), mapped stores included.
    public void syncData() {
        while (LibC.fdatasync(fd) != 0) {
            checked("fdatasync", -1, 0);
        }
    }

    /// Enters the kernel for this file and asks it for nothing: what a sync costs where memory itself is stable
    /// storage.
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
            int errno = LibC.close(closing) == 0 ? 0 : Native.getLastError();
            // Linux has closed the descriptor also when a signal interrupted the call; closing it again could hit
            // another file.
            if (errno != 0 && errno != Errno.EINTR) {
                throw new OsException("close", "path=" + path, errno);
            }
        }
    }

    static byte[] cString(Path path) {
        return (path + "\0").getBytes(NAMES);
    }
}
