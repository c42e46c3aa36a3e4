package org.failuretransparency.checkpoint;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.failuretransparency.os.SystemCall;
import org.failuretransparency.rio.CheckedWord;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;

/// The undo log of what a process did to files since its last checkpoint: before-images of their bytes, and their
/// names.
/// ```
/// open → (append → dropLast?)* → clear (committed) → append* → …
///      → records → strike* → renew (recovered) → append* → …
/// ```
/// **Survives**: as its region: a record is permanent when [#append] returns.
///
/// **Failure ordering**: a record is written and synced before the operation that it is about takes effect. It says
/// which checkpoint it follows, so committing an interval needs no store here: its records are then older than the
/// process. The generation keeps what was logged before a crash from following what is logged after it, where an
/// interval is gone through twice. Undoing goes backwards; a record whose undoing must not be repeated is struck out,
/// and so the log ends before it.
///
/// **Threads**: one.
///
/// **Throws**: [CheckpointException] for a header that is damaged, of another version, or of another checkpoint.
///
/// **Source**: §5.2.2, "a special undo log".
final class FileUndoLog implements AutoCloseable {

    static final RegionType TYPE = RegionType.log("DC-FILES");

    /// The longest image of one record.
    static final int MAX_IMAGE_BYTES = 1 << 20;

    /// Enough for a record of three names and no image.
    static final long NAMES_ROOM_BYTES = 16 << 10;

    private static final long REGION_BYTES = 4L << 20;

    private final Region region;
    private final StopPoints points;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(NAMES_ROOM_BYTES + MAX_IMAGE_BYTES, Long.BYTES);
    private final ByteBuffer bufferBytes = buffer.asByteBuffer();
    private final CRC32C crc = new CRC32C();
    private long generation;
    private long tail = FileLogLayout.HEADER_BYTES;
    private long lastPosition;
    private long sequence;

    /// A change that the log holds.
    ///
    /// @param position where its record begins
    /// @param checkpoint number of the checkpoint that it follows
    /// @param image the bytes that were at its offset; in the log itself
    record Logged(long position, long checkpoint, FileChange change, MemorySegment image) {}

    private FileUndoLog(Region region, long generation, StopPoints points) {
        this.region = region;
        this.generation = generation;
        this.points = points;
    }

    /// Makes an empty log and opens it.
    static FileUndoLog create(Regions regions, String name, StopPoints points) {
        MemorySegment header = MemorySegment.ofArray(new byte[(int) FileLogLayout.HEADER_BYTES]);
        header.set(FileLogLayout.INT, 0, FileLogLayout.VERSION);
        header.set(FileLogLayout.LONG, FileLogLayout.HEADER_GENERATION, CheckedWord.of(0, 1));
        Region region = regions.create(name, TYPE, REGION_BYTES, header.toArray(ValueLayout.JAVA_BYTE));
        return new FileUndoLog(region, 1, points);
    }

    /// Refuses a log that is damaged, or that belongs to another checkpoint than the manifest's. Nothing is changed.
    static void requireOf(Region manifest, Regions regions, String name) {
        try (Region region = regions.view(name, TYPE)) {
            requireValid(region);
            long expected = Manifest.fileLog(manifest);
            if (id(region) != expected) {
                throw new CheckpointException.ForeignFile(manifest.path(), region.path(), expected, id(region));
            }
        }
    }

    static FileUndoLog open(Regions regions, String name, StopPoints points) {
        Region region = regions.open(name, TYPE);
        try {
            requireValid(region);
            return new FileUndoLog(region, CheckedWord.value(generation(region)), points);
        } catch (RuntimeException e) {
            region.close();
            throw e;
        }
    }

    private static void requireValid(Region region) {
        if (region.lengthBytes() != REGION_BYTES) {
            throw new CheckpointException.Corrupt(region.path(), "lengthBytes", REGION_BYTES, region.lengthBytes());
        }
        int version = region.segment().get(FileLogLayout.INT, 0);
        if (version != FileLogLayout.VERSION) {
            throw new CheckpointException.UnsupportedVersion(region.path(), FileLogLayout.VERSION, version);
        }
        long generation = generation(region);
        if (!CheckedWord.isValid(generation) || CheckedWord.value(generation) == 0) {
            throw new CheckpointException.Corrupt(region.path(), "generation", CheckedWord.of(0, 1), generation);
        }
    }

    private static long generation(Region region) {
        return region.segment().get(FileLogLayout.LONG, FileLogLayout.HEADER_GENERATION);
    }

    private static long id(Region region) {
        return region.id().getMostSignificantBits() ^ region.id().getLeastSignificantBits();
    }

    /// Whether what the log says has to be on a device.
    boolean forces() {
        return region.storage().forces();
    }

    /// What no other log has.
    long id() {
        return id(region);
    }

    /// Native memory that lasts as long as the log is open.
    Arena arena() {
        return arena;
    }

    StopPoints points() {
        return points;
    }

    /// The sequence number of the next record.
    long nextSequence() {
        return sequence + 1;
    }

    boolean isEmpty() {
        return sequence == 0;
    }

    /// Bytes that records can still take.
    long roomBytes() {
        return region.lengthBytes() - tail;
    }

    /// Appends a change that has no image.
    void append(long checkpoint, FileChange change) {
        append(checkpoint, change, -1, 0);
    }

    /// Appends a change with the `imageBytes` bytes at its offset, read from the descriptor; returns how many the file
    /// had, or the negated error number, and then nothing was appended.
    /// 1. The record is written, whole.
    /// 2. It is synced. Now, and not before, the operation may take effect.
    long append(long checkpoint, FileChange change, int hostDescriptor, int imageBytes) {
        long at = FileLogLayout.NAMES;
        at = putName(at, FileLogLayout.PATH_BYTES, change.path());
        at = putName(at, FileLogLayout.TO_BYTES, change.to());
        at = putName(at, FileLogLayout.ASIDE_BYTES, change.aside());
        long read = imageBytes == 0
                ? 0
                : SystemCall.pread(hostDescriptor, buffer.address() + at, imageBytes, change.offset());
        if (read < 0) {
            return read;
        }
        long lengthBytes = FileLogLayout.recordBytes(at - FileLogLayout.NAMES + read);
        if (lengthBytes > roomBytes()) {
            throw new IllegalStateException("file log is full: path=" + region.path() + ", needed bytes=" + lengthBytes
                    + ", found=" + roomBytes());
        }
        buffer.asSlice(at + read, lengthBytes - at - read).fill((byte) 0);
        buffer.set(FileLogLayout.LONG, FileLogLayout.GENERATION, generation);
        buffer.set(FileLogLayout.LONG, FileLogLayout.CHECKPOINT, checkpoint);
        buffer.set(
                FileLogLayout.INT, FileLogLayout.OPERATION, change.operation().number());
        buffer.set(FileLogLayout.LONG, FileLogLayout.SEQUENCE, nextSequence());
        buffer.set(FileLogLayout.LONG, FileLogLayout.DEVICE, change.device());
        buffer.set(FileLogLayout.LONG, FileLogLayout.INODE, change.inode());
        buffer.set(FileLogLayout.LONG, FileLogLayout.OFFSET, change.offset());
        buffer.set(FileLogLayout.INT, FileLogLayout.IMAGE_BYTES, (int) read);
        buffer.set(FileLogLayout.INT, FileLogLayout.CHECK, check(bufferBytes, lengthBytes));
        points.reached("log write");
        region.write(tail, buffer.address(), lengthBytes);
        points.reached("log sync");
        region.sync();
        lastPosition = tail;
        tail += lengthBytes;
        sequence++;
        return read;
    }

    /// Takes the last record back, whose operation failed. Legal once after an [#append], which must be the last call.
    void dropLast() {
        strike(lastPosition);
        tail = lastPosition;
        sequence--;
    }

    private long putName(long at, long field, String name) {
        byte[] bytes = NamedFiles.bytes(name);
        MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, at, bytes.length);
        buffer.set(FileLogLayout.INT, field, bytes.length);
        return at + bytes.length;
    }

    private int check(ByteBuffer record, long lengthBytes) {
        crc.reset();
        crc.update(record.limit((int) FileLogLayout.CHECK).position(0));
        crc.update(record.limit((int) lengthBytes).position((int) FileLogLayout.OPERATION));
        return (int) crc.getValue();
    }

    /// The changes that the log holds, oldest first: all of one interval.
    List<Logged> records() {
        List<Logged> records = new ArrayList<>();
        long position = FileLogLayout.HEADER_BYTES;
        while (position + FileLogLayout.NAMES <= region.lengthBytes()) {
            MemorySegment record = region.segment().asSlice(position);
            long checkpoint = records.isEmpty()
                    ? record.get(FileLogLayout.LONG, FileLogLayout.CHECKPOINT)
                    : records.getFirst().checkpoint();
            long lengthBytes = validBytes(record, checkpoint, records.size() + 1L);
            if (lengthBytes == 0) {
                break;
            }
            records.add(read(record, position));
            position += lengthBytes;
        }
        return records;
    }

    /// Bytes of the record, or 0 if it does not belong to the log.
    private long validBytes(MemorySegment record, long checkpoint, long expectedSequence) {
        if (record.get(FileLogLayout.LONG, FileLogLayout.GENERATION) != generation
                || record.get(FileLogLayout.LONG, FileLogLayout.CHECKPOINT) != checkpoint
                || record.get(FileLogLayout.LONG, FileLogLayout.SEQUENCE) != expectedSequence) {
            return 0;
        }
        long names = 0;
        for (long field = FileLogLayout.PATH_BYTES; field <= FileLogLayout.IMAGE_BYTES; field += Integer.BYTES) {
            names += Integer.toUnsignedLong(record.get(FileLogLayout.INT, field));
        }
        long lengthBytes = FileLogLayout.recordBytes(names);
        if (lengthBytes > record.byteSize()) {
            return 0;
        }
        int check = check(record.asSlice(0, lengthBytes).asByteBuffer(), lengthBytes);
        int operation = record.get(FileLogLayout.INT, FileLogLayout.OPERATION);
        boolean valid =
                check == record.get(FileLogLayout.INT, FileLogLayout.CHECK) && FileOperation.of(operation) != null;
        return valid ? lengthBytes : 0;
    }

    private static Logged read(MemorySegment record, long position) {
        int pathBytes = record.get(FileLogLayout.INT, FileLogLayout.PATH_BYTES);
        int toBytes = record.get(FileLogLayout.INT, FileLogLayout.TO_BYTES);
        int asideBytes = record.get(FileLogLayout.INT, FileLogLayout.ASIDE_BYTES);
        long to = FileLogLayout.NAMES + pathBytes;
        long image = to + toBytes + asideBytes;
        FileChange change = new FileChange(
                Objects.requireNonNull(FileOperation.of(record.get(FileLogLayout.INT, FileLogLayout.OPERATION))),
                record.get(FileLogLayout.LONG, FileLogLayout.DEVICE),
                record.get(FileLogLayout.LONG, FileLogLayout.INODE),
                record.get(FileLogLayout.LONG, FileLogLayout.OFFSET),
                name(record, FileLogLayout.NAMES, pathBytes),
                name(record, to, toBytes),
                name(record, to + toBytes, asideBytes));
        return new Logged(
                position,
                record.get(FileLogLayout.LONG, FileLogLayout.CHECKPOINT),
                change,
                record.asSlice(image, record.get(FileLogLayout.INT, FileLogLayout.IMAGE_BYTES)));
    }

    private static String name(MemorySegment record, long offset, int lengthBytes) {
        return NamedFiles.of(record.asSlice(offset, lengthBytes).toArray(ValueLayout.JAVA_BYTE));
    }

    /// Strikes the record there out: the log ends before it from now on.
    void strike(long position) {
        writeLong(position, 0);
    }

    /// Forgets the records of an interval that is committed: those that follow overwrite them.
    void clear() {
        tail = FileLogLayout.HEADER_BYTES;
        sequence = 0;
    }

    /// Makes everything that the log holds invalid, for good.
    void renew() {
        generation++;
        writeLong(FileLogLayout.HEADER_GENERATION, CheckedWord.of(0, generation));
        clear();
    }

    private void writeLong(long position, long value) {
        buffer.set(FileLogLayout.LONG, 0, value);
        points.reached("log strike");
        region.write(position, buffer.address(), Long.BYTES);
        points.reached("log sync");
        region.sync();
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        region.close();
    }
}
