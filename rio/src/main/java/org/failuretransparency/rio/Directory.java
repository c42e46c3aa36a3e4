package org.failuretransparency.rio;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.OpenFile;
import org.failuretransparency.os.OsException;

/// A directory in which files appear whole or not at all.
///
/// **Failure ordering**: a file is made under an unfinished name, which no region can have, and renamed. Where the
/// directory is forced, the file's data is on its device before the rename, and the rename before the caller goes on.
///
/// **Threads**: any; names are given and taken under [#lock()], which also holds between processes.
final class Directory {

    private final Path path;
    private final boolean forced;

    private Directory(Path path, boolean forced) {
        this.path = path;
        this.forced = forced;
    }

    /// The directory of that path, made with its parents if it is not there.
    static Directory at(Path path, boolean forced) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = path.toAbsolutePath(); at != null && !Files.exists(at); at = at.getParent()) {
            missing.push(at);
        }
        Files.createDirectories(path);
        if (forced) {
            for (Path made : missing) {
                force(made.resolve(".."));
            }
        }
        return new Directory(path, forced);
    }

    Path path() {
        return path;
    }

    /// Waits until nobody else gives or takes names here. The lock ends with the returned file, also by a kill.
    OpenFile lock() {
        OpenFile lock = OpenFile.openToRead(path);
        try {
            lock.lock();
            return lock;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    Path unfinished(Path target) {
        return path.resolve("." + target.getFileName() + ".new");
    }

    /// Makes the unfinished file of `target` with all its space, in place of one that a killed process left. Under
    /// [#lock()].
    OpenFile create(Path target, long fileBytes) throws IOException {
        Files.deleteIfExists(unfinished(target));
        FileStore store = Files.getFileStore(path);
        long available = store.getUsableSpace();
        // A tmpfs without a limit says that it has no space at all.
        if (store.getTotalSpace() > 0 && fileBytes > available) {
            throw new RegionException.NoSpace(target, fileBytes, available);
        }
        OpenFile file = OpenFile.create(unfinished(target));
        try {
            file.allocate(0, fileBytes);
            return file;
        } catch (OsException e) {
            file.close();
            Files.delete(unfinished(target));
            int errno = e.errno();
            throw errno == Errno.ENOSPC || errno == Errno.EFBIG || errno == Errno.EDQUOT
                    ? new RegionException.NoSpace(target, fileBytes, available)
                    : e;
        }
    }

    /// Gives the finished file its name. Under [#lock()].
    void finish(Path target) throws IOException {
        Files.move(unfinished(target), target, StandardCopyOption.ATOMIC_MOVE);
        force();
    }

    /// Forces the names, where they have to survive a power loss.
    void force() throws IOException {
        if (forced) {
            force(path);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
