package org.failuretransparency.checkpoint;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.recoverable.DirtyPages;
import org.failuretransparency.recoverable.RedoLog;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Stores;
import org.failuretransparency.vista.PersistentHeap;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;

/// Checkpoints on a disk (Discount Checking-disk): the process runs in ordinary memory, and each commit appends the
/// pages that the interval stored to, and what changed of context and heap, to a redo log and forces it.
/// ```
/// commit ──1─→ NAME.redo    one record, one write, one sync
///        ──2─→ NAME.image   when the log is half full: all pages that changed since, one sync; then the log is empty
/// ```
/// The small state, context and heap, is in a Vista of its own in volatile memory, which knows what an interval changed
/// of it; pages of the process are noted at their first store.
///
/// **Survives**: process kills, OS crashes, power losses, as [org.failuretransparency.rio.StorageKind#DISK].
///
/// **Failure ordering**: [RedoLog]'s. The record's sync is the commit point. The image changes only when all that is
/// written to it is in the log, and the log forgets only when the image is synced.
///
/// **Source**: §6.4: the version that the dissertation measures, which could neither recover nor truncate.
final class DiskStore implements CheckpointStore {

    static final RegionType IMAGE = RegionType.database("DC-IMAGE");
    static final RegionType REDO = RegionType.log("DC-REDO");

    private static final int PAGE_BYTES = AddressSpace.PAGE_BYTES;
    private static final int RANGE_HEADER_BYTES = 16;
    private static final int LINE_BYTES = ContextLayout.LINE_BYTES;
    private static final long MIN_REDO_BYTES = 16 << 20;
    private static final int REGIONS = 4;
    private static final long VISTA_HEADERS_BYTES = 16 << 10;

    private final AddressSpace space;
    private final Region image;
    private final Region redoRegion;
    private final RedoLog redo;
    private final VolatileRegions volatileRegions;
    private ProcessSegments process;
    /// The address of the image's first byte in memory.
    private final long base;

    private final DirtyPages dirtyPages;
    private final int firstStackPage;
    private final int[] storedPages;
    private int storedPageCount;
    private long[] starts = new long[64];
    private long[] ends = new long[64];
    private int ranges;
    private final Vista.RangeConsumer adder = this::add;
    private long recoveredBytes;

    private DiskStore(Regions disk, String name, AddressSpace space) {
        this.space = space;
        this.firstStackPage = (int) (space.stackStart() / PAGE_BYTES);
        this.storedPages = new int[(int) (space.lengthBytes() / PAGE_BYTES)];
        this.dirtyPages = new DirtyPages(imageBytes(space));
        long logBytes = ProcessSegments.logBytesWithoutPages(space);
        this.volatileRegions = new VolatileRegions(imageBytes(space) + logBytes + REGIONS * VISTA_HEADERS_BYTES);
        try {
            this.process = ProcessSegments.create(volatileRegions, name, space, logBytes);
            this.base = process.memory().segment().address();
            this.image = disk.open(imageName(name), IMAGE);
        } catch (RuntimeException e) {
            volatileRegions.close();
            throw e;
        }
        try {
            this.redoRegion = disk.open(redoName(name), REDO);
        } catch (RuntimeException e) {
            image.close();
            volatileRegions.close();
            throw e;
        }
        try {
            this.redo = RedoLog.open(redoRegion, image.id(), image.lengthBytes());
        } catch (RuntimeException e) {
            redoRegion.close();
            image.close();
            volatileRegions.close();
            throw e;
        }
    }

    static String imageName(String name) {
        return name + ".image";
    }

    static String redoName(String name) {
        return name + ".redo";
    }

    /// Bytes from the memory's first to the context's last, as they lie one behind the other.
    private static long imageBytes(AddressSpace space) {
        long metadata = (space.lengthBytes() / PAGE_BYTES + 1) * LINE_BYTES;
        return VolatileRegions.spaceFor(space.lengthBytes() + PAGE_BYTES)
                + VolatileRegions.spaceFor(metadata + PAGE_BYTES)
                + VolatileRegions.spaceFor(ContextLayout.lengthBytes(space) + PAGE_BYTES);
    }

    /// Twice what the largest checkpoint takes, since the log is emptied when it is half full; and so much that small
    /// processes do not empty it all the time.
    private static long redoBytes(AddressSpace space) {
        long perRange = LINE_BYTES + RANGE_HEADER_BYTES;
        long largest = imageBytes(space) / LINE_BYTES * perRange;
        return RedoLog.MIN_REGION_BYTES + Math.max(MIN_REDO_BYTES, 2 * largest);
    }

    /// Makes the store of a new process; its first interval has begun.
    static DiskStore create(Regions disk, String name, AddressSpace space) {
        return create(disk, name, space, redoBytes(space));
    }

    /// The same with a log of another length, for at least two of its checkpoints.
    static DiskStore create(Regions disk, String name, AddressSpace space, long redoBytes) {
        long bytes = imageBytes(space);
        try (Region made = disk.create(imageName(name), IMAGE, bytes, new byte[0])) {
            byte[] emptyLog = RedoLog.initialBytes(redoBytes, made.id(), bytes);
            disk.create(redoName(name), REDO, redoBytes, emptyLog).close();
        }
        DiskStore store = new DiskStore(disk, name, space);
        store.redo.replay((offset, address, lengthBytes) -> {});
        store.redo.truncate();
        VistaMemory metadata = store.metadata();
        store.add(metadata, 0, metadata.lengthBytes());
        store.process.vista().begin();
        return store;
    }

    /// Opens the store of a process and takes it back to its last commit. Both files are looked at before one is
    /// opened to be changed.
    static DiskStore open(Regions disk, String name, AddressSpace space) {
        try (Region image = disk.view(imageName(name), IMAGE);
                Region redo = disk.view(redoName(name), REDO)) {
            RedoLog.requireValid(redo, image.id(), imageBytes(space));
        }
        DiskStore store = new DiskStore(disk, name, space);
        try {
            store.recover(name);
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Reads the image, replays the log over it, and truncates the log as at any other time. Interrupted, it is done
    /// again.
    private void recover(String name) {
        VistaMemory[] segments = {process.memory(), metadata(), process.context()};
        for (VistaMemory segment : segments) {
            MemorySegment bytes = segment.segment();
            MemorySegment.copy(image.segment(), bytes.address() - base, bytes, 0, bytes.byteSize());
        }
        redo.replay((offset, address, lengthBytes) -> {
            Stores.STORES.copy(address, base + offset, lengthBytes);
            dirtyPages.mark(offset, offset + lengthBytes);
            recoveredBytes += lengthBytes;
        });
        truncate();
        process.vista().close();
        process = ProcessSegments.open(volatileRegions, name); // its heap reads the metadata that is there now
        process.vista().begin();
    }

    private VistaMemory metadata() {
        return process.vista().segment(ProcessSegments.METADATA);
    }

    /// Bytes of the log that opening replayed.
    long recoveredBytes() {
        return recoveredBytes;
    }

    @Override
    public VistaMemory memory() {
        return process.memory();
    }

    @Override
    public PersistentHeap heap() {
        return process.heap();
    }

    @Override
    public VistaMemory context() {
        return process.context();
    }

    @Override
    public void firstStore(int page, boolean unusedStack) {
        storedPages[storedPageCount++] = page;
    }

    @Override
    public void commit(long stackPointer) {
        int firstUsed = (int) (stackPointer / PAGE_BYTES);
        for (int i = 0; i < storedPageCount; i++) {
            int page = storedPages[i];
            if (page < firstStackPage || page >= firstUsed) {
                add(process.memory(), (long) page * PAGE_BYTES, PAGE_BYTES);
            }
        }
        process.vista().forEachDeclared(adder);
        process.vista().commit(); // in memory only: it carries out the frees
        redo.append(base, starts, ends, ranges);
        redo.flush();
        for (int i = 0; i < ranges; i++) {
            dirtyPages.mark(starts[i], ends[i]);
        }
        ranges = 0;
        storedPageCount = 0;
        if (redo.usedBytes() > redo.capacityBytes() / 2) {
            truncate();
        }
        process.vista().begin();
    }

    private void add(VistaMemory segment, long offset, long lengthBytes) {
        if (ranges == starts.length) {
            starts = Arrays.copyOf(starts, 2 * ranges);
            ends = Arrays.copyOf(ends, 2 * ranges);
        }
        long start = segment.segment().address() - base + offset;
        starts[ranges] = start;
        ends[ranges++] = start + lengthBytes;
    }

    private void truncate() {
        if (dirtyPages.writeTo(image, base) > 0) {
            image.sync();
        }
        redo.truncate();
        dirtyPages.clear();
    }

    @Override
    public long loggedBytes() {
        return (long) storedPageCount * (PAGE_BYTES + RANGE_HEADER_BYTES)
                + process.vista().loggedBytes();
    }

    @Override
    public boolean isNearlyFull() {
        long room = ProcessSegments.logBytesWithoutPages(space) - ProcessSegments.roomForFrees(space) / 2;
        return process.vista().loggedBytes() > room;
    }

    /// Forgets the current interval and closes the files.
    @Override
    public void close() {
        try (volatileRegions;
                image;
                redoRegion;
                redo) {
            process.vista().close();
        }
    }
}
