package org.failuretransparency.checkpoint;

import org.failuretransparency.os.SystemCall;
import org.failuretransparency.vista.PageTracker;

/// What is logged of a file's bytes and length before they change. Extending a file logs no data; nor are bytes logged
/// twice that were cut off once in an interval.
///
/// **Failure ordering**: image, then change ([FileUndoLog]).
///
/// **Threads**: one.
///
/// **Source**: §5.2.2, file system operations.
final class FileImages {

    private final PageTracker context;
    private final FileUndoLog log;
    private final NamedFiles names;

    FileImages(PageTracker context, FileUndoLog log, NamedFiles names) {
        this.context = context;
        this.log = log;
        this.names = names;
    }

    private long checkpoint() {
        return context.memory().getLong(ContextLayout.CHECKPOINT);
    }

    /// Whether the log has room for an image, in as many records as it takes, and for the names of one more operation.
    boolean hasRoom(long imageBytes) {
        long records = imageBytes / FileUndoLog.MAX_IMAGE_BYTES + 2;
        return imageBytes + records * FileUndoLog.NAMES_ROOM_BYTES <= log.roomBytes();
    }

    /// Whether the log has no room for what is cut off; then a part of it is, if the interval has changed nothing else,
    /// and it has to be committed before the rest.
    boolean isCutInPart(int hostDescriptor, int flags, OpenInode inode, long lengthBytes) {
        long cutBytes = Math.min(inode.imagedBytes, inode.lengthBytes) - lengthBytes;
        if (cutBytes <= 0 || hasRoom(cutBytes)) {
            return false;
        }
        if (log.isEmpty()) {
            long part = inode.lengthBytes - FileUndoLog.MAX_IMAGE_BYTES;
            if (cut(hostDescriptor, flags, inode, Math.max(part, lengthBytes)) < 0) {
                return false; // the call itself will say why
            }
        }
        return true;
    }

    /// Logs the file's bytes from `start` to before `end`; 0 or the negated error number.
    long saveImage(int hostDescriptor, int flags, OpenInode inode, long start, long end) {
        int reader = hostDescriptor;
        if ((flags & OpenFiles.O_ACCMODE) == OpenFiles.O_WRONLY) {
            long opened = names.open("/proc/self/fd/" + hostDescriptor, OpenFiles.O_RDONLY, 0);
            if (opened < 0) {
                return opened;
            }
            reader = (int) opened;
        }
        try {
            for (long at = start; at < end; at += FileUndoLog.MAX_IMAGE_BYTES) {
                int bytes = (int) Math.min(FileUndoLog.MAX_IMAGE_BYTES, end - at);
                long read = log.append(checkpoint(), FileChange.overwrite(inode, at), reader, bytes);
                if (read < 0) {
                    return read;
                }
            }
            return 0;
        } finally {
            if (reader != hostDescriptor) {
                SystemCall.close(reader);
            }
        }
    }

    /// Gives a file that length, after what is cut off was logged; 0 or the negated error number.
    long cut(int hostDescriptor, int flags, OpenInode inode, long lengthBytes) {
        long saved = saveLength(inode);
        if (lengthBytes < inode.imagedBytes) {
            saved = saveImage(hostDescriptor, flags, inode, lengthBytes, inode.imagedBytes);
        }
        if (saved < 0) {
            return saved;
        }
        long result = names.truncate(hostDescriptor, lengthBytes);
        log.points().reached("after ftruncate");
        if (result == 0) {
            inode.changedTo(lengthBytes);
        }
        return result == 0 && log.forces() && inode.writers == 0 ? names.forceData(hostDescriptor) : result;
    }

    /// Logs the length of a file that is about to be changed, unless recovery will know it anyway.
    long saveLength(OpenInode inode) {
        if (!inode.lengthKnown) {
            log.append(checkpoint(), FileChange.extend(inode));
            inode.lengthKnown = true;
        }
        return 0;
    }
}
