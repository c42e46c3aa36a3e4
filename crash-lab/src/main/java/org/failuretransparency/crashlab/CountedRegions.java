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

/// Real regions whose steps are reported before they are taken, those that pass the store seam and those that enter the
/// kernel.
///
/// **Threads**: one.
final class CountedRegions implements Regions {

    private final Regions regions;
    private final RecordingStores.Watcher watcher;

    CountedRegions(Regions regions, RecordingStores.Watcher watcher) {
        this.regions = regions;
        this.watcher = watcher;
    }

    @Override
    public StorageKind kind() {
        return regions.kind();
    }

    @Override
    public ModelClock clock() {
        return regions.clock();
    }

    @Override
    public boolean exists(String name) {
        return regions.exists(name);
    }

    @Override
    public List<String> names() {
        return regions.names();
    }

    @Override
    public Region create(String name, RegionType type, long lengthBytes, byte[] initial) {
        return new CountedRegion(regions.create(name, type, lengthBytes, initial), watcher);
    }

    @Override
    public Region open(String name, RegionType type) {
        return new CountedRegion(regions.open(name, type), watcher);
    }

    @Override
    public Region view(String name, RegionType type) {
        return regions.view(name, type);
    }

    @Override
    public void delete(String name) {
        regions.delete(name);
    }

    @Override
    public Path pathOf(String name) {
        return regions.pathOf(name);
    }

    /// One of them.
    private static final class CountedRegion implements Region {

        private final Region region;
        private final RecordingStores.Watcher watcher;
        private final RecordingStores.Watch watch;

        CountedRegion(Region region, RecordingStores.Watcher watcher) {
            this.region = region;
            this.watcher = watcher;
            this.watch = RecordingStores.installed().watch(watcher, 0, region.segment());
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
        public void write(long offset, long address, long lengthBytes) {
            watcher.before(StepKind.WRITE);
            region.write(offset, address, lengthBytes);
        }

        @Override
        public void stored(long offset, long lengthBytes) {
            region.stored(offset, lengthBytes);
        }

        @Override
        public void sync() {
            watcher.before(StepKind.SYNC);
            region.sync();
        }

        @Override
        public boolean wasClosedCleanly() {
            return region.wasClosedCleanly();
        }

        @Override
        public void close() {
            RecordingStores.installed().unwatch(watch);
            region.close();
        }
    }
}
