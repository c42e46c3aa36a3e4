package org.failuretransparency.os;

import com.sun.jna.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What the kernel says of a file (`statx`): which one it is, of what type, how long. Filled by a call, read by the
/// accessors until the next one; a call allocates nothing.
///
/// **Threads**: one at a time.
public final class FileStatus {

    private static final int TYPE_MASK = 0xF000;
    private static final int DIRECTORY = 0x4000;
    private static final int REGULAR = 0x8000;

    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int BASIC_STATS = 0x7FF;

    /// Offsets in `struct statx`, which is the same on all processors.
    private static final long MODE = 28;

    private static final long INODE = 32;
    private static final long LENGTH = 40;
    private static final long DEVICE_MAJOR = 136;
    private static final long DEVICE_MINOR = 140;
    private static final long BYTES = 256;

    private final MemorySegment status;
    private final MemorySegment emptyName;

    public FileStatus(Arena arena) {
        this.status = arena.allocate(BYTES, Long.BYTES);
        this.emptyName = arena.allocate(1);
    }

    /// Asks about an open file; 0 or the negated error number.
    public long ofDescriptor(int fd) {
        return ask(fd, emptyName.address(), AT_EMPTY_PATH);
    }

    /// Asks about what the zero-terminated name at `path` names, which can be a symbolic link; 0 or the negated error
    /// number.
    public long ofName(long path) {
        return ask(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
    }

    private long ask(int directory, long path, int flags) {
        return LibC.statx(directory, path, flags, BASIC_STATS, status.address()) == 0 ? 0 : -Native.getLastError();
    }

    /// The device that the file is on, as one number.
    public long device() {
        return (long) status.get(ValueLayout.JAVA_INT, DEVICE_MAJOR) << Integer.SIZE
                | Integer.toUnsignedLong(status.get(ValueLayout.JAVA_INT, DEVICE_MINOR));
    }

    /// Its number on that device.
    public long inode() {
        return status.get(ValueLayout.JAVA_LONG, INODE);
    }

    public long lengthBytes() {
        return status.get(ValueLayout.JAVA_LONG, LENGTH);
    }

    public boolean isRegular() {
        return type() == REGULAR;
    }

    public boolean isDirectory() {
        return type() == DIRECTORY;
    }

    private int type() {
        return status.get(ValueLayout.JAVA_SHORT, MODE) & TYPE_MASK;
    }
}
