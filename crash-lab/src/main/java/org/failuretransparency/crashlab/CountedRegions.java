package org.failuretransparency.crashlab;

import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.Regions;

/// Real regions whose steps are reported before they are taken, those that pass the store seam and those that enter the
/// kernel.
///
/// **Threads**: one.
final class CountedRegions extends ForwardingRegions {

    private final RecordingStores.Watcher watcher;

    CountedRegions(Regions regions, RecordingStores.Watcher watcher) {
        super(regions);
        this.watcher = watcher;
    }

    @Override
    Region wrap(Region region) {
        return new CountedRegion(region);
    }

    private final class CountedRegion extends ForwardingRegion {

        private final RecordingStores.Watch watch;

        CountedRegion(Region region) {
            super(region);
            this.watch = RecordingStores.installed().watch(watcher, 0, region.segment());
        }

        @Override
        public void write(long offset, long address, long lengthBytes) {
            watcher.before(StepKind.WRITE);
            super.write(offset, address, lengthBytes);
        }

        @Override
        public void sync() {
            watcher.before(StepKind.SYNC);
            super.sync();
        }

        @Override
        public void close() {
            RecordingStores.installed().unwatch(watch);
            super.close();
        }
    }
}
