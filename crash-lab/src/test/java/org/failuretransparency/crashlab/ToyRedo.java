package org.failuretransparency.crashlab;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;

/// A toy redo log on disk: an update writes and forces its number to the log; recovery writes the newest number to two
/// words of the data region that lie in sectors of their own. Its flaw is to replay a log that it has not forced: a
/// killed process may have left the record in the page cache alone.
final class ToyRedo implements AutoCloseable {

    private static final RegionType DATA = RegionType.database("TOYDATA");
    private static final RegionType LOG = RegionType.log("TOYREDO");
    private static final int SECOND_WORD = 512;

    private final Region data;
    private final Region log;

    private ToyRedo(Region data, Region log) {
        this.data = data;
        this.log = log;
    }

    static ToyRedo create(Recording regions) {
        return new ToyRedo(regions.create("data", DATA, 1024), regions.create("log", LOG, 512));
    }

    static ToyRedo open(Regions regions) {
        return new ToyRedo(regions.open("data", DATA), regions.open("log", LOG));
    }

    static ToyRedo openFlawed(Regions regions) {
        return new ToyRedo(regions.open("data", DATA), regions.view("log", LOG));
    }

    void update(long number) {
        write(log, 0, number);
        log.sync();
    }

    void recover() {
        long number = RawMemory.getLong(log.segment().address());
        write(data, 0, number);
        write(data, SECOND_WORD, number);
        data.sync();
    }

    /// The recovered number; throws if the two words differ though the log could not repair them.
    long number() {
        long first = RawMemory.getLong(data.segment().address());
        long second = RawMemory.getLong(data.segment().address() + SECOND_WORD);
        if (first != second) {
            throw new IllegalStateException("words differ: first=" + first + ", second=" + second);
        }
        return first;
    }

    /// The larger of the two words, which some recovery has written.
    long largest() {
        long base = data.segment().address();
        return Math.max(RawMemory.getLong(base), RawMemory.getLong(base + SECOND_WORD));
    }

    private static void write(Region region, long offset, long value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = arena.allocateFrom(ValueLayout.JAVA_LONG, value);
            region.write(offset, source.address(), Long.BYTES);
        }
    }

    @Override
    public void close() {
        data.close();
        log.close();
    }
}
