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

/// A region as a shared mapping of its file.
///
/// Under [Protection#PAGES] the whole mapping is protected, the header too.
final class MappedRegion implements Region {

    private final OpenFile file;
    private final RegionLayout.Header header;
    private final Durability durability;
    private final Protection protection;
    private final boolean readOnly;
    private final Arena arena;
    private final MemorySegment mapping;
    private final MemorySegment segment;
    private boolean closed;

    /// Maps the file, whose header is valid and whose lock is held, and marks it open. The region closes the file,
    /// unless this constructor fails.
    MappedRegion(
            OpenFile file, RegionLayout.Header header, Durability durability, Protection protection, boolean readOnly)
            throws IOException {
        this.file = file;
        this.header = header;
        this.durability = durability;
        this.protection = protection;
        this.readOnly = readOnly;
        this.arena = Arena.ofShared();
        try {
            this.mapping = map();
            this.segment = mapping.asSlice(RegionLayout.HEADER_BYTES, header.lengthBytes());
            if (!readOnly) {
                setOpenState(true);
                protect();
            }
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    private void protect() {
        if (protection == Protection.PAGES) {
            Pages.protect(mapping.address(), mapping.byteSize());
        }
    }

    private MemorySegment map() throws IOException {
        long fileBytes = RegionLayout.fileBytes(header.lengthBytes());
        if (readOnly) {
            try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
                return channel.map(MapMode.READ_ONLY, 0, fileBytes, arena);
            }
        }
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
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
        return durability.kind();
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
        durability.changed(RegionLayout.HEADER_BYTES + offset, lengthBytes);
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
        durability.changed(RegionLayout.HEADER_BYTES + offset, lengthBytes);
    }

    @Override
    public void sync() {
        requireWritable();
        try {
            durability.sync();
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
        if (!readOnly) {
            setOpenState(false);
        }
        // Refused while another thread is inside of an access to the segment; the region is then still open and still
        // owned.
        arena.close();
        closed = true;
        file.close();
    }

    private void setOpenState(boolean open) {
        if (protection == Protection.PAGES) {
            Pages.open(mapping.address(), RegionLayout.HEADER_BYTES);
        }
        long word = RegionLayout.openState(open, header.opens() + 1);
        Stores.STORES.publish(mapping.address() + RegionLayout.OPEN_STATE_OFFSET, word);
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
