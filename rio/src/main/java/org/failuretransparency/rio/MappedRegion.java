package org.failuretransparency.rio;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.failuretransparency.os.OpenFile;
import org.failuretransparency.os.OsException;
import org.failuretransparency.os.Pages;
import org.jspecify.annotations.Nullable;

/// A region as a shared mapping of its file.
final class MappedRegion implements Region {

    private final OpenFile file;
    private final RegionLayout.Header header;
    private final StorageKind storage;
    private final boolean inMemory;
    private final Protection protection;
    private final @Nullable Extents extents;
    private final boolean readOnly;
    private final Arena arena;
    private final MemorySegment mapping;
    private final MemorySegment segment;
    private boolean closed;

    /// Maps the file, whose header is valid and whose lock is held, and marks it open.
    MappedRegion(
            OpenFile file,
            RegionLayout.Header header,
            StorageKind storage,
            boolean inMemory,
            Protection protection,
            @Nullable Extents extents,
            boolean readOnly)
            throws IOException {
        this.file = file;
        this.header = header;
        this.storage = storage;
        this.inMemory = inMemory;
        this.protection = protection;
        this.extents = extents;
        this.readOnly = readOnly;
        this.arena = Arena.ofShared();
        try {
            this.mapping = map();
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
        this.segment = mapping.asSlice(RegionLayout.HEADER_BYTES, header.lengthBytes());
        if (!readOnly) {
            setOpenState(RegionLayout.STATE_OPEN);
        }
        if (protection == Protection.PAGES && !readOnly) {
            Pages.protect(segment.address(), segment.byteSize());
        }
    }

    private MemorySegment map() throws IOException {
        long fileBytes = RegionLayout.fileBytes(header.lengthBytes());
        if (readOnly) {
            try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
                return channel.map(MapMode.READ_ONLY, 0, fileBytes, arena);
            }
        }
        try (FileChannel channel =
                FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(MapMode.READ_WRITE, 0, fileBytes, arena);
        }
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public UUID id() {
        return header.id();
    }

    @Override
    public String content() {
        return header.content();
    }

    @Override
    public StorageKind storage() {
        return storage;
    }

    @Override
    public long lengthBytes() {
        return header.lengthBytes();
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void write(long offset, long address, long lengthBytes) {
        requireWritable();
        requireInside(offset, lengthBytes);
        try {
            if (protection == Protection.PAGES) {
                writeThroughOpenedPages(segment.address() + offset, address, lengthBytes);
            } else {
                file.write(RegionLayout.HEADER_BYTES + offset, address, lengthBytes);
            }
        } catch (OsException e) {
            throw new RegionException.Io(path(), e);
        }
        charge(offset, lengthBytes);
    }

    private static void writeThroughOpenedPages(long target, long source, long lengthBytes) {
        Pages.open(target, lengthBytes);
        try {
            Stores.STORES.copy(source, target, lengthBytes);
        } finally {
            Pages.protect(target, lengthBytes);
        }
    }

    @Override
    public void stored(long offset, long lengthBytes) {
        requireWritable();
        requireInside(offset, lengthBytes);
        charge(offset, lengthBytes);
    }

    private void charge(long offset, long lengthBytes) {
        if (extents != null) {
            extents.add(RegionLayout.HEADER_BYTES + offset, lengthBytes);
        }
    }

    @Override
    public void sync() {
        requireWritable();
        try {
            if (!storage.forces() && !inMemory) {
                file.absorbedSync();
            } else if (extents == null) {
                file.syncData();
            } else {
                long issuedNanos = extents.nowNanos();
                file.syncData();
                extents.write(issuedNanos);
            }
        } catch (OsException e) {
            throw new RegionException.Io(path(), e);
        }
    }

    @Override
    public boolean wasClosedCleanly() {
        return !header.open();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!readOnly) {
            setOpenState(RegionLayout.STATE_CLOSED);
        }
        arena.close();
        file.close();
    }

    private void setOpenState(int state) {
        Stores.STORES.publish(mapping.address() + RegionLayout.OPEN_STATE_OFFSET, CheckedWord.of(state, 0));
    }

    private void requireWritable() {
        if (closed) {
            throw new IllegalStateException("region is closed: path=" + path());
        }
        if (readOnly) {
            throw new IllegalStateException("region was opened to be viewed only: path=" + path());
        }
    }

    private void requireInside(long offset, long lengthBytes) {
        if ((offset | lengthBytes | (lengthBytes() - lengthBytes) | (lengthBytes() - lengthBytes - offset)) < 0) {
            throw new IllegalArgumentException("range outside of region: path=" + path() + ", offset=" + offset
                    + ", lengthBytes=" + lengthBytes + ", region=" + lengthBytes());
        }
    }
}
