package org.failuretransparency.vista;

import static org.failuretransparency.rio.Stores.STORES;

import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Region;

/// One segment of a [Vista]: mapped persistent memory, changed in place in transactions.
///
/// `setRange` copies the range's before-image to the undo log; the program then stores directly into the segment;
/// `commit` discards the log. All segments of a Vista share its log and its transaction: `begin`, `commit` and `abort`
/// of any of them are those of all, and closing one closes the Vista.
///
/// The hot path (`setRange`, the typed puts, `begin`, `commit`) allocates nothing, makes no system call and takes no
/// lock. A put logs and stores in one go and is the fastest way to change a word.
///
/// **Survives**: as [RecoverableMemory]; every commit is durable when it returns, so [#flush()] has nothing to do.
///
/// **Threads**: one at a time for all segments of a Vista; different Vistas share nothing.
///
/// **Failure ordering**: [UndoLog].
///
/// **Source**: §3.4.
public final class VistaMemory extends RecoverableMemory {

    private static final long MEDIUM_COPY_BYTES = 64;

    private final Vista vista;
    private final Region region;
    private final UndoLog log;
    private final String name;
    private final int index;
    private final int heap;
    /// Bytes that need before-images: the whole segment, or none of it if it is excluded from undo.
    private final long loggedBytes;
    /// The last offset at which 8 such bytes start.
    private final long lastLoggedLong;
    /// The record tag of an image of this segment, without its length, and with a length of 8.
    private final long tag;

    private final long longTag;
    /// The record tag of an intent to store a word of this segment.
    private final long storeTag;

    private boolean changed;

    VistaMemory(Vista vista, UndoLog log, Region region, SegmentTable.Entry entry) {
        super(region.segment().asSlice(SegmentLayout.DATA_OFFSET));
        this.vista = vista;
        this.log = log;
        this.region = region;
        this.name = entry.name();
        this.index = entry.index();
        this.heap = entry.heap();
        this.loggedBytes = entry.excludedFromUndo() ? 0 : lengthBytes();
        this.lastLoggedLong = loggedBytes - Long.BYTES;
        this.tag = LogLayout.tag(LogLayout.KIND_BEFORE_IMAGE, index, 0);
        this.longTag = tag | Long.BYTES;
        this.storeTag = LogLayout.tag(LogLayout.KIND_STORE, index, Long.BYTES);
    }

    @Override
    public void begin() {
        log.begin();
    }

    @Override
    public void setRange(long offset, long lengthBytes) {
        UndoLog log = this.log;
        long record = RawMemory.known(log.tail);
        long padded = lengthBytes + 7 & -8;
        long lastOffset = loggedBytes - lengthBytes;
        if ((offset
                        | lengthBytes - 1
                        | LogLayout.MAX_IMAGE_BYTES - lengthBytes
                        | lastOffset
                        | lastOffset - offset
                        | log.limit - record - padded)
                < 0) {
            setLongRange(offset, lengthBytes);
            return;
        }
        long from = RawMemory.known(baseAddress + offset);
        long to = record + LogLayout.IMAGE;
        if (lengthBytes <= Long.BYTES) {
            STORES.putLong(to, RawMemory.getLong(from));
        } else if (lengthBytes <= MEDIUM_COPY_BYTES) {
            copyWords(from, to, lengthBytes);
        } else {
            STORES.copy(from, to, lengthBytes);
        }
        log.publish(to + padded, offset, tag | lengthBytes);
    }

    /// Copies 9 to 64 bytes by words, without a loop, 16, 32 or 64 at a time. What is too much comes from the slack
    /// behind the segment or from its next bytes, and goes where the record's trailer is written afterwards.
    private static void copyWords(long from, long to, long lengthBytes) {
        STORES.putLong(to, RawMemory.getLong(from));
        STORES.putLong(to + 8, RawMemory.getLong(from + 8));
        if (lengthBytes > 16) {
            STORES.putLong(to + 16, RawMemory.getLong(from + 16));
            STORES.putLong(to + 24, RawMemory.getLong(from + 24));
        }
        if (lengthBytes > 32) {
            STORES.putLong(to + 32, RawMemory.getLong(from + 32));
            STORES.putLong(to + 40, RawMemory.getLong(from + 40));
            STORES.putLong(to + 48, RawMemory.getLong(from + 48));
            STORES.putLong(to + 56, RawMemory.getLong(from + 56));
        }
    }

    /// Ranges of more than one record, those on a disk, and every refusal.
    private void setLongRange(long offset, long lengthBytes) {
        log.requireActive("setRange");
        requireRange(offset, lengthBytes);
        if (loggedBytes == 0) {
            changed(offset, lengthBytes);
            return;
        }
        for (long done = 0; done < lengthBytes; done += LogLayout.MAX_IMAGE_BYTES) {
            long part = Math.min(LogLayout.MAX_IMAGE_BYTES, lengthBytes - done);
            log.append(this, LogLayout.KIND_BEFORE_IMAGE, offset + done, part);
        }
    }

    @Override
    public void putLong(long offset, long value) {
        UndoLog log = this.log;
        long image = RawMemory.known(log.tail + LogLayout.IMAGE);
        if ((offset | lastLoggedLong - offset | log.limit - image) < 0) {
            super.putLong(offset, value);
            return;
        }
        long target = RawMemory.known(baseAddress + offset);
        STORES.putLong(image, RawMemory.getLong(target));
        log.publish(image + Long.BYTES, offset, longTag);
        STORES.putLong(target, value);
    }

    @Override
    public long addLong(long offset, long delta) {
        UndoLog log = this.log;
        long image = RawMemory.known(log.tail + LogLayout.IMAGE);
        if ((offset | lastLoggedLong - offset | log.limit - image) < 0) {
            return super.addLong(offset, delta);
        }
        long target = RawMemory.known(baseAddress + offset);
        long before = RawMemory.getLong(target);
        STORES.putLong(image, before);
        log.publish(image + Long.BYTES, offset, longTag);
        STORES.putLong(target, before + delta);
        return before + delta;
    }

    @Override
    public void putInt(long offset, int value) {
        UndoLog log = this.log;
        long image = RawMemory.known(log.tail + LogLayout.IMAGE);
        if ((offset | loggedBytes - Integer.BYTES - offset | log.limit - image) < 0) {
            super.putInt(offset, value);
            return;
        }
        long target = RawMemory.known(baseAddress + offset);
        STORES.putInt(image, RawMemory.getInt(target));
        log.publish(image + Long.BYTES, offset, tag | Integer.BYTES);
        STORES.putInt(target, value);
    }

    /// Stores an aligned word when the transaction commits, after its commit point and with release; an abort forgets
    /// it. Until then the word keeps its old value, for this program and for whoever else reads the segment. Of several
    /// stores into one word the newest counts. A word is either stored at commits or changed in declared ranges, not
    /// both in one transaction.
    public void storeAtCommit(long offset, long value) {
        UndoLog log = this.log;
        long image = RawMemory.known(log.tail + LogLayout.IMAGE);
        if ((offset | -(offset & Long.BYTES - 1) | lastLoggedLong - offset | log.limit - image) >= 0) {
            STORES.putLong(image, value);
            log.finish(image + Long.BYTES, offset, storeTag);
            log.storesAtCommit(baseAddress + offset, value);
            return;
        }
        if ((offset & Long.BYTES - 1) != 0) {
            throw new IllegalArgumentException(
                    "word is not aligned: segment=" + name + ", offset=" + offset + ", expected a multiple of 8");
        }
        requireRange(offset, Long.BYTES);
        log.intendStore(this, offset, value);
    }

    /// Declares that this transaction fills the range, whose old bytes nobody needs: they are not logged, an abort or a
    /// recovery leaves them undefined, and a commit makes the new ones durable. For what a transaction allocates, as
    /// long as only committed changes lead to it. [Vista#forEachDeclared] does not name it.
    public void fill(long offset, long lengthBytes) {
        if (log.limit < 0) {
            log.requireActive("fill");
            requireRange(offset, lengthBytes);
            changed(offset, lengthBytes);
        } else if ((offset | lengthBytes - 1 | lengthBytes() - lengthBytes - offset) < 0) {
            requireRange(offset, lengthBytes);
        }
    }

    @Override
    public long commit() {
        return log.commit();
    }

    @Override
    public void abort() {
        log.abort();
    }

    @Override
    public boolean inTransaction() {
        return log.isActive();
    }

    @Override
    public long durableSequence() {
        return log.sequence();
    }

    @Override
    public void flush() {}

    /// Closes the whole Vista.
    @Override
    public void close() {
        vista.close();
    }

    public String name() {
        return name;
    }

    /// The Vista whose log and transaction this segment shares.
    public Vista vista() {
        return vista;
    }

    int index() {
        return index;
    }

    /// The index of the segment whose heap this one describes, or -1.
    int heap() {
        return heap;
    }

    /// The number of the current transaction, or of the next one; no two have the same.
    long transaction() {
        return log.transaction();
    }

    UndoLog log() {
        return log;
    }

    long addressAt(long offset) {
        return baseAddress + offset;
    }

    /// Notes, on a disk, that the range has to be synced.
    void changed(long offset, long lengthBytes) {
        changed = true;
        region.stored(SegmentLayout.DATA_OFFSET + offset, lengthBytes);
    }

    void syncIfChanged() {
        if (changed) {
            changed = false;
            region.sync();
        }
    }

    void release() {
        endAccess();
        region.close();
    }
}
