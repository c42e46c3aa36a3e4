package org.failuretransparency.crashlab;

import java.util.List;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Stores;

/// A toy undo log over two regions: two words of the data region are set to the same number, their before-images stand
/// in the log region meanwhile. Recovery puts them back. Its flaw is to empty the log before it has done so.
/// ```
/// off  field (log)
///   0  1 while an update is under way
///   8  before-images: two words
/// ```
final class ToyUndo implements AutoCloseable {

    private static final RegionType DATA = RegionType.database("TOYDATA");
    private static final RegionType LOG = RegionType.log("TOYUNDO");
    private static final long WORD = Long.BYTES;

    private final Region dataRegion;
    private final Region logRegion;
    private final long data;
    private final long log;

    private ToyUndo(Region dataRegion, Region logRegion) {
        this.dataRegion = dataRegion;
        this.logRegion = logRegion;
        this.data = dataRegion.segment().address();
        this.log = logRegion.segment().address();
    }

    static ToyUndo openOrCreate(Regions regions) {
        for (RegionType type : List.of(DATA, LOG)) {
            if (!regions.exists(type.content())) {
                regions.create(type.content(), type, 64, new byte[0]).close();
            }
        }
        return open(regions);
    }

    static ToyUndo open(Regions regions) {
        return new ToyUndo(regions.open(DATA.content(), DATA), regions.open(LOG.content(), LOG));
    }

    void update(long number) {
        Stores stores = Stores.STORES;
        stores.putLong(log + WORD, RawMemory.getLong(data));
        stores.putLong(log + 2 * WORD, RawMemory.getLong(data + WORD));
        stores.publish(log, 1);
        stores.fence();
        stores.putLong(data, number);
        stores.putLong(data + WORD, number);
        stores.publish(log, 0);
        stores.fence();
    }

    void recover(boolean flawed) {
        Stores stores = Stores.STORES;
        if (RawMemory.getLong(log) == 0) {
            return;
        }
        if (flawed) {
            stores.putLong(log, 0);
            stores.fence();
        }
        stores.putLong(data, RawMemory.getLong(log + WORD));
        stores.putLong(data + WORD, RawMemory.getLong(log + 2 * WORD));
        stores.publish(log, 0);
        stores.fence();
    }

    /// The number in both words; throws if they differ.
    long number() {
        long first = RawMemory.getLong(data);
        long second = RawMemory.getLong(data + WORD);
        if (first != second) {
            throw new IllegalStateException("words differ: first=" + first + ", second=" + second);
        }
        return first;
    }

    @Override
    public void close() {
        dataRegion.close();
        logRegion.close();
    }
}
