package org.failuretransparency.os;

import com.sun.jna.Native;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// What kind of file system holds a path.
public final class FileSystems {

    private static final long TMPFS_MAGIC = 0x01021994L;
    private static final long STATFS_BYTES = 256;

    private FileSystems() {}

    /// Whether the path lies on tmpfs, so that its pages are memory and nothing else.
    public static boolean isMemory(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statfs = arena.allocate(STATFS_BYTES, 8);
            if (LibC.statfs(OpenFile.cString(path), statfs.address()) != 0) {
                throw new OsException("statfs", "path=" + path, Native.getLastError());
            }
            return statfs.get(ValueLayout.JAVA_LONG, 0) == TMPFS_MAGIC;
        }
    }
}
