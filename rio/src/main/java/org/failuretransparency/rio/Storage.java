package org.failuretransparency.rio;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.FileSystems;
import org.failuretransparency.os.OpenFile;
import org.failuretransparency.os.OsException;
import org.jspecify.annotations.Nullable;

/// A directory of regions on one kind of storage: where regions are created, opened and removed.
///
/// **Threads**: one; regions of storages of their own share nothing.
///
/// **Failure ordering**: a region is made whole under another name (space allocated, header written, on disk kinds forced)
/// and then renamed, so that a crash during creation leaves nothing that looks like a region.
///
/// **Throws**: [RegionException], each reason by its class; `IllegalArgumentException` for a name that is no file name or a
/// length out of range.
///
/// **Source**: §1.4 (Rio), §3.5.2 (the disks).
public final class Storage implements Regions {

    private static final long MAX_REGION_BYTES = 1L << 46;

    private final StorageKind kind;
    private final Path directory;
    private final ModelClock clock;
    private final @Nullable DiskModel model;

    private Storage(StorageKind kind, Path directory, ModelClock clock) {
        this.kind = kind;
        this.directory = directory;
        this.clock = clock;
        this.model = kind.drives().map(drives -> new DiskModel(drives, clock)).orElse(null);
    }

    /// Storage in a directory, which is made if it is not there. A modelled disk waits its time out.
    public static Storage of(StorageKind kind, Path directory) {
        return of(kind, directory, ModelClock.waiting());
    }

    /// Storage whose modelled disks, if any, work in the time of `clock`.
    public static Storage of(StorageKind kind, Path directory, ModelClock clock) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new RegionException.Io(directory, e);
        }
        return new Storage(kind, directory, clock);
    }

    @Override
    public StorageKind kind() {
        return kind;
    }

    public Path directory() {
        return directory;
    }

    public ModelClock clock() {
        return clock;
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(pathOf(name));
    }

    @Override
    public List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new RegionException.Io(directory, e);
        }
    }

    /// Creates a region of `lengthBytes` zero bytes (1 to 2^46), with all its space allocated, and opens it.
    public Region create(String name, RegionType type, long lengthBytes) {
        return create(name, type, lengthBytes, new byte[0]);
    }

    /// Creates a region that starts with `initial`, so that its owner's header is there whenever the region is.
    @Override
    public Region create(String name, RegionType type, long lengthBytes, byte[] initial) {
        if (lengthBytes < 1 || lengthBytes > MAX_REGION_BYTES) {
            throw new IllegalArgumentException(
                    "region length out of range: lengthBytes=" + lengthBytes + ", allowed=1.." + MAX_REGION_BYTES);
        }
        Path path = pathOf(name);
        Path unfinished = directory.resolve(name + ".new");
        if (Files.exists(path)) {
            throw new RegionException.AlreadyExists(path);
        }
        try {
            try (OpenFile file = createOver(unfinished, path)) {
                allocate(file, path, RegionLayout.fileBytes(lengthBytes));
                RegionFile.initialize(file, UUID.randomUUID(), type.content(), lengthBytes, Instant.now());
                if (kind.forces()) {
                    zeroLog(file, type, RegionLayout.fileBytes(lengthBytes));
                }
                RegionFile.writeData(file, initial);
                if (kind.forces()) {
                    file.syncData();
                }
                Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
            } catch (OsException e) {
                throw new RegionException.Io(path, e);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            forceDirectory();
        } catch (IOException e) {
            throw new RegionException.Io(path, e);
        }
        return open(name, type);
    }

    /// Opens a region as its only owner. The header is checked first, and a file that fails is not changed.
    @Override
    public Region open(String name, RegionType type) {
        return open(name, type, false);
    }

    /// Opens a region to look at it: the mapping is read-only, `write` and `sync` are refused, nothing in the file changes.
    /// The ownership is taken all the same.
    public Region view(String name, RegionType type) {
        return open(name, type, true);
    }

    private Region open(String name, RegionType type, boolean readOnly) {
        Path path = pathOf(name);
        if (!Files.isRegularFile(path)) {
            throw new RegionException.Missing(path);
        }
        OpenFile file = null;
        try {
            file = OpenFile.open(path);
            if (!file.tryLock()) {
                throw new RegionException.InUse(path);
            }
            RegionLayout.Header header = RegionFile.validate(file, Files.size(path), type.content());
            long fileBytes = RegionLayout.fileBytes(header.lengthBytes());
            Extents extents = model == null ? null : model.place(type.device(), fileBytes);
            boolean inMemory = FileSystems.isMemory(path);
            Region region = new MappedRegion(file, header, kind, inMemory, type.protection(), extents, readOnly);
            file = null;
            return region;
        } catch (OsException e) {
            throw new RegionException.Io(path, e);
        } catch (IOException e) {
            throw new RegionException.Io(path, e);
        } finally {
            if (file != null) {
                file.close();
            }
        }
    }

    /// Removes a region that nobody owns.
    @Override
    public void delete(String name) {
        Path path = pathOf(name);
        try (OpenFile file = OpenFile.open(path)) {
            if (!file.tryLock()) {
                throw new RegionException.InUse(path);
            }
            Files.delete(path);
        } catch (OsException e) {
            throw e.errno() == Errno.ENOENT ? new RegionException.Missing(path) : new RegionException.Io(path, e);
        } catch (IOException e) {
            throw new RegionException.Io(path, e);
        }
    }

    /// The file of the region of that name.
    @Override
    public Path pathOf(String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0 || name.startsWith(".")) {
            throw new IllegalArgumentException("not a region name: name=" + name);
        }
        return directory.resolve(name);
    }

    /// Makes the unfinished file, in place of one that a killed process left behind.
    private static OpenFile createOver(Path unfinished, Path path) throws IOException {
        if (Files.exists(unfinished)) {
            try (OpenFile leftover = OpenFile.open(unfinished)) {
                if (!leftover.tryLock()) {
                    throw new RegionException.InUse(path);
                }
                Files.delete(unfinished);
            }
        }
        OpenFile file = OpenFile.create(unfinished);
        if (!file.tryLock()) {
            file.close();
            throw new RegionException.InUse(path);
        }
        return file;
    }

    private void allocate(OpenFile file, Path path, long fileBytes) throws IOException {
        long available = Files.getFileStore(directory).getUsableSpace();
        if (fileBytes > available) {
            throw new RegionException.NoSpace(path, fileBytes, available);
        }
        try {
            file.allocate(0, fileBytes);
        } catch (OsException e) {
            if (e.errno() == Errno.ENOSPC || e.errno() == Errno.EFBIG || e.errno() == Errno.EDQUOT) {
                throw new RegionException.NoSpace(path, fileBytes, available);
            }
            throw e;
        }
    }

    /// Writes a log's blocks once, so that no commit pays for the file system's first use of them.
    private static void zeroLog(OpenFile file, RegionType type, long fileBytes) {
        if (type.device() == Device.LOG) {
            RegionFile.writeZeros(file, RegionLayout.HEADER_BYTES, fileBytes - RegionLayout.HEADER_BYTES);
        }
    }

    private void forceDirectory() throws IOException {
        if (kind.forces()) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
