package org.failuretransparency.checkpoint;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.vista.PageTracker;

/// What a process's context says of each of its descriptors: enough to open them again. A record is changed when a
/// system call changes what it says, in the transaction of the interval, and so goes back with it.
/// ```
///  off   len  field        meaning
///    0     4  kind         0 none, 1 lent by the JVM, 2 file, 3 socket, 4 closed though lent
///    4     4  flags        of `open`, without those that create or truncate
///    8     8  position     of a file
///   16     4  nonBlocking  1 if calls on it do not wait
///   20     4  named        of a socket: bit 0 bound, bit 1 connected; of a file: bit 2 unlinked while it is open
///   24    16  bound        `sockaddr_in`
///   40    16  connected    `sockaddr_in`
///   56     8  device       of a file, also of a lent one that can only be read; zeros: not recorded
///   64     8  inode
///   72     8  lengthBytes  of a file at the last checkpoint, of a lent one at the start
///   80     4  modesSet     1 if the process set terminal modes
///   84    36  modes        `termios` as the process set them
///  128  4096  path         of a file, absolute; zero-terminated
/// ```
final class DescriptorRecords {

    static final int NONE = 0;
    static final int LENT = 1;
    static final int FILE = 2;
    static final int SOCKET = 3;
    static final int CLOSED = 4;

    static final int BOUND = 1;
    static final int CONNECTED = 2;
    static final int UNLINKED = 4;

    static final int PATH_BYTES = 4096;

    static final MemoryLayout RECORD = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("kind"),
            ValueLayout.JAVA_INT.withName("flags"),
            ValueLayout.JAVA_LONG.withName("position"),
            ValueLayout.JAVA_INT.withName("nonBlocking"),
            ValueLayout.JAVA_INT.withName("named"),
            MemoryLayout.sequenceLayout(16, ValueLayout.JAVA_BYTE).withName("bound"),
            MemoryLayout.sequenceLayout(16, ValueLayout.JAVA_BYTE).withName("connected"),
            ValueLayout.JAVA_LONG.withName("device"),
            ValueLayout.JAVA_LONG.withName("inode"),
            ValueLayout.JAVA_LONG.withName("lengthBytes"),
            ValueLayout.JAVA_INT.withName("modesSet"),
            MemoryLayout.sequenceLayout(36, ValueLayout.JAVA_BYTE).withName("modes"),
            MemoryLayout.paddingLayout(8),
            MemoryLayout.sequenceLayout(PATH_BYTES, ValueLayout.JAVA_BYTE).withName("path"));

    static final long LENGTH_BYTES = Descriptors.LIMIT * RECORD.byteSize();

    static final long KIND = offsetOf("kind");
    static final long FLAGS = offsetOf("flags");
    static final long POSITION = offsetOf("position");
    static final long NON_BLOCKING = offsetOf("nonBlocking");
    static final long NAMED = offsetOf("named");
    static final long BOUND_ADDRESS = offsetOf("bound");
    static final long CONNECTED_ADDRESS = offsetOf("connected");
    static final long DEVICE = offsetOf("device");
    static final long INODE = offsetOf("inode");
    static final long FILE_BYTES = offsetOf("lengthBytes");
    static final long MODES_SET = offsetOf("modesSet");
    static final long MODES = offsetOf("modes");
    static final long PATH = offsetOf("path");

    private final PageTracker context;

    /// @param context the process's context, logged by lines of 64 bytes
    DescriptorRecords(PageTracker context) {
        this.context = context;
    }

    static long offsetOf(String field) {
        return RECORD.byteOffset(groupElement(field));
    }

    private static long at(int fd, long field) {
        return ContextLayout.DESCRIPTORS + fd * RECORD.byteSize() + field;
    }

    int getInt(int fd, long field) {
        return context.memory().getInt(at(fd, field));
    }

    long getLong(int fd, long field) {
        return context.memory().getLong(at(fd, field));
    }

    byte[] get(int fd, long field, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        context.memory().get(at(fd, field), bytes);
        return bytes;
    }

    /// Stores only what differs, so that a record that stays as it is costs no log.
    void putInt(int fd, long field, int value) {
        if (getInt(fd, field) != value) {
            context.putInt(at(fd, field), value);
        }
    }

    void putLong(int fd, long field, long value) {
        if (getLong(fd, field) != value) {
            context.putLong(at(fd, field), value);
        }
    }

    void put(int fd, long field, byte[] bytes) {
        context.put(at(fd, field), bytes);
    }

    /// The path, a string of one character a byte.
    String path(int fd) {
        byte[] bytes = get(fd, PATH, PATH_BYTES);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /// Begins a record of that kind, with everything else zero but the path's rest.
    void begin(int fd, int kind) {
        long start = at(fd, 0);
        context.put(start, new byte[(int) PATH + 1]);
        context.putInt(start, kind);
    }
}
