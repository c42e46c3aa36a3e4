package org.failuretransparency.crashlab;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.UUID;
import org.failuretransparency.rio.Protection;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.rio.Stores;

/// A region in plain native memory, without a file, whose every change goes to a [Recording]: stores to its segment
/// through the store seam, `write` and `sync` by themselves. It claims to be on whatever storage its recording is on,
/// so that a system under test behaves as it would there.
///
/// Under [Protection#PAGES] `write` is a store between two system calls, as on a real region.
///
/// **Survives**: nothing; it is what the crash images are made from.
///
/// **Threads**: one.
public final class RecordedRegion implements Region {

    private final Recording recording;
    private final RecordedBytes bytes;
    private final RegionType type;
    private final boolean readOnly;
    private final MemorySegment segment;
    private final RecordingStores.Watch watch;
    private boolean closed;

    RecordedRegion(Recording recording, RecordedBytes bytes, RegionType type, boolean readOnly) {
        this.recording = recording;
        this.bytes = bytes;
        this.type = type;
        this.readOnly = readOnly;
        this.segment = readOnly ? bytes.segment().asReadOnly() : bytes.segment();
        this.watch = RecordingStores.installed().watch(recording.recorder(), bytes.index(), bytes.segment());
    }

    @Override
    public Path path() {
        return recording.pathOf(bytes.name());
    }

    @Override
    public UUID id() {
        return bytes.id();
    }

    @Override
    public String content() {
        return type.content();
    }

    @Override
    public StorageKind storage() {
        return recording.kind();
    }

    @Override
    public long lengthBytes() {
        return segment.byteSize();
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void write(long offset, long address, long lengthBytes) {
        requireWritable();
        requireInside(offset, lengthBytes);
        if (type.protection() == Protection.PAGES) {
            recording.add(new Step.SystemCall());
            Stores.STORES.copy(address, segment().address() + offset, lengthBytes);
            recording.add(new Step.SystemCall());
            return;
        }
        MemorySegment source = MemorySegment.ofAddress(address).reinterpret(lengthBytes);
        MemorySegment.copy(source, 0, segment, offset, lengthBytes);
        recording.add(new Step.Write(new Change(bytes.index(), offset, source.toArray(ValueLayout.JAVA_BYTE))));
    }

    @Override
    public void stored(long offset, long lengthBytes) {
        requireWritable();
        requireInside(offset, lengthBytes);
    }

    @Override
    public void sync() {
        requireWritable();
        recording.add(new Step.Sync(bytes.index()));
    }

    @Override
    public boolean wasClosedCleanly() {
        return bytes.wasClosedCleanly();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            RecordingStores.installed().unwatch(watch);
            bytes.release();
        }
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
        if (offset < 0 || lengthBytes < 0 || lengthBytes > lengthBytes() || offset > lengthBytes() - lengthBytes) {
            throw new IllegalArgumentException("range outside of region: path=" + path() + ", offset=" + offset
                    + ", lengthBytes=" + lengthBytes + ", region=" + lengthBytes());
        }
    }
}
