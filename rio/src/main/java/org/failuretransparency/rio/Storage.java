package org.failuretransparency.rio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.failuretransparency.os.FileSystems;
import org.failuretransparency.os.OpenFile;
import org.failuretransparency.os.OsException;
import org.jspecify.annotations.Nullable;

/// A directory of regions on one kind of storage: where regions are created, opened and removed.
///
/// **Threads**: one; regions of storages of their own share nothing. Processes may share a directory.
///
/// **Failure ordering**: a region is made whole under another name (space allocated, header and first bytes written, on
/// disk kinds forced) and then renamed, so that a crash during creation leaves nothing that looks like a region.
/// Creating and removing hold the directory's lock, so that of two processes that create one name the second finds it
/// taken.
///
/// **Throws**: [RegionException], each reason by its class; `IllegalArgumentException` for a name that is no file name
/// or a length out of range.
///
/// **Source**: §1.4 (Rio), §3.5.2 (the disks).
public final class Storage implements Regions {

    private final StorageKind kind;
    private final Directory directory;
    private final ModelClock clock;
    private final @Nullable DiskModel model;
    private final Syncs syncs = new Syncs();

    /// Counts the syncs of all regions of a storage.
    static final class Syncs {
        long count;
    }

    private Storage(StorageKind kind, Directory directory, ModelClock clock) {
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
            return new Storage(kind, Directory.at(directory, kind.forces()), clock);
        } catch (IOException e) {
            throw new RegionException.Io(directory, e);
        }
    }

    @Override
    public StorageKind kind() {
        return kind;
    }

    public Path directory() {
        return directory.path();
    }

    @Override
    public ModelClock clock() {
        return clock;
    }

    /// Syncs of this storage's regions so far, those that `rio` absorbs included.
    public long syncs() {
        return syncs.count;
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(pathOf(name));
    }

    /// Files that do not start as a region does are left out.
    @Override
    public List<String> names() {
        try (Stream<Path> files = Files.list(directory.path())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !nameOf(file).startsWith(".") && RegionFile.startsAsRegion(file))
                    .map(Storage::nameOf)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new RegionException.Io(directory.path(), e);
        }
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    /// Creates a region of `lengthBytes` zero bytes (1 to 2^46), with all its space allocated, and opens it.
    public Region create(String name, RegionType type, long lengthBytes) {
        return create(name, type, lengthBytes, new byte[0]);
    }

    /// Creates a region that starts with `initial`, so that its owner's header is there whenever the region is.
    @Override
    public Region create(String name, RegionType type, long lengthBytes, byte[] initial) {
        if (lengthBytes < 1 || lengthBytes > RegionLayout.MAX_LENGTH_BYTES) {
            throw new IllegalArgumentException("region length out of range: lengthBytes=" + lengthBytes
                    + ", allowed=1.." + RegionLayout.MAX_LENGTH_BYTES);
        }
        if (initial.length > lengthBytes) {
            throw new IllegalArgumentException(
                    "initial bytes exceed region: initial=" + initial.length + ", lengthBytes=" + lengthBytes);
        }
        Path path = pathOf(name);
        try (OpenFile _ = directory.lock()) {
            if (Files.exists(path)) {
                throw new RegionException.AlreadyExists(path);
            }
            try {
                fill(path, type, lengthBytes, initial);
                directory.finish(path);
            } finally {
                Files.deleteIfExists(directory.unfinished(path));
            }
        } catch (OsException e) {
            throw new RegionException.Io(path, e);
        } catch (IOException e) {
            throw new RegionException.Io(path, e);
        }
        return open(name, type);
    }

    private void fill(Path path, RegionType type, long lengthBytes, byte[] initial) throws IOException {
        long fileBytes = RegionLayout.fileBytes(lengthBytes);
        try (OpenFile file = directory.create(path, fileBytes)) {
            RegionFile.initialize(file, UUID.randomUUID(), type.content(), lengthBytes, Instant.now());
            if (kind.forces() && type.device() == Device.LOG) {
                // A log's blocks are written once now, so that no commit pays for the file system's first use of them.
                RegionFile.writeZeros(file, RegionLayout.HEADER_BYTES, fileBytes - RegionLayout.HEADER_BYTES);
            }
            RegionFile.writeData(file, initial);
            if (kind.forces()) {
                file.syncData();
            }
        }
    }

    /// Opens a region as its only owner. The header is checked first, and a file that fails is not changed. On disk
    /// kinds the region is forced, so that all that it holds is on its device when this returns.
    @Override
    public Region open(String name, RegionType type) {
        return open(name, type, false);
    }

    @Override
    public Region view(String name, RegionType type) {
        return open(name, type, true);
    }

    private Region open(String name, RegionType type, boolean readOnly) {
        Path path = pathOf(name);
        OpenFile file = own(name, readOnly);
        try {
            RegionLayout.Header header = RegionFile.validate(file);
            if (!header.content().equals(type.content())) {
                throw new RegionException.OtherContent(path, type.content(), header.content());
            }
            if (kind.forces() && !readOnly) {
                // An owner that was killed may have left bytes in the page cache alone. The new owner reads them, and
                // what it
                // does then must not outlive them.
                file.syncData();
            }
            Extents extents = model == null ? null : model.place(header, type.device());
            Durability durability = new Durability(file, kind, FileSystems.isMemory(path), extents, syncs);
            return new MappedRegion(file, header, durability, type.protection(), readOnly);
        } catch (OsException e) {
            file.close();
            throw new RegionException.Io(path, e);
        } catch (IOException e) {
            file.close();
            throw new RegionException.Io(path, e);
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    /// Opens the region's file and takes its ownership, which ends with the returned file.
    OpenFile own(String name, boolean readOnly) {
        Path path = pathOf(name);
        if (!Files.isRegularFile(path)) {
            throw new RegionException.Missing(path);
        }
        try {
            OpenFile file = readOnly ? OpenFile.openToRead(path) : OpenFile.open(path);
            if (!file.tryLock()) {
                file.close();
                throw new RegionException.InUse(path);
            }
            if (!file.isStillNamed()) {
                file.close();
                throw new RegionException.Missing(path);
            }
            return file;
        } catch (OsException e) {
            throw new RegionException.Io(path, e);
        }
    }

    /// Removes a region that nobody owns.
    @Override
    public void delete(String name) {
        Path path = pathOf(name);
        try (OpenFile _ = directory.lock();
                OpenFile _ = own(name, true)) {
            Files.delete(path);
            directory.force();
        } catch (OsException e) {
            throw new RegionException.Io(path, e);
        } catch (IOException e) {
            throw new RegionException.Io(path, e);
        }
    }

    Directory regionDirectory() {
        return directory;
    }

    /// The file of the region of that name.
    @Override
    public Path pathOf(String name) {
        Regions.requireName(name);
        return directory.path().resolve(name);
    }
}
