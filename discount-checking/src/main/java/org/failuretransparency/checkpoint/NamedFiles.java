package org.failuretransparency.checkpoint;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.FileStatus;
import org.failuretransparency.os.SystemCall;
import org.jspecify.annotations.Nullable;

/// System calls on files by name. A name is bytes, whatever they stand for; here it is a string of one character a
/// byte. Results are those of the calls, or the negated error number.
///
/// **Threads**: one.
final class NamedFiles {

    private static final int NAME_BYTES = 4097;

    private static final int O_PATH = 0x20_0000;
    private static final int O_DIRECTORY = 0x1_0000;

    /// Bytes of a file's own name that its hidden name begins with; 255 is the limit for both.
    private static final int HIDDEN_STEM_BYTES = 150;

    private final MemorySegment first;
    private final MemorySegment second;
    private final FileStatus status;
    private final StopPoints points;

    NamedFiles(Arena arena, StopPoints points) {
        this.first = arena.allocate(NAME_BYTES);
        this.second = arena.allocate(NAME_BYTES);
        this.status = new FileStatus(arena);
        this.points = points;
    }

    /// The zero-terminated name at a native address.
    static String at(long address) {
        return MemorySegment.ofAddress(address).reinterpret(NAME_BYTES).getString(0, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// The name as people read it.
    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /// The directory of an absolute name.
    static String directory(String name) {
        return name.substring(0, Math.max(1, name.lastIndexOf('/')));
    }

    /// The name that a file gets until its removal: in the same directory, and of no other file.
    ///
    /// @param process what no other process has
    /// @param number what no other file of the process has
    static String aside(String name, long process, String number) {
        String own = name.substring(name.lastIndexOf('/') + 1);
        String stem = own.substring(0, Math.min(own.length(), HIDDEN_STEM_BYTES));
        String hidden = "." + stem + ".dc" + Long.toHexString(process) + "-" + number;
        return name.substring(0, name.lastIndexOf('/') + 1) + hidden;
    }

    /// What the last [#stat] or [#statOf] said.
    FileStatus status() {
        return status;
    }

    long stat(String name) {
        return fits(name) ? status.ofName(put(first, name)) : -Errno.ENAMETOOLONG;
    }

    /// Whether the result of [#stat] says that there is no file of the name.
    static boolean saysMissing(long result) {
        return result == -Errno.ENOENT || result == -Errno.ENOTDIR || result == -Errno.ENAMETOOLONG;
    }

    long statOf(int hostDescriptor) {
        return status.ofDescriptor(hostDescriptor);
    }

    long open(String name, int flags, int mode) {
        points.reached("open");
        return fits(name) ? SystemCall.open(put(first, name), flags, mode) : -Errno.ENAMETOOLONG;
    }

    long unlink(String name) {
        points.reached("unlink");
        return SystemCall.unlink(put(first, name));
    }

    long rename(String from, String to) {
        points.reached("rename");
        return fits(to) ? SystemCall.rename(put(first, from), put(second, to)) : -Errno.ENAMETOOLONG;
    }

    long truncate(int hostDescriptor, long lengthBytes) {
        points.reached("ftruncate");
        return SystemCall.ftruncate(hostDescriptor, lengthBytes);
    }

    /// Forces the names in the directory of an absolute name.
    long forceDirectoryOf(String name) {
        points.reached("fsync");
        long directory = SystemCall.open(put(first, directory(name)), O_DIRECTORY, 0);
        if (directory < 0) {
            return directory;
        }
        long result = SystemCall.fsync((int) directory);
        SystemCall.close((int) directory);
        return result;
    }

    long forceData(int hostDescriptor) {
        points.reached("fdatasync");
        return SystemCall.fdatasync(hostDescriptor);
    }

    /// The absolute name that a descriptor was opened by, without symbolic links.
    String nameOf(int hostDescriptor) {
        long length =
                SystemCall.readlink(put(first, "/proc/self/fd/" + hostDescriptor), second.address(), second.byteSize());
        return length < 0
                ? ""
                : new String(second.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    /// The same name from the root on and with no symbolic links but perhaps the last part; null if its directory
    /// cannot be looked into, or if its last part is no name.
    @Nullable
    String resolve(String name) {
        if (!endsWithName(name)) {
            return null;
        }
        int slash = name.lastIndexOf('/');
        String last = name.substring(slash + 1);
        String directory = slash < 0 ? "." : name.substring(0, slash + 1);
        long opened = SystemCall.open(put(first, directory), O_PATH | O_DIRECTORY, 0);
        if (opened < 0) {
            return null;
        }
        String real = nameOf((int) opened);
        SystemCall.close((int) opened);
        return "/".equals(real) ? real + last : real.isEmpty() ? null : real + "/" + last;
    }

    static boolean endsWithName(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return !last.isEmpty() && !".".equals(last) && !"..".equals(last);
    }

    /// Whether what a file of that absolute name holds is made up when it is read, whatever its type and length.
    static boolean isOfKernel(String name) {
        return name.startsWith("/proc/") || name.startsWith("/sys/");
    }

    private static boolean fits(String name) {
        return name.length() < NAME_BYTES;
    }

    private static long put(MemorySegment target, String name) {
        byte[] bytes = bytes(name);
        MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, 0, bytes.length);
        target.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
        return target.address();
    }

    /// Requires that a file or directory was forced: otherwise the interval must not be committed.
    static void requireForced(long result, String name) {
        if (result < 0) {
            throw new IllegalStateException(
                    "file cannot be forced: file=" + text(name) + ", errno=" + Errno.nameOf((int) -result));
        }
    }
}
