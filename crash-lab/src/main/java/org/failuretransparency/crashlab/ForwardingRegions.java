package org.failuretransparency.crashlab;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.failuretransparency.rio.ModelClock;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.StorageKind;

/// Regions that are others, but for what is to happen when one of them is used. Those that are only viewed stay as they
/// are.
abstract class ForwardingRegions implements Regions {

    private final Regions regions;

    ForwardingRegions(Regions regions) {
        this.regions = regions;
    }

    /// Puts a region that was created or opened in its wrapper.
    abstract Region wrap(Region region);

    @Override
    public final StorageKind kind() {
        return regions.kind();
    }

    @Override
    public final ModelClock clock() {
        return regions.clock();
    }

    @Override
    public final boolean exists(String name) {
        return regions.exists(name);
    }

    @Override
    public final List<String> names() {
        return regions.names();
    }

    @Override
    public final Region create(String name, RegionType type, long lengthBytes, byte[] initial) {
        return wrap(regions.create(name, type, lengthBytes, initial));
    }

    @Override
    public final Region open(String name, RegionType type) {
        return wrap(regions.open(name, type));
    }

    @Override
    public final Region view(String name, RegionType type) {
        return regions.view(name, type);
    }

    @Override
    public final void delete(String name) {
        regions.delete(name);
    }

    @Override
    public final Path pathOf(String name) {
        return regions.pathOf(name);
    }

    /// A wrapper that does what its region does.
    abstract static class ForwardingRegion implements Region {

        private final Region region;

        ForwardingRegion(Region region) {
            this.region = region;
        }

        @Override
        public final Path path() {
            return region.path();
        }

        @Override
        public final UUID id() {
            return region.id();
        }

        @Override
        public final String content() {
            return region.content();
        }

        @Override
        public final StorageKind storage() {
            return region.storage();
        }

        @Override
        public final long lengthBytes() {
            return region.lengthBytes();
        }

        @Override
        public final MemorySegment segment() {
            return region.segment();
        }

        @Override
        public void write(long offset, long address, long lengthBytes) {
            region.write(offset, address, lengthBytes);
        }

        @Override
        public final void stored(long offset, long lengthBytes) {
            region.stored(offset, lengthBytes);
        }

        @Override
        public void sync() {
            region.sync();
        }

        @Override
        public final boolean wasClosedCleanly() {
            return region.wasClosedCleanly();
        }

        @Override
        public void close() {
            region.close();
        }
    }
}
