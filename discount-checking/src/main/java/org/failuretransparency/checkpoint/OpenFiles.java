package org.failuretransparency.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;
import org.jspecify.annotations.Nullable;

/// The files that a process has open: their records in its context, and beside them what need not be saved. Makes them
/// again at recovery.
///
/// A file is opened again by its name, and must be the same one. What recovery does to it is no more than to cut off
/// what the process appended, and so can be done again.
///
/// **Threads**: one.
///
/// **Throws**: [CheckpointException.FileGone], [CheckpointException.OtherFile], [CheckpointException.FileShorter] from
/// [#restore()].
///
/// **Source**: §5.2.2, open files and file positions.
final class OpenFiles {

    static final int O_ACCMODE = 3;
    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_TRUNC = 0x200;
    static final int O_APPEND = 0x400;
    /// What `fcntl` can change.
    static final int CHANGEABLE = O_APPEND | SystemCall.O_NONBLOCK | 0x2000 | 0x4000 | 0x4_0000;

    /// The position of a descriptor that has none, or whose position is not restored.
    static final long NO_POSITION = -1;

    /// The length of what is no regular file.
    static final long NO_LENGTH = -1;

    private static final String LENT_NAME = "lent by the JVM";

    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int SEEK_SET = 0;
    private static final int SEEK_CURRENT = 1;
    private static final int LIMIT = Descriptors.LIMIT;

    private final Path checkpoint;
    private final Descriptors descriptors;
    private final DescriptorRecords records;
    private final NamedFiles names;
    private final @Nullable String[] paths = new @Nullable String[LIMIT];
    private final @Nullable OpenInode[] inodes = new @Nullable OpenInode[LIMIT];

    OpenFiles(Path checkpoint, Descriptors descriptors, DescriptorRecords records, NamedFiles names) {
        this.checkpoint = checkpoint;
        this.descriptors = descriptors;
        this.records = records;
        this.names = names;
    }

    /// Records the descriptors that the process begins with. Of those that can only be read the position is part of the
    /// process, and so a regular file has to be the same one later; what is written to the others is seen outside and
    /// stays.
    void lent() {
        for (int fd = 0; fd < LIMIT; fd++) {
            int host = descriptors.host(fd);
            if (host >= 0) {
                records.begin(fd, DescriptorRecords.LENT);
                long position = SystemCall.lseek(host, 0, SEEK_CURRENT);
                boolean readOnly = (SystemCall.fcntl(host, F_GETFL, 0) & O_ACCMODE) == O_RDONLY;
                position(fd, readOnly && position >= 0 ? position : NO_POSITION);
                if (hasPosition(fd) && names.statOf(host) == 0 && isStored(names.nameOf(host))) {
                    identity(fd);
                    records.putLong(
                            fd, DescriptorRecords.FILE_BYTES, names.status().lengthBytes());
                }
            }
        }
    }

    /// Whether what `names` was asked for last is a regular file, with bytes that somebody stored there.
    boolean isStored(String name) {
        return names.status().isRegular() && !NamedFiles.isOfKernel(name);
    }

    /// Records which file it is that `names` was asked for last.
    private void identity(int fd) {
        records.putLong(fd, DescriptorRecords.DEVICE, names.status().device());
        records.putLong(fd, DescriptorRecords.INODE, names.status().inode());
    }

    /// Whether it is a lent file of which more is recorded than its position. Not so where an earlier version recorded.
    private boolean isLentFile(int fd) {
        return records.getInt(fd, DescriptorRecords.KIND) == DescriptorRecords.LENT
                && records.getLong(fd, DescriptorRecords.INODE) != 0;
    }

    /// Whether the process that goes on reads the same bytes from it again.
    boolean isReadAgain(long fd) {
        return inode(fd) != null || fd >= 0 && fd < LIMIT && isLentFile((int) fd);
    }

    /// Whether the descriptor is a file that the process opened.
    boolean isFile(long fd) {
        return fd >= 0 && fd < LIMIT && paths[(int) fd] != null;
    }

    /// The regular file that the descriptor is of, or null if it is none that the process opened.
    @Nullable
    OpenInode inode(long fd) {
        return fd < 0 || fd >= LIMIT ? null : inodes[(int) fd];
    }

    /// The regular file with the identity and length that `names` was asked for last.
    OpenInode inodeOf(String name) {
        long device = names.status().device();
        long number = names.status().inode();
        for (OpenInode inode : inodes) {
            if (inode != null && inode.device == device && inode.inode == number) {
                return inode;
            }
        }
        return new OpenInode(device, number, name, names.status().lengthBytes());
    }

    void forEachInode(Consumer<OpenInode> action) {
        for (int fd = 0; fd < LIMIT; fd++) {
            OpenInode inode = inodes[fd];
            if (inode != null && Arrays.asList(inodes).indexOf(inode) == fd) {
                action.accept(inode);
            }
        }
    }

    int flags(int fd) {
        return records.getInt(fd, DescriptorRecords.FLAGS);
    }

    boolean canWrite(int fd) {
        return (flags(fd) & O_ACCMODE) != O_RDONLY;
    }

    /// Records flags that `fcntl` set.
    void flags(int fd, int set) {
        records.putInt(fd, DescriptorRecords.NON_BLOCKING, (set & SystemCall.O_NONBLOCK) == 0 ? 0 : 1);
        if (isFile(fd)) {
            records.putInt(fd, DescriptorRecords.FLAGS, flags(fd) & ~CHANGEABLE | set & CHANGEABLE);
        }
    }

    boolean hasPosition(long fd) {
        return fd >= 0 && fd < LIMIT && kind((int) fd) != 0 && position((int) fd) != NO_POSITION;
    }

    private int kind(int fd) {
        int kind = records.getInt(fd, DescriptorRecords.KIND);
        return kind == DescriptorRecords.LENT || kind == DescriptorRecords.FILE ? kind : 0;
    }

    long position(int fd) {
        return records.getLong(fd, DescriptorRecords.POSITION);
    }

    void position(int fd, long position) {
        records.putLong(fd, DescriptorRecords.POSITION, position);
    }

    /// Records a file that was opened.
    void opened(int fd, int flags, String name, @Nullable OpenInode inode) {
        int kept = flags & ~(O_CREAT | O_EXCL | O_TRUNC);
        records.begin(fd, DescriptorRecords.FILE);
        records.putInt(fd, DescriptorRecords.FLAGS, kept);
        records.putInt(fd, DescriptorRecords.NON_BLOCKING, (flags & SystemCall.O_NONBLOCK) == 0 ? 0 : 1);
        position(fd, descriptors.canWait(fd) ? NO_POSITION : 0);
        identity(fd);
        records.putLong(fd, DescriptorRecords.FILE_BYTES, inode == null ? NO_LENGTH : inode.lengthBytes);
        path(fd, name);
        attach(fd, inode);
    }

    private void path(int fd, String name) {
        paths[fd] = name;
        records.put(fd, DescriptorRecords.PATH, NamedFiles.bytes(name + "\0"));
    }

    private void attach(int fd, @Nullable OpenInode inode) {
        inodes[fd] = inode;
        if (inode != null && canWrite(fd)) {
            inode.writers++;
        }
    }

    /// Records that a descriptor was closed.
    void closed(int fd) {
        OpenInode inode = inodes[fd];
        if (inode != null && canWrite(fd)) {
            inode.writers--;
        }
        paths[fd] = null;
        inodes[fd] = null;
        if (inode != null) {
            nameAsOpen(inode);
        }
        boolean lent = records.getInt(fd, DescriptorRecords.KIND) == DescriptorRecords.LENT;
        records.begin(fd, lent ? DescriptorRecords.CLOSED : DescriptorRecords.NONE);
    }

    /// Gives a file a name that one of its descriptors has. It may have several, and lose the closed descriptor's.
    private void nameAsOpen(OpenInode inode) {
        int fd = Arrays.asList(inodes).indexOf(inode);
        String name = fd < 0 ? null : paths[fd];
        if (name != null) {
            inode.name = name;
        }
    }

    /// Whether a descriptor is of the file of that name.
    boolean isOpen(String name) {
        return Arrays.asList(paths).contains(name);
    }

    /// The hidden name of a file that is removed once this descriptor is closed, or an empty one.
    String hiddenUntilClosed(int fd) {
        String name = paths[fd];
        boolean hidden = (records.getInt(fd, DescriptorRecords.NAMED) & DescriptorRecords.UNLINKED) != 0;
        return hidden
                        && name != null
                        && Arrays.asList(paths).lastIndexOf(name)
                                == Arrays.asList(paths).indexOf(name)
                ? name
                : "";
    }

    /// Records that a file or directory has another name.
    ///
    /// @param aside whether it is a hidden one, until its removal
    void renamed(String from, String to, boolean aside) {
        for (int fd = 0; fd < LIMIT; fd++) {
            String name = paths[fd];
            String now = name == null ? "" : HiddenFiles.renamed(name, from, to);
            if (!now.equals(name) && !now.isEmpty()) {
                path(fd, now);
                if (aside) {
                    records.putInt(fd, DescriptorRecords.NAMED, DescriptorRecords.UNLINKED);
                }
            }
            OpenInode inode = inodes[fd];
            if (inode != null) {
                inode.name = HiddenFiles.renamed(inode.name, from, to);
            }
        }
    }

    /// Records how long files are that the interval changed; it is about to be committed.
    void beforeCommit() {
        for (int fd = 0; fd < LIMIT; fd++) {
            OpenInode inode = inodes[fd];
            if (inode != null && inode.changed) {
                records.putLong(fd, DescriptorRecords.FILE_BYTES, inode.lengthBytes);
            }
        }
    }

    /// Takes the names from the records; the files are not open yet.
    void loadNames() {
        for (int fd = 0; fd < LIMIT; fd++) {
            paths[fd] = records.getInt(fd, DescriptorRecords.KIND) == DescriptorRecords.FILE ? records.path(fd) : null;
        }
    }

    /// Makes the descriptors that the records tell of, and no others.
    void restore() {
        for (int fd = 0; fd < LIMIT; fd++) {
            int kind = records.getInt(fd, DescriptorRecords.KIND);
            String name = paths[fd];
            if (kind == DescriptorRecords.LENT) {
                restoreLent(fd);
            } else if (descriptors.host(fd) >= 0) {
                descriptors.close(fd);
            }
            if (name != null) {
                reopen(fd, name);
            }
            if (kind == DescriptorRecords.LENT || name != null) {
                descriptors.nonBlocking(fd, records.getInt(fd, DescriptorRecords.NON_BLOCKING) != 0);
            }
        }
        forEachInode(OpenInode::committed);
    }

    private void restoreLent(int fd) {
        if (descriptors.host(fd) < 0) {
            throw new CheckpointException.FileGone(checkpoint, fd, LENT_NAME, "not lent now");
        }
        if (isLentFile(fd)) {
            ask(fd, LENT_NAME);
            requireSame(fd, LENT_NAME);
        }
        if (position(fd) != NO_POSITION) {
            // What was no file and has no position any more, such as a pipe in place of a device, goes on where it is.
            SystemCall.lseek(descriptors.host(fd), position(fd), SEEK_SET);
        }
    }

    private void reopen(int fd, String name) {
        // Not to wait in `open` for who is at the other end of a pipe.
        long host = names.open(name, flags(fd) | SystemCall.O_NONBLOCK, 0);
        if (host < 0) {
            throw gone(fd, name, host);
        }
        descriptors.give(fd, (int) host, false);
        SystemCall.fcntl((int) host, F_SETFL, flags(fd) & CHANGEABLE);
        ask(fd, name);
        long expectedBytes = records.getLong(fd, DescriptorRecords.FILE_BYTES);
        if (expectedBytes != NO_LENGTH) {
            requireSame(fd, name);
            OpenInode inode = inodeOf(name);
            if (canWrite(fd) && inode.lengthBytes > expectedBytes) {
                long cut = names.truncate((int) host, expectedBytes);
                if (cut < 0) {
                    throw gone(fd, name, cut);
                }
                inode.lengthBytes = expectedBytes;
            }
            attach(fd, inode);
        }
        if (position(fd) != NO_POSITION) {
            long position = SystemCall.lseek((int) host, position(fd), SEEK_SET);
            if (position < 0) {
                throw gone(fd, name, position);
            }
        }
    }

    private void ask(int fd, String name) {
        long asked = names.statOf(descriptors.host(fd));
        if (asked < 0) {
            throw gone(fd, name, asked);
        }
    }

    /// Requires that the file which `names` was asked for last is the recorded one, and not shorter.
    private void requireSame(int fd, String name) {
        if (names.status().device() != records.getLong(fd, DescriptorRecords.DEVICE)
                || names.status().inode() != records.getLong(fd, DescriptorRecords.INODE)) {
            throw new CheckpointException.OtherFile(checkpoint, fd, NamedFiles.text(name));
        }
        long expectedBytes = records.getLong(fd, DescriptorRecords.FILE_BYTES);
        long foundBytes = names.status().lengthBytes();
        if (foundBytes < expectedBytes) {
            throw new CheckpointException.FileShorter(checkpoint, fd, NamedFiles.text(name), expectedBytes, foundBytes);
        }
    }

    private CheckpointException gone(int fd, String name, long result) {
        return new CheckpointException.FileGone(checkpoint, fd, NamedFiles.text(name), Errno.nameOf((int) -result));
    }
}
