package org.failuretransparency.vista;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;

/// A lightweight transaction library for memory that survives crashes: one undo log, and the segments that share it.
/// ```java
/// Storage storage = Storage.of(StorageKind.RIO, directory);
/// try (Vista vista = Vista.create(storage, "bank", VistaOptions.defaults())) {
///     VistaMemory accounts = vista.createSegment("accounts", 50 << 20);
///     vista.begin();
///     accounts.addLong(0, -100);
///     accounts.addLong(8, 100);
///     vista.commit();
/// }
/// ```
/// Opening it again, after a close or after `kill -9`, finds every committed transaction whole and no other: the log
/// names its segments, opens them all, and rolls back what had not committed before anything is handed out.
///
/// Files: `NAME.vista` is the log, `NAME.SEGMENT` a segment, `NAME.SEGMENT.heap` the metadata of a heap in that
/// segment.
///
/// **Survives**: as its storage ([org.failuretransparency.rio.StorageKind]).
///
/// **Threads**: one at a time; Vistas of their own share nothing.
///
/// **Throws**: [VistaException] and [org.failuretransparency.rio.RegionException], each reason by its class.
///
/// **Source**: §3.4; `vista_init`, `vista_map`.
public final class Vista implements AutoCloseable {

    static final RegionType LOG = RegionType.log("VISTALOG");
    static final RegionType SEGMENT = RegionType.database("VISTASEG");

    private static final String LOG_SUFFIX = ".vista";
    private static final String HEAP_SUFFIX = ".heap";

    private final Regions regions;
    private final String name;
    private final Region logRegion;
    private final SegmentTable segments;
    private final UndoLog log;
    /// By the index of their blocks' segment.
    private final Map<Integer, PersistentHeap> heaps = new HashMap<>();
    private final List<Runnable> users = new ArrayList<>();
    private final Recovery recovery;
    private boolean closed;

    /// Opens the log and all segments through `opener`; finds out what there is to recover, and recovers it if asked
    /// to.
    private Vista(Regions regions, String name, Opener opener, boolean recovers) {
        this.regions = regions;
        this.name = name;
        this.logRegion = opener.open(logName(name), LOG);
        this.segments = new SegmentTable(logRegion);
        try {
            LogLayout.requireValid(logRegion);
            this.log =
                    regions.kind().forces() ? new DiskUndoLog(logRegion, segments) : new UndoLog(logRegion, segments);
            for (SegmentTable.Entry entry : segments.entries()) {
                openSegment(entry, opener);
            }
            boolean afterCrash = !logRegion.wasClosedCleanly();
            this.recovery = recovers ? log.recover(afterCrash) : log.examine(afterCrash);
        } catch (RuntimeException e) {
            segments.release();
            logRegion.close();
            throw e;
        }
    }

    /// How the regions are opened: to be used, or to be looked at.
    @FunctionalInterface
    private interface Opener {

        Region open(String name, RegionType type);
    }

    /// Makes a Vista without segments. One of that name must not be there.
    public static Vista create(Regions regions, String name, VistaOptions options) {
        byte[] header = LogLayout.newHeader(options.logBytes(), regions.kind());
        regions.create(logName(name), LOG, LogLayout.UNDO_OFFSET + options.logBytes(), header)
                .close();
        return new Vista(regions, name, regions::open, true);
    }

    /// Opens a Vista with all its segments and recovers it. Everything is looked at before anything is opened to be
    /// changed, so that files that are refused stay as they are, byte for byte.
    public static Vista open(Regions regions, String name) {
        requireLog(regions, name);
        new Vista(regions, name, regions::view, false).close();
        return new Vista(regions, name, regions::open, true);
    }

    /// Refuses segments that are there without their log.
    private static void requireLog(Regions regions, String name) {
        if (regions.exists(logName(name))) {
            return;
        }
        List<String> names = regions.names();
        for (String other : names) {
            boolean ofAnother = names.stream()
                    .filter(log -> log.endsWith(LOG_SUFFIX))
                    .anyMatch(log -> other.startsWith(log.substring(0, log.length() - LOG_SUFFIX.length() + 1)));
            if (other.startsWith(name + ".") && !ofAnother) {
                throw new VistaException.SegmentWithoutLog(regions.pathOf(other), regions.pathOf(logName(name)));
            }
        }
    }

    private static String logName(String name) {
        return name + LOG_SUFFIX;
    }

    private String regionName(String segment) {
        return name + "." + segment;
    }

    /// What opening found and did.
    public Recovery recovery() {
        return recovery;
    }

    /// Makes a segment of `lengthBytes` zero bytes that takes part in this Vista's transactions. A Vista has 64 at
    /// most; a name is 1 to 32 bytes of UTF-8.
    public VistaMemory createSegment(String segment, long lengthBytes) {
        return createSegment(segment, lengthBytes, false, -1);
    }

    /// Makes a segment whose stores are permanent and are not undone by an abort or a recovery (§5.2.4).
    public VistaMemory createSegmentWithoutUndo(String segment, long lengthBytes) {
        return createSegment(segment, lengthBytes, true, -1);
    }

    private VistaMemory createSegment(String segment, long lengthBytes, boolean excludedFromUndo, int heap) {
        requireUsable("createSegment", segment, 1);
        if (lengthBytes < 1) {
            throw new IllegalArgumentException(
                    "segment is empty: name=" + segment + ", lengthBytes=" + lengthBytes + ", expected at least=1");
        }
        int index = segments.count();
        byte[] header = new byte[(int) SegmentLayout.HEADER.byteSize()];
        SegmentLayout.writeHeader(MemorySegment.ofArray(header), index, logRegion.id());
        String regionName = regionName(segment);
        deleteUnfinished(regionName);
        Region region = regions.create(regionName, SEGMENT, SegmentLayout.DATA_OFFSET + lengthBytes, header);
        SegmentTable.Entry entry = new SegmentTable.Entry(index, region.id(), segment, excludedFromUndo, heap);
        segments.add(entry);
        VistaMemory memory = new VistaMemory(this, log, region, entry);
        segments.opened(memory);
        return memory;
    }

    /// Refuses a segment that cannot be made, or behind which there would be no room for what belongs to it.
    private void requireUsable(String call, String segment, int entries) {
        log.requireIdle(call);
        int nameBytes = segment.getBytes(StandardCharsets.UTF_8).length;
        if (nameBytes == 0 || nameBytes > SegmentLayout.NAME_BYTES) {
            throw new IllegalArgumentException(
                    "segment name is not 1 to " + SegmentLayout.NAME_BYTES + " bytes: name=" + segment);
        }
        if (regionName(segment).equals(logName(name))) {
            throw new IllegalArgumentException("segment name is the log's: name=" + segment);
        }
        if (segments.named(segment).isPresent()) {
            throw new VistaException.BadSegment(logRegion.path(), segment, "segment exists already");
        }
        if (segments.count() + entries > LogLayout.SEGMENT_LIMIT) {
            throw new VistaException.BadSegment(logRegion.path(), segment, "segment table is full");
        }
    }

    /// Removes the region of a segment of this log that a crash kept out of the table.
    private void deleteUnfinished(String regionName) {
        if (regions.exists(regionName)) {
            boolean ours;
            try (Region region = regions.open(regionName, SEGMENT)) {
                ours = SegmentLayout.logOf(region.segment()).equals(logRegion.id());
            }
            if (ours) {
                regions.delete(regionName);
            }
        }
    }

    private void openSegment(SegmentTable.Entry entry, Opener opener) {
        String regionName = regionName(entry.name());
        if (!regions.exists(regionName)) {
            throw new VistaException.MissingSegment(logRegion.path(), regions.pathOf(regionName));
        }
        Region region = opener.open(regionName, SEGMENT);
        try {
            requireOurs(region, entry);
        } catch (RuntimeException e) {
            region.close();
            throw e;
        }
        segments.opened(new VistaMemory(this, log, region, entry));
    }

    private void requireOurs(Region region, SegmentTable.Entry entry) {
        MemorySegment header = region.segment();
        int version = header.get(LogLayout.INT, 0);
        if (version != SegmentLayout.VERSION) {
            throw new VistaException.UnsupportedVersion(region.path(), 0, SegmentLayout.VERSION, version);
        }
        long checkOffset = SegmentLayout.headerOffset("check");
        long expected = SegmentLayout.check(header, checkOffset);
        long found = header.get(LogLayout.LONG, checkOffset);
        if (found != expected) {
            throw new VistaException.Corrupt(region.path(), "segment check", checkOffset, expected, found);
        }
        UUID owner = SegmentLayout.logOf(header);
        if (!owner.equals(logRegion.id())) {
            throw new VistaException.ForeignSegment(region.path(), "log", logRegion.id(), owner);
        }
        if (!region.id().equals(entry.id())) {
            throw new VistaException.ForeignSegment(region.path(), "id", entry.id(), region.id());
        }
    }

    /// The segment of that name.
    public VistaMemory segment(String segment) {
        return segments.named(segment)
                .orElseThrow(() -> new VistaException.BadSegment(logRegion.path(), segment, "no such segment"));
    }

    /// The segments by name, heaps' metadata included, in the order in which they were made.
    public List<String> segmentNames() {
        return segments.entries().stream().map(SegmentTable.Entry::name).toList();
    }

    /// Makes a persistent heap whose blocks take `lengthBytes` bytes, with its metadata in a segment of its own (Figure
    /// 3.3). A segment of that name and length, which a crash inside this method leaves, becomes the blocks' segment.
    public PersistentHeap createHeap(String heap, long lengthBytes) {
        Optional<VistaMemory> unfinished = segments.named(heap);
        requireUsable("createHeap", heap + HEAP_SUFFIX, unfinished.isPresent() ? 1 : 2);
        VistaMemory blocks = unfinished.orElseGet(() -> createSegment(heap, lengthBytes));
        if (blocks.lengthBytes() != lengthBytes) {
            throw new VistaException.BadSegment(
                    logRegion.path(), heap, "segment exists already with lengthBytes=" + blocks.lengthBytes());
        }
        VistaMemory metadata =
                createSegment(heap + HEAP_SUFFIX, HeapLayout.metadataBytes(lengthBytes), false, blocks.index());
        PersistentHeap made = new PersistentHeap(blocks, metadata);
        heaps.put(blocks.index(), made);
        return made;
    }

    /// The heap of that name, the same object at each call: two would not see each other's allocations.
    public PersistentHeap heap(String heap) {
        VistaMemory blocks = segment(heap);
        return heaps.computeIfAbsent(blocks.index(), index -> new PersistentHeap(blocks, segments.heapMetadata(index)));
    }

    /// Starts a transaction over all segments.
    public void begin() {
        log.begin();
    }

    /// Commits the transaction; returns its sequence number, 1 for the first since open.
    public long commit() {
        return log.commit();
    }

    /// Lets `participant` take part in the current transaction: it is called once, when the transaction has ended.
    /// Joining again does nothing; a transaction has one participant at most.
    public void join(Participant participant) {
        log.join(participant);
    }

    /// Runs `user` when this Vista is closed, before its segments are unmapped: for someone whose threads read them.
    public void beforeClose(Runnable user) {
        users.add(user);
    }

    /// Bytes that the undo log holds of the current transaction; 0 outside of one.
    public long loggedBytes() {
        return log.isActive() ? log.usedBytes() : 0;
    }

    /// Passes on each range that the current transaction has declared, the newest first, and each range of a heap's
    /// metadata that its frees will change when it commits. A range may come more than once, and in parts if it is
    /// longer than 1 GiB; those of segments without undo, and those that are
    /// only filled ([VistaMemory#fill]), do not come. Words that wait for the commit do. For whoever keeps the new
    /// bytes of a transaction elsewhere: called right before the commit, and the bytes read after it. Puts nothing on
    /// the Java heap. The consumer calls nothing of this Vista that is not a read.
    public void forEachDeclared(RangeConsumer consumer) {
        log.requireActive("forEachDeclared");
        log.forEachDeclared(consumer);
    }

    /// Takes ranges of segments.
    @FunctionalInterface
    public interface RangeConsumer {
        void range(VistaMemory segment, long offset, long lengthBytes);
    }

    /// Undoes the transaction in all segments and heaps.
    public void abort() {
        log.abort();
    }

    /// Aborts an open transaction and closes the log and all segments. A second close does nothing.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (log.isActive()) {
                log.abort();
            }
        } finally {
            try {
                users.forEach(Runnable::run);
            } finally {
                try {
                    segments.release();
                } finally {
                    log.close();
                }
            }
        }
    }
}
