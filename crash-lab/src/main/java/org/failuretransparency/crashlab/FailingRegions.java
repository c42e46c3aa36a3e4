package org.failuretransparency.crashlab;

import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.OsException;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.Regions;

/// Regions of which the n-th write or sync fails, and every one after it: a device that breaks, and, for what it leaves
/// behind, a kill at that point. A write can fail before it changed anything or after the first half of its bytes. They
/// also say which writes and syncs succeeded, in which order.
///
/// **Threads**: one.
///
/// **Throws**: [RegionException.Io] with EIO from the write or sync that fails.
public final class FailingRegions extends ForwardingRegions {

    private final boolean tears;
    private long effectsLeft;
    private final List<String> effects = new ArrayList<>();

    /// Fails after `effectsBeforeFailure` writes and syncs; with `tears`, a write that fails is half done.
    public FailingRegions(Regions regions, long effectsBeforeFailure, boolean tears) {
        super(regions);
        this.effectsLeft = effectsBeforeFailure;
        this.tears = tears;
    }

    /// Regions that never fail, for their [#effects()].
    public static FailingRegions never(Regions regions) {
        return new FailingRegions(regions, Long.MAX_VALUE, false);
    }

    /// Writes and syncs that succeeded, as `FILE write OFFSET+LENGTH` and `FILE sync`; the caller may clear it.
    public List<String> effects() {
        return effects;
    }

    public boolean hasFailed() {
        return effectsLeft < 0;
    }

    /// Writes and syncs that were tried after the one that failed first.
    public long attemptsAfterFailure() {
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
    Region wrap(Region region) {
        return new FailingRegion(region);
    }

    private final class FailingRegion extends ForwardingRegion {

        FailingRegion(Region region) {
            super(region);
        }

        @Override
        public void write(long offset, long address, long lengthBytes) {
            boolean first = !hasFailed();
            if (fails()) {
                if (tears && first) {
                    super.write(offset, address, lengthBytes / 2);
                }
                throw error("pwrite");
            }
            super.write(offset, address, lengthBytes);
            effects.add(path().getFileName() + " write " + offset + "+" + lengthBytes);
        }

        @Override
        public void sync() {
            if (fails()) {
                throw error("fdatasync");
            }
            super.sync();
            effects.add(path().getFileName() + " sync");
        }

        private RegionException.Io error(String call) {
            return new RegionException.Io(path(), new OsException(call, "path=" + path(), Errno.EIO));
        }
    }
}
