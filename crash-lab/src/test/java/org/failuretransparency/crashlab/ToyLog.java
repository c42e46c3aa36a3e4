package org.failuretransparency.crashlab;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;

/// A toy log: records of 600 bytes, written and forced one by one, valid by their checksum. Its flaw is that it does
/// not force.
final class ToyLog implements AutoCloseable {

    static final RegionType TYPE = RegionType.log("TOYLOG");
    static final int RECORD_BYTES = 600;

    private static final int FIRST_WORD = 16;

    private final Region region;
    private final boolean forces;

    ToyLog(Region region, boolean forces) {
        this.region = region;
        this.forces = forces;
    }

    static ToyLog create(Recording regions, boolean forces) {
        return new ToyLog(regions.create("log", TYPE, 8192), forces);
    }

    static ToyLog open(Regions regions) {
        return new ToyLog(regions.open("log", TYPE), true);
    }

    /// Appends record `number`: 1, 2, and so on.
    void append(long number) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment log = arena.allocate(RECORD_BYTES, 8);
            log.set(ValueLayout.JAVA_LONG, 0, number);
            for (long at = FIRST_WORD; at < RECORD_BYTES; at += Long.BYTES) {
                log.set(ValueLayout.JAVA_LONG, at, number * at);
            }
            log.set(ValueLayout.JAVA_LONG, Long.BYTES, check(log));
            region.write((number - 1) * RECORD_BYTES, log.address(), RECORD_BYTES);
        }
        if (forces) {
            region.sync();
        }
    }

    /// The number of records in the valid prefix of the log.
    long count() {
        long count = 0;
        while (isValid(count + 1)) {
            count++;
        }
        return count;
    }

    private boolean isValid(long number) {
        MemorySegment log = region.segment().asSlice((number - 1) * RECORD_BYTES, RECORD_BYTES);
        return RawMemory.getLong(log.address()) == number
                && RawMemory.getLong(log.address() + Long.BYTES) == check(log);
    }

    private static long check(MemorySegment log) {
        CRC32C crc = new CRC32C();
        crc.update(log.asSlice(0, Long.BYTES).asByteBuffer());
        crc.update(log.asSlice(FIRST_WORD).asByteBuffer());
        return crc.getValue();
    }

    @Override
    public void close() {
        region.close();
    }
}
