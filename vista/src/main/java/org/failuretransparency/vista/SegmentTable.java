package org.failuretransparency.vista;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.Stores;

/// The segments of a Vista: the entries in its log region, and the open segment for each.
///
/// **Failure ordering**: an entry is written whole, then its check is published. An entry without a valid check does
/// not exist, so a crash while a segment is being made leaves at most a region that no table names.
final class SegmentTable {

    /// One line of the table; `heap` is the index of the blocks' segment, or -1 if this is not a heap's metadata.
    record Entry(int index, UUID id, String name, boolean excludedFromUndo, int heap) {}

    private final Region log;
    private final List<VistaMemory> segments = new ArrayList<>();

    SegmentTable(Region log) {
        this.log = log;
    }

    /// The entries that the log region holds, in the order of their indexes.
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (int index = 0; index < LogLayout.SEGMENT_LIMIT; index++) {
            MemorySegment entry = entry(index);
            long check = entry.get(LogLayout.LONG, SegmentLayout.ENTRY_CHECK);
            if (check == 0) {
                break;
            }
            long expected = SegmentLayout.check(entry, SegmentLayout.ENTRY_CHECK);
            if (check != expected) {
                throw new VistaException.Corrupt(log.path(), "segment table check", offsetOf(index), expected, check);
            }
            entries.add(decode(index, entry));
        }
        return entries;
    }

    private static Entry decode(int index, MemorySegment entry) {
        int flags = entry.get(LogLayout.INT, SegmentLayout.entryOffset("flags"));
        UUID id = new UUID(
                entry.get(LogLayout.LONG, SegmentLayout.entryOffset("idHigh")),
                entry.get(LogLayout.LONG, SegmentLayout.entryOffset("idLow")));
        boolean metadata = (flags & SegmentLayout.FLAG_HEAP_METADATA) != 0;
        return new Entry(
                index,
                id,
                SegmentLayout.nameOf(entry),
                (flags & SegmentLayout.FLAG_EXCLUDED_FROM_UNDO) != 0,
                metadata ? entry.get(LogLayout.INT, SegmentLayout.entryOffset("heap")) : -1);
    }

    /// Adds an entry for a segment whose region is whole.
    void add(Entry added) {
        MemorySegment entry = MemorySegment.ofArray(new byte[(int) SegmentLayout.ENTRY.byteSize()]);
        entry.set(
                LogLayout.LONG, SegmentLayout.entryOffset("idHigh"), added.id().getMostSignificantBits());
        entry.set(LogLayout.LONG, SegmentLayout.entryOffset("idLow"), added.id().getLeastSignificantBits());
        byte[] name = added.name().getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(name, 0, entry, ValueLayout.JAVA_BYTE, SegmentLayout.entryOffset("name"), name.length);
        int flags = (added.excludedFromUndo() ? SegmentLayout.FLAG_EXCLUDED_FROM_UNDO : 0)
                | (added.heap() >= 0 ? SegmentLayout.FLAG_HEAP_METADATA : 0);
        entry.set(LogLayout.INT, SegmentLayout.entryOffset("flags"), flags);
        entry.set(LogLayout.INT, SegmentLayout.entryOffset("heap"), Math.max(0, added.heap()));
        long address = entry(added.index()).address();
        int fieldBytes = (int) SegmentLayout.ENTRY_CHECK;
        Stores.STORES.put(address, entry.toArray(ValueLayout.JAVA_BYTE), 0, fieldBytes);
        Stores.STORES.publish(address + fieldBytes, SegmentLayout.check(entry, fieldBytes));
        Stores.STORES.fence();
        log.stored(offsetOf(added.index()), SegmentLayout.ENTRY.byteSize());
        log.sync();
    }

    void opened(VistaMemory segment) {
        segments.add(segment);
    }

    int count() {
        return segments.size();
    }

    VistaMemory segment(int index) {
        return segments.get(index);
    }

    Optional<VistaMemory> named(String name) {
        return segments.stream().filter(segment -> segment.name().equals(name)).findFirst();
    }

    /// The segment that holds the metadata of the heap whose blocks are in the segment `blocks`. A commit asks for each
    /// free, so that this puts nothing on the Java heap.
    VistaMemory heapMetadata(int blocks) {
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).heap() == blocks) {
                return segments.get(i);
            }
        }
        throw new VistaException.BadSegment(log.path(), segments.get(blocks).name(), "segment holds no heap");
    }

    void syncChanged() {
        for (VistaMemory segment : segments) {
            segment.syncIfChanged();
        }
    }

    void release() {
        segments.forEach(VistaMemory::release);
    }

    private MemorySegment entry(int index) {
        return log.segment().asSlice(offsetOf(index), SegmentLayout.ENTRY.byteSize());
    }

    private static long offsetOf(int index) {
        return LogLayout.TABLE_OFFSET + index * SegmentLayout.ENTRY.byteSize();
    }
}
