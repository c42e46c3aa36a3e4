package org.failuretransparency.checkpoint;

import java.nio.file.Path;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.HostKernel;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Registers;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;
import org.failuretransparency.vista.PageTracker;

/// The system calls on files, done so that they can be undone: what they change is logged first, what they remove is
/// only moved aside, and descriptors are recorded. Extending a file logs no data.
///
/// What cannot be undone is refused with `EOPNOTSUPP`: making a file through a symbolic link to nothing, files without
/// a name (`O_TMPFILE`), `O_TRUNC` without writing, a directory renamed over another. Before-images have to be read: a
/// file that may only be written to is not overwritten (`EACCES`). Files are taken to be the process's own while it
/// runs: what somebody else does to them meanwhile is neither noticed nor kept.
///
/// **Failure ordering**: record, then operation ([FileUndoLog]). On a disk names are forced at once, and the bytes that
/// an interval changed before it is committed. What was moved aside is removed after the commit, once no descriptor
/// needs it.
///
/// **Threads**: one.
///
/// **Source**: §5.2.2, file system operations; unlink delayed until close.
final class RecoverableFiles implements KernelPart {

    private static final int O_TMPFILE = 0x41_0000;
    /// What `open` does to a file besides opening it.
    private static final int OF_MAKING = OpenFiles.O_CREAT | OpenFiles.O_EXCL | OpenFiles.O_TRUNC;

    private static final int F_SETFL = 4;
    private static final long MAX_COUNT = 0x7FFF_F000;

    private final HostKernel host;
    private final Descriptors descriptors;
    private final PageTracker context;
    private final FileUndoLog log;
    private final StopPoints points;
    private final NamedFiles names;
    private final OpenFiles files;
    private final FileUndo undo;
    private final DirectoryChanges directories;
    private final FileImages images;

    private boolean changed;

    RecoverableFiles(Path checkpoint, HostKernel host, PageTracker context, FileUndoLog log) {
        this.host = host;
        this.descriptors = host.descriptors();
        this.context = context;
        this.log = log;
        this.points = log.points();
        this.names = new NamedFiles(log.arena(), points);
        this.files = new OpenFiles(checkpoint, descriptors, new DescriptorRecords(context), names);
        this.undo = new FileUndo(checkpoint, log, names);
        this.directories = new DirectoryChanges(checkpoint, host, context, log, names, files);
        this.images = new FileImages(context, log, names);
    }

    @Override
    public void start() {
        files.lent();
    }

    @Override
    public void restore(Memory memory) {
        files.loadNames();
        undo.recover(checkpoint(), files::isOpen);
        files.restore();
    }

    private long checkpoint() {
        return context.memory().getLong(ContextLayout.CHECKPOINT);
    }

    OpenFiles openFiles() {
        return files;
    }

    /// Whether the interval has to be committed before the pending call, since the log has no room for what it
    /// overwrites. A file that is cut by more than the log holds is cut in parts, each of them committed.
    boolean needsCheckpoint(Registers call, Memory memory) {
        return switch (call.systemCall()) {
            case SystemCalls.WRITE -> {
                OpenInode inode = files.inode(call.argument(0));
                long bytes = inode == null ? 0 : imageBytes(call, inode);
                yield bytes > 0 && !images.hasRoom(bytes);
            }
            case SystemCalls.FTRUNCATE -> {
                int fd = (int) call.argument(0);
                OpenInode inode = files.inode(call.argument(0));
                yield inode != null
                        && call.argument(1) >= 0
                        && files.canWrite(fd)
                        && isCutInPart(descriptors.host(fd), files.flags(fd), inode, call.argument(1));
            }
            case SystemCalls.OPEN ->
                (call.argument(1) & OpenFiles.O_TRUNC) == 0 ? !images.hasRoom(0) : isOpenedToBeCut(call, memory);
            case SystemCalls.CLOSE, SystemCalls.UNLINK, SystemCalls.RENAME -> !images.hasRoom(0);
            case SystemCalls.EXIT -> log.roomBytes() < Descriptors.LIMIT * FileUndoLog.NAMES_ROOM_BYTES;
            default -> false;
        };
    }

    private boolean isCutInPart(int hostDescriptor, int flags, OpenInode inode, long lengthBytes) {
        boolean cut = images.isCutInPart(hostDescriptor, flags, inode, lengthBytes);
        changed |= cut;
        return cut;
    }

    private boolean isOpenedToBeCut(Registers call, Memory memory) {
        if (!images.hasRoom(0)) {
            return true;
        }
        if (refusal(call, memory) < 0) {
            return false;
        }
        String name = NamedFiles.at(memory.nativePath(call.argument(0)));
        int flags = (int) call.argument(1) & ~OF_MAKING | SystemCall.O_NONBLOCK;
        long opened = names.open(name, flags, 0);
        if (opened < 0) {
            return false; // the call itself will say why, or make the file
        }
        try {
            return names.statOf((int) opened) == 0
                    && names.status().isRegular()
                    && isCutInPart((int) opened, flags, files.inodeOf(names.nameOf((int) opened)), 0);
        } finally {
            SystemCall.close((int) opened);
        }
    }

    /// Carries out a call on a descriptor or a name.
    long perform(Registers call, Memory memory) {
        return switch (call.systemCall()) {
            case SystemCalls.READ -> read(call, memory);
            case SystemCalls.WRITE -> write(call, memory);
            case SystemCalls.OPEN -> open(call, memory);
            case SystemCalls.CLOSE -> close(call.argument(0));
            case SystemCalls.LSEEK -> lseek(call, memory);
            case SystemCalls.FTRUNCATE -> ftruncate(call, memory);
            case SystemCalls.UNLINK -> directories.unlink(call, memory);
            case SystemCalls.RENAME -> directories.rename(call, memory);
            case SystemCalls.FCNTL -> fcntl(call, memory);
            default -> throw new IllegalArgumentException("not a call on files: " + call.systemCall());
        };
    }

    private long read(Registers call, Memory memory) {
        long result = host.perform(call, memory);
        long fd = call.argument(0);
        if (result > 0 && files.hasPosition(fd)) {
            files.position((int) fd, files.position((int) fd) + result);
        }
        return result;
    }

    private long lseek(Registers call, Memory memory) {
        long result = host.perform(call, memory);
        long fd = call.argument(0);
        if (result >= 0 && files.hasPosition(fd)) {
            files.position((int) fd, result);
        }
        return result;
    }

    private long fcntl(Registers call, Memory memory) {
        long result = host.perform(call, memory);
        if (result >= 0 && call.argument(1) == F_SETFL) {
            files.flags((int) call.argument(0), (int) call.argument(2));
        }
        return result;
    }

    private long write(Registers call, Memory memory) {
        int fd = (int) call.argument(0);
        OpenInode inode = files.inode(call.argument(0));
        if (inode == null || !files.canWrite(fd)) {
            return host.perform(call, memory);
        }
        long count = Math.min(call.argument(2), MAX_COUNT);
        if (count <= 0) {
            return count < 0 ? -Errno.EINVAL : 0;
        }
        long buffer = memory.nativeToLoad(call.argument(1), count);
        if (buffer == 0) {
            return -Errno.EFAULT;
        }
        int hostDescriptor = descriptors.host(fd);
        long position = writePosition(fd, inode);
        long imageBytes = imageBytes(call, inode);
        if (imageBytes > 0) {
            long saved = images.saveImage(hostDescriptor, files.flags(fd), inode, position, position + imageBytes);
            if (saved < 0) {
                return saved;
            }
            count = imageBytes == FileUndoLog.MAX_IMAGE_BYTES ? imageBytes : count;
        }
        points.reached("write");
        long written = SystemCall.write(hostDescriptor, buffer, count);
        points.reached("after write");
        if (written > 0) {
            files.position(fd, position + written);
            inode.changedTo(Math.max(inode.lengthBytes, position + written));
            changed = true;
        }
        return written;
    }

    private long writePosition(int fd, OpenInode inode) {
        return (files.flags(fd) & OpenFiles.O_APPEND) != 0 ? inode.lengthBytes : files.position(fd);
    }

    /// Bytes that the write overwrites and that have to be logged; a write is done in part if there are too many.
    private long imageBytes(Registers call, OpenInode inode) {
        int fd = (int) call.argument(0);
        long count = Math.min(call.argument(2), FileUndoLog.MAX_IMAGE_BYTES);
        return files.canWrite(fd) ? Math.max(0, Math.min(count, inode.imagedBytes - writePosition(fd, inode))) : 0;
    }

    private long ftruncate(Registers call, Memory memory) {
        int fd = (int) call.argument(0);
        OpenInode inode = files.inode(call.argument(0));
        return inode == null || !files.canWrite(fd) || call.argument(1) < 0
                ? host.perform(call, memory)
                : cut(fd, inode, call.argument(1));
    }

    private long cut(int fd, OpenInode inode, long lengthBytes) {
        changed = true;
        return images.cut(descriptors.host(fd), files.flags(fd), inode, lengthBytes);
    }

    private long open(Registers call, Memory memory) {
        long refused = refusal(call, memory);
        if (refused < 0) {
            return refused;
        }
        String name = NamedFiles.at(memory.nativePath(call.argument(0)));
        int flags = (int) call.argument(1);
        int plain = flags & ~OF_MAKING;
        long opened = names.open(name, plain, 0);
        boolean created = opened == -Errno.ENOENT && (flags & OpenFiles.O_CREAT) != 0;
        if (created) {
            opened = directories.create(name, plain, (int) call.argument(2));
        }
        return opened < 0 ? opened : opened(descriptors.lowestFree(), (int) opened, flags, created);
    }

    /// Why the call cannot be carried out whatever the file is, a negated error number; or 0.
    private long refusal(Registers call, Memory memory) {
        long path = memory.nativePath(call.argument(0));
        if (path < 0 || descriptors.lowestFree() < 0) {
            return path < 0 ? path : -Errno.EMFILE;
        }
        int flags = (int) call.argument(1);
        boolean writes = (flags & OpenFiles.O_ACCMODE) != OpenFiles.O_RDONLY;
        if ((flags & O_TMPFILE) == O_TMPFILE || (flags & OpenFiles.O_TRUNC) != 0 && !writes) {
            return -Errno.EOPNOTSUPP;
        }
        boolean onlyNew = (flags & OpenFiles.O_CREAT) != 0 && (flags & OpenFiles.O_EXCL) != 0;
        return onlyNew && names.stat(NamedFiles.at(path)) == 0 ? -Errno.EEXIST : 0;
    }

    private long opened(int fd, int hostDescriptor, int flags, boolean created) {
        long asked = names.statOf(hostDescriptor);
        String name = names.nameOf(hostDescriptor);
        OpenInode inode = asked == 0 && files.isStored(name) ? files.inodeOf(name) : null;
        if (inode != null && (flags & OpenFiles.O_ACCMODE) != OpenFiles.O_RDONLY) {
            inode.lengthKnown |= created;
            asked = images.saveLength(inode);
            if (asked == 0 && (flags & OpenFiles.O_TRUNC) != 0) {
                asked = images.cut(hostDescriptor, flags, inode, 0);
            }
        }
        if (asked < 0) {
            SystemCall.close(hostDescriptor);
            return asked;
        }
        names.statOf(hostDescriptor);
        descriptors.give(fd, hostDescriptor, false);
        descriptors.nonBlocking(fd, (flags & SystemCall.O_NONBLOCK) != 0);
        files.opened(fd, flags, name, inode);
        changed = true;
        return fd;
    }

    private long close(long fd) {
        if (descriptors.host(fd) < 0) {
            return -Errno.EBADF;
        }
        OpenInode inode = files.inode(fd);
        if (inode != null && inode.changed && log.forces()) {
            long forced = names.forceData(descriptors.host(fd));
            if (forced < 0) {
                return forced;
            }
        }
        String aside = files.isFile(fd) ? files.hiddenUntilClosed((int) fd) : "";
        if (!aside.isEmpty()) {
            directories.release(aside);
        }
        points.reached("close");
        long result = descriptors.close(fd);
        files.closed((int) fd);
        changed = true;
        points.reached("after close");
        return result;
    }

    /// Closes all files, as the end of the process does.
    void closeAll() {
        for (int fd = 0; fd < Descriptors.LIMIT; fd++) {
            if (files.isFile(fd)) {
                close(fd);
            }
        }
    }

    @Override
    public void beforeCommit() {
        if (changed) {
            files.beforeCommit();
            if (log.forces()) {
                forceChanged();
            }
        }
    }

    private void forceChanged() {
        for (int fd = 0; fd < Descriptors.LIMIT; fd++) {
            OpenInode inode = files.inode(fd);
            if (inode != null && inode.changed) {
                NamedFiles.requireForced(names.forceData(descriptors.host(fd)), inode.name);
            }
        }
    }

    @Override
    public void afterCommit() {
        if (changed || !log.isEmpty()) {
            log.clear();
            changed = false;
            files.forEachInode(OpenInode::committed);
            directories.committed(files::isOpen);
        }
    }
}
