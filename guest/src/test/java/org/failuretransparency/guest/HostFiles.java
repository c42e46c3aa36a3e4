package org.failuretransparency.guest;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.failuretransparency.os.OsException;
import org.failuretransparency.os.SystemCall;

/// Descriptors of this JVM for tests.
public final class HostFiles {

    private static final int O_WRONLY_CREAT = 0x41;
    private static final int O_WRONLY_CREAT_APPEND = 0x441;
    private static final int O_RDWR_NOCTTY = 0x102;
    private static final int O_RDWR = 2;
    private static final int OWNER = 0b110_000_000;

    private HostFiles() {}

    public static int toRead(Path path) {
        return open(path, 0);
    }

    public static int toWrite(Path path) {
        return open(path, O_WRONLY_CREAT);
    }

    public static int toAppend(Path path) {
        return open(path, O_WRONLY_CREAT_APPEND);
    }

    public static int terminal(Path path) {
        return open(path, O_RDWR_NOCTTY);
    }

    /// Makes a named pipe; the descriptor is both of its ends.
    public static int pipe(Path path) throws IOException, InterruptedException {
        int status = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
        if (status != 0) {
            throw new IOException("mkfifo: path=" + path + ", status=" + status);
        }
        return open(path, O_RDWR);
    }

    private static int open(Path path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            long fd = SystemCall.open(arena.allocateFrom(path.toString()).address(), flags, OWNER);
            if (fd < 0) {
                throw new OsException("open", "path=" + path, (int) -fd);
            }
            return (int) fd;
        }
    }
}
