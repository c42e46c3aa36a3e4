package org.failuretransparency.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.FileStatus;
import org.failuretransparency.os.SystemCall;

/// Takes files back to the last checkpoint by the undo log; what was interrupted is done again by the next try.
///
/// **Failure ordering**: records are undone backwards, so that each finds the names as its operation left them. Bytes
/// and lengths can be put back any number of times, as long as no name changes; so before a name is changed back all
/// later records are struck out, and changing it back twice does nothing the second time. On a disk each step is forced
/// before the log forgets it.
///
/// **Throws**: [CheckpointException.NotUndone], [CheckpointException.NotRemoved].
///
/// **Source**: §5.2.2.
final class FileUndo {

    private static final int O_RDWR = 2;

    private final Path checkpoint;
    private final FileUndoLog log;
    private final NamedFiles files;

    FileUndo(Path checkpoint, FileUndoLog log, NamedFiles files) {
        this.checkpoint = checkpoint;
        this.log = log;
        this.files = files;
    }

    /// Undoes the log's records, or, if they are of an interval that was committed, removes what it left to be removed.
    ///
    /// @param number of the checkpoint that the process goes on from
    /// @param open whether a descriptor of the process needs the file of that name
    void recover(long number, Predicate<String> open) {
        List<FileUndoLog.Logged> records = log.records();
        if (!records.isEmpty() && records.getFirst().checkpoint() > number) {
            throw new CheckpointException.Corrupt(
                    checkpoint, "checkpoint", number, records.getFirst().checkpoint());
        }
        if (!records.isEmpty() && records.getFirst().checkpoint() == number) {
            undo(records);
        } else {
            HiddenFiles hidden = new HiddenFiles(checkpoint);
            for (FileUndoLog.Logged record : records) {
                FileChange change = record.change();
                if (change.operation() == FileOperation.RENAME) {
                    hidden.renamed(change.path(), change.to());
                }
                hidden.add(change.aside());
            }
            hidden.remove(files, open, log.forces());
        }
        log.renew();
    }

    private void undo(List<FileUndoLog.Logged> records) {
        int end = records.size();
        for (int i = records.size() - 1; i >= 0; i--) {
            if (records.get(i).change().operation().isOfNames() && i + 1 < end) {
                end = i + 1;
                log.strike(records.get(end).position());
            }
            undo(records.get(i));
        }
    }

    private void undo(FileUndoLog.Logged record) {
        FileChange change = record.change();
        switch (change.operation()) {
            case OVERWRITE, EXTEND -> undoData(record);
            case CREATE -> {
                if (!NamedFiles.saysMissing(files.stat(change.path()))) {
                    requireDone(change, files.unlink(change.path()));
                }
                force(change, change.path());
            }
            case UNLINK -> undoUnlink(change);
            case RENAME -> undoRename(change);
            case CLOSE -> {}
        }
    }

    private void undoData(FileUndoLog.Logged record) {
        FileChange change = record.change();
        int fd = (int) requireDone(change, files.open(change.path(), O_RDWR, 0));
        try {
            requireDone(change, files.statOf(fd));
            if (!isOf(change)) {
                throw notUndone(change, "another file has the name");
            }
            if (change.operation() == FileOperation.OVERWRITE) {
                putBack(record, fd);
            } else if (files.status().lengthBytes() > change.offset()) {
                requireDone(change, files.truncate(fd, change.offset()));
            }
            if (log.forces()) {
                requireDone(change, files.forceData(fd));
            }
        } finally {
            SystemCall.close(fd);
        }
    }

    private void putBack(FileUndoLog.Logged record, int fd) {
        log.points().reached("pwrite");
        long address = record.image().address();
        long done = 0;
        while (done < record.image().byteSize()) {
            long left = record.image().byteSize() - done;
            done += requireDone(
                    record.change(),
                    SystemCall.pwrite(fd, address + done, left, record.change().offset() + done));
        }
    }

    private void undoUnlink(FileChange change) {
        if (files.stat(change.aside()) == 0) {
            if (files.stat(change.path()) != -Errno.ENOENT) {
                throw notUndone(change, "another file has the name");
            }
            requireDone(change, files.rename(change.aside(), change.path()));
        } else {
            requireDone(change, files.stat(change.path()));
        }
        force(change, change.path());
    }

    /// Whatever the operation had done when it was interrupted, the files' identities tell it.
    private void undoRename(FileChange change) {
        boolean renamed = files.stat(change.to()) == 0 && isOf(change);
        boolean there = files.stat(change.path()) == 0;
        if (!renamed && !there) {
            throw notUndone(change, "both names are gone");
        }
        if (renamed && there) {
            throw notUndone(change, "another file has the name");
        }
        if (renamed) {
            requireDone(change, files.rename(change.to(), change.path()));
        }
        if (!change.aside().isEmpty() && files.stat(change.aside()) == 0) {
            requireDone(change, files.rename(change.aside(), change.to()));
        }
        force(change, change.path());
        force(change, change.to());
    }

    private boolean isOf(FileChange change) {
        FileStatus status = files.status();
        return status.device() == change.device() && status.inode() == change.inode();
    }

    private void force(FileChange change, String name) {
        long forced = log.forces() ? files.forceDirectoryOf(name) : 0;
        if (!NamedFiles.saysMissing(forced)) {
            requireDone(change, forced);
        }
    }

    /// The result, if the call did what it should.
    private long requireDone(FileChange change, long result) {
        if (result < 0) {
            throw notUndone(change, Errno.nameOf((int) -result));
        }
        return result;
    }

    private CheckpointException notUndone(FileChange change, String reason) {
        return new CheckpointException.NotUndone(
                checkpoint, change.operation().label(), NamedFiles.text(change.path()), reason);
    }
}
