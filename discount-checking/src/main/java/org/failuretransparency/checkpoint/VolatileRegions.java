package org.failuretransparency.checkpoint;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.RegionLayout;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.StorageKind;

/// Regions in ordinary memory, one behind the other in one piece of it: a Vista in them has transactions that can be
/// aborted and survive nothing. What is to survive goes to a redo log.
///
/// **Survives**: nothing.
///
/// **Threads**: one.
final class VolatileRegions implements Regions, AutoCloseable {

    private static final long PAGE_BYTES = 4096;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment all;
    private final Map<String, Bytes> regions = new TreeMap<>();
    private long used;

    private record Bytes(RegionType type, UUID id, MemorySegment segment) {}

    /// @param lengthBytes for all regions, each with [#spaceFor]
    VolatileRegions(long lengthBytes) {
        all = arena.allocate(lengthBytes, PAGE_BYTES);
    }

    /// What a region of that length takes.
    static long spaceFor(long lengthBytes) {
        return lengthBytes + RegionLayout.SLACK_BYTES + PAGE_BYTES - 1 & -PAGE_BYTES;
    }

    @Override
    public StorageKind kind() {
        return StorageKind.RIO;
    }

    @Override
    public boolean exists(String name) {
        return regions.containsKey(name);
    }

    @Override
    public List<String> names() {
        return List.copyOf(regions.keySet());
    }

    @Override
    public Region create(String name, RegionType type, long lengthBytes, byte[] initial) {
        if (exists(name)) {
            throw new RegionException.AlreadyExists(pathOf(name));
        }
        long available = all.byteSize() - used;
        if (spaceFor(lengthBytes) > available) {
            throw new RegionException.NoSpace(pathOf(name), spaceFor(lengthBytes), available);
        }
        MemorySegment segment = all.asSlice(used, lengthBytes);
        used += spaceFor(lengthBytes);
        MemorySegment.copy(MemorySegment.ofArray(initial), 0, segment, 0, initial.length);
        regions.put(name, new Bytes(type, UUID.randomUUID(), segment));
        return open(name, type);
    }

    @Override
    public Region open(String name, RegionType type) {
        Bytes bytes = regions.get(name);
        if (bytes == null) {
            throw new RegionException.Missing(pathOf(name));
        }
        return new VolatileRegion(pathOf(name), bytes);
    }

    @Override
    public void delete(String name) {
        regions.remove(name);
    }

    @Override
    public Path pathOf(String name) {
        return Path.of("volatile:" + name);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private record VolatileRegion(Path path, Bytes bytes) implements Region {

        @Override
        public UUID id() {
            return bytes.id();
        }

        @Override
        public String content() {
            return bytes.type().content();
        }

        @Override
        public StorageKind storage() {
            return StorageKind.RIO;
        }

        @Override
        public long lengthBytes() {
            return bytes.segment().byteSize();
        }

        @Override
        public MemorySegment segment() {
            return bytes.segment();
        }

        @Override
        public void write(long offset, long address, long lengthBytes) {
            MemorySegment source = MemorySegment.ofAddress(address).reinterpret(lengthBytes);
            MemorySegment.copy(source, 0, segment(), offset, lengthBytes);
        }

        @Override
        public void stored(long offset, long lengthBytes) {}

        @Override
        public void sync() {}

        @Override
        public boolean wasClosedCleanly() {
            return true;
        }

        @Override
        public void close() {}
    }
}
