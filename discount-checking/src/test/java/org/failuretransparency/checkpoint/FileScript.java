package org.failuretransparency.checkpoint;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.guest.TerminalRequests;

/// A program that carries out a list of system calls on files in a directory, and at last writes what they returned and
/// read to the file `results` there. Descriptors are given out from 3 on.
final class FileScript {

    static final int RDONLY = 0;
    static final int WRONLY = 1;
    static final int RDWR = 2;
    static final int CREAT = 0x40;
    static final int EXCL = 0x80;
    static final int TRUNC = 0x200;
    static final int APPEND = 0x400;

    /// Where paths, data to write, results, and bytes that were read are.
    private static final long PATH = 0;

    private static final long OTHER = 4096;
    private static final long RESULTS = 8192;
    private static final long READ = 12288;
    private static final long DATA = 20480;
    private static final long DATA_BYTES = 3L << 20;

    private static final int READ_BYTES = 64;
    private static final int MODE = 0b110_100_100;

    private record Op(int call, String path, String other, long a0, long a1, long a2, String data) {}

    private final List<Op> ops = new ArrayList<>();
    private final Path directory;

    FileScript(Path directory) {
        this.directory = directory;
    }

    private FileScript add(int call, String path, String other, long a0, long a1, long a2, String data) {
        ops.add(new Op(call, path, other, a0, a1, a2, data));
        return this;
    }

    FileScript open(String path, int flags) {
        return add(SystemCalls.OPEN, path, "", PATH, flags, MODE, "");
    }

    FileScript write(int fd, String data) {
        return add(SystemCalls.WRITE, "", "", fd, DATA, data.length(), data);
    }

    FileScript read(int fd, int lengthBytes) {
        return add(SystemCalls.READ, "", "", fd, READ + (long) READ_BYTES * ops.size(), lengthBytes, "");
    }

    FileScript lseek(int fd, long offset, int whence) {
        return add(SystemCalls.LSEEK, "", "", fd, offset, whence, "");
    }

    FileScript ftruncate(int fd, long lengthBytes) {
        return add(SystemCalls.FTRUNCATE, "", "", fd, lengthBytes, 0, "");
    }

    FileScript setFlags(int fd, int flags) {
        return add(SystemCalls.FCNTL, "", "", fd, 4, flags, "");
    }

    FileScript getFlags(int fd) {
        return add(SystemCalls.FCNTL, "", "", fd, 3, 0, "");
    }

    /// Asks for the modes of a terminal.
    FileScript modes(int fd) {
        return add(SystemCalls.IOCTL, "", "", fd, TerminalRequests.TCGETS, READ + (long) READ_BYTES * ops.size(), "");
    }

    FileScript close(int fd) {
        return add(SystemCalls.CLOSE, "", "", fd, 0, 0, "");
    }

    FileScript unlink(String path) {
        return add(SystemCalls.UNLINK, path, "", PATH, 0, 0, "");
    }

    FileScript rename(String from, String to) {
        return add(SystemCalls.RENAME, from, to, PATH, OTHER, 0, "");
    }

    FileScript checkpoint() {
        return add(SystemCalls.CHECKPOINT, "", "", 0, 0, 0, "");
    }

    /// The program; its last calls write the results.
    Program program() {
        int resultBytes = 8 * ops.size();
        int readBytes = READ_BYTES * ops.size();
        if (RESULTS + resultBytes > READ || READ + readBytes > DATA) {
            throw new IllegalStateException("script is too long: calls=" + ops.size());
        }
        FileScript whole = new FileScript(directory);
        whole.ops.addAll(ops);
        whole.open("results", WRONLY | CREAT | EXCL)
                .add(SystemCalls.WRITE, "", "", -1, RESULTS, resultBytes, "")
                .add(SystemCalls.WRITE, "", "", -2, READ, readBytes, "");
        List<Op> calls = List.copyOf(whole.ops);
        return new Program(
                "script",
                1,
                new AddressSpace(DATA + DATA_BYTES, 0, 16 << 10),
                List.of(new Program.Entry("main", 2, guest -> step(guest, calls))),
                0);
    }

    private void step(Guest g, List<Op> calls) {
        int next = g.point();
        if (next > 0 && RESULTS + 8L * next <= READ) {
            g.memory().putLong(RESULTS + 8L * (next - 1), g.result());
        }
        if (next == calls.size()) {
            g.exit(0);
            return;
        }
        Op op = calls.get(next);
        put(g, PATH, op.path());
        put(g, OTHER, op.other());
        byte[] data = op.data().getBytes(StandardCharsets.ISO_8859_1);
        g.memory().put(DATA, data, 0, data.length);
        // A negative descriptor is the result of that many calls before.
        long a0 = op.a0() < 0 ? g.memory().getLong(RESULTS + 8 * (next + op.a0())) : op.a0();
        g.request(op.call(), a0, op.a1(), op.a2(), 0);
        g.resumeAt(next + 1);
    }

    private void put(Guest g, long address, String path) {
        if (!path.isEmpty()) {
            byte[] bytes = (directory + "/" + path + "\0").getBytes(StandardCharsets.UTF_8);
            g.memory().put(address, bytes, 0, bytes.length);
        }
    }
}
