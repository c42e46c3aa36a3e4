package org.failuretransparency.rvm;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.OsException;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;

/// A storage on which the n-th write or sync fails, and every one after it: a kill at that point. A write can fail
/// before it changed anything or after the first half of its bytes.
final class FailingRegions implements Regions {

    private final Storage storage;
    private final boolean tears;
    private long effectsLeft;
    private final List<String> effects = new ArrayList<>();

    /// Fails after `effectsBeforeFailure` writes and syncs; with `tears`, a write that fails is half done.
    FailingRegions(Storage storage, long effectsBeforeFailure, boolean tears) {
        this.storage = storage;
        this.effectsLeft = effectsBeforeFailure;
        this.tears = tears;
    }

    /// Writes and syncs that succeeded, as `FILE write OFFSET+LENGTH` and `FILE sync`.
    List<String> effects() {
        return effects;
    }

    boolean hasFailed() {
        return effectsLeft < 0;
    }

    /// Writes and syncs that were tried after the one that failed first.
    long attemptsAfterFailure() {
        return hasFailed() ? -1 - effectsLeft : 0;
    }

    private boolean fails() {
        if (effectsLeft <= 0) {
            effectsLeft = hasFailed() ? effectsLeft - 1 : -1;
            return true;
        }
        effectsLeft--;
        return false;
    }

    @Override
    public StorageKind kind() {
        return storage.kind();
    }

    @Override
    public boolean exists(String name) {
        return storage.exists(name);
    }

    @Override
    public List<String> names() {
        return storage.names();
    }

    @Override
    public Region create(String name, RegionType type, long lengthBytes, byte[] initial) {
        return new FailingRegion(storage.create(name, type, lengthBytes, initial));
    }

    @Override
    public Region open(String name, RegionType type) {
        return new FailingRegion(storage.open(name, type));
    }

    @Override
    public Region view(String name, RegionType type) {
        return storage.view(name, type);
    }

    @Override
    public void delete(String name) {
        storage.delete(name);
    }

    @Override
    public Path pathOf(String name) {
        return storage.pathOf(name);
    }

    private final class FailingRegion implements Region {

        private final Region region;

        FailingRegion(Region region) {
            this.region = region;
        }

        @Override
        public void write(long offset, long address, long lengthBytes) {
            boolean first = !hasFailed();
            if (fails()) {
                if (tears && first) {
                    region.write(offset, address, lengthBytes / 2);
                }
                throw error("pwrite");
            }
            region.write(offset, address, lengthBytes);
            effects.add(path().getFileName() + " write " + offset + "+" + lengthBytes);
        }

        @Override
        public void sync() {
            if (fails()) {
                throw error("fdatasync");
            }
            region.sync();
            effects.add(path().getFileName() + " sync");
        }

        private RegionException.Io error(String call) {
            return new RegionException.Io(path(), new OsException(call, "path=" + path(), Errno.EIO));
        }

        @Override
        public Path path() {
            return region.path();
        }

        @Override
        public UUID id() {
            return region.id();
        }

        @Override
        public String content() {
            return region.content();
        }

        @Override
        public StorageKind storage() {
            return region.storage();
        }

        @Override
        public long lengthBytes() {
            return region.lengthBytes();
        }

        @Override
        public MemorySegment segment() {
            return region.segment();
        }

        @Override
        public void stored(long offset, long lengthBytes) {
            region.stored(offset, lengthBytes);
        }

        @Override
        public boolean wasClosedCleanly() {
            return region.wasClosedCleanly();
        }

        @Override
        public void close() {
            region.close();
        }
    }
}
