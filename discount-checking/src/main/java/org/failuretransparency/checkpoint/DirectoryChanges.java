package org.failuretransparency.checkpoint;

import java.nio.file.Path;
import java.util.function.Predicate;
import org.failuretransparency.guest.HostKernel;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Registers;
import org.failuretransparency.os.Errno;
import org.failuretransparency.vista.PageTracker;
import org.jspecify.annotations.Nullable;

/// The system calls that change names of files, done so that they can be undone: a file that loses its last name is
/// moved aside, to a hidden name, until no descriptor needs it and nothing can bring its old name back.
///
/// **Failure ordering**: record, then operation ([FileUndoLog]). On a disk the directory is forced before the next
/// record, which may be about the new name: a synced record never rests on a name that a power loss takes away. The
/// record of an operation that failed is taken back. What was moved aside is removed after the commit.
///
/// **Threads**: one.
///
/// **Source**: §5.2.2, unlink delayed until close.
final class DirectoryChanges {

    private final HostKernel host;
    private final PageTracker context;
    private final FileUndoLog log;
    private final StopPoints points;
    private final NamedFiles names;
    private final OpenFiles files;
    private final HiddenFiles hidden;

    DirectoryChanges(
            Path checkpoint, HostKernel host, PageTracker context, FileUndoLog log, NamedFiles names, OpenFiles files) {
        this.host = host;
        this.context = context;
        this.log = log;
        this.points = log.points();
        this.names = names;
        this.files = files;
        this.hidden = new HiddenFiles(checkpoint);
    }

    private long checkpoint() {
        return context.memory().getLong(ContextLayout.CHECKPOINT);
    }

    /// Makes a file and opens it; the descriptor, or the negated error number.
    long create(String name, int flags, int mode) {
        String resolved = names.resolve(name);
        if (resolved == null) {
            return names.open(name, flags | OpenFiles.O_CREAT | OpenFiles.O_EXCL, mode); // fails, and says why
        }
        if (names.stat(resolved) == 0) {
            return -Errno.EOPNOTSUPP;
        }
        log.append(checkpoint(), FileChange.create(resolved));
        long opened = names.open(resolved, flags | OpenFiles.O_CREAT | OpenFiles.O_EXCL, mode);
        points.reached("after create");
        if (opened < 0) {
            log.dropLast();
        } else {
            force(resolved);
        }
        return opened;
    }

    long unlink(Registers call, Memory memory) {
        String name = resolved(call.argument(0), memory);
        if (name == null || names.stat(name) != 0 || names.status().isDirectory()) {
            return host.perform(call, memory);
        }
        String aside = aside(name);
        FileChange change = change(FileOperation.UNLINK, name, "", aside);
        log.append(checkpoint(), change);
        long result = names.rename(name, aside);
        points.reached("after unlink");
        if (result < 0) {
            log.dropLast();
            return result;
        }
        movedAside(name, aside);
        force(name);
        return 0;
    }

    long rename(Registers call, Memory memory) {
        String from = resolved(call.argument(0), memory);
        String to = resolved(call.argument(1), memory);
        if (from == null || to == null || names.stat(from) != 0) {
            return isName(call.argument(0), memory) && isName(call.argument(1), memory)
                    ? host.perform(call, memory)
                    : -Errno.EINVAL;
        }
        boolean directory = names.status().isDirectory();
        FileChange plain = change(FileOperation.RENAME, from, to, "");
        if (names.stat(to) != 0) {
            return rename(plain);
        }
        boolean overDirectory = names.status().isDirectory();
        if (names.status().device() == plain.device() && names.status().inode() == plain.inode()) {
            return host.perform(call, memory); // which has no effect
        }
        if (directory || overDirectory) {
            return directory && overDirectory ? -Errno.EOPNOTSUPP : directory ? -Errno.ENOTDIR : -Errno.EISDIR;
        }
        return rename(new FileChange(FileOperation.RENAME, plain.device(), plain.inode(), 0, from, to, aside(to)));
    }

    /// Renames, after the file that has the new name was moved aside; nobody sees one name without a file but those who
    /// look between the two.
    private long rename(FileChange change) {
        String aside = change.aside();
        log.append(checkpoint(), change);
        if (!aside.isEmpty()) {
            long moved = names.rename(change.to(), aside);
            if (moved < 0) {
                log.dropLast();
                return moved;
            }
        }
        long result = names.rename(change.path(), change.to());
        points.reached("after rename");
        if (result < 0) {
            if (!aside.isEmpty()) {
                moveBack(aside, change.to());
            }
            log.dropLast();
            return result;
        }
        if (!aside.isEmpty()) {
            movedAside(change.to(), aside);
        }
        hidden.renamed(change.path(), change.to());
        files.renamed(change.path(), change.to(), false);
        force(change.to());
        if (!NamedFiles.directory(change.path()).equals(NamedFiles.directory(change.to()))) {
            force(change.path());
        }
        return 0;
    }

    private void moveBack(String aside, String name) {
        long back = names.rename(aside, name);
        if (back < 0) {
            throw new IllegalStateException("file cannot be moved back: file=" + NamedFiles.text(name) + ", is at="
                    + NamedFiles.text(aside) + ", errno=" + Errno.nameOf((int) -back));
        }
        force(name);
    }

    /// Whether the path ends with a name, so that a call on it that cannot be resolved fails; or is none at all.
    private static boolean isName(long address, Memory memory) {
        long path = memory.nativePath(address);
        return path < 0 || NamedFiles.endsWithName(NamedFiles.at(path));
    }

    private @Nullable String resolved(long address, Memory memory) {
        long path = memory.nativePath(address);
        return path < 0 ? null : names.resolve(NamedFiles.at(path));
    }

    private void movedAside(String name, String aside) {
        files.renamed(name, aside, true);
        hidden.add(aside);
    }

    private String aside(String name) {
        return NamedFiles.aside(name, log.id(), checkpoint() + "." + log.nextSequence());
    }

    private FileChange change(FileOperation operation, String name, String to, String aside) {
        return new FileChange(operation, names.status().device(), names.status().inode(), 0, name, to, aside);
    }

    /// Notes a hidden file whose last descriptor is about to be closed, so that it can be removed.
    void release(String aside) {
        log.append(checkpoint(), FileChange.close(aside));
        hidden.add(aside);
    }

    private void force(String name) {
        if (log.forces()) {
            NamedFiles.requireForced(names.forceDirectoryOf(name), name);
        }
    }

    /// The interval is committed: removes the hidden files that no descriptor needs.
    void committed(Predicate<String> open) {
        hidden.remove(names, open, log.forces());
    }
}
