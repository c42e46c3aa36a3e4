package org.failuretransparency.vista;

import java.util.Arrays;
import org.failuretransparency.rio.RawMemory;

/// The records of an undo log from the newest to the oldest, each found from its end: a cursor, the same for every
/// walk, so that an abort or a commit with intents puts nothing on the Java heap. Positions are bytes from the undo
/// log's start.
final class UndoRecords {

    private static final int FIRST_STORES = 64;

    private final long startAddress;
    /// Where the intents to store end that a walk has met and that wait until it is over, the newest first.
    private long[] storePositions = new long[FIRST_STORES];

    private int stores;
    private long position;
    private long offset;
    private long tag;

    UndoRecords(long startAddress) {
        this.startAddress = startAddress;
    }

    /// Goes behind the record that ends at `tail`.
    void startBehind(long tail) {
        position = tail;
    }

    /// Goes to the next older record; returns false if there is none.
    boolean older() {
        if (position <= 0) {
            return false;
        }
        long trailer = startAddress + position - LogLayout.TRAILER.byteSize();
        offset = RawMemory.getLong(trailer + LogLayout.TRAILER_OFFSET);
        tag = RawMemory.getLong(trailer + LogLayout.TRAILER_TAG);
        position -= LogLayout.recordBytes(lengthBytes());
        return true;
    }

    /// Where the record starts, which is where the next older one ends.
    long position() {
        return position;
    }

    /// Native address of its image.
    long image() {
        return startAddress + position + LogLayout.IMAGE;
    }

    /// Where its image belongs in the segment; of a free, the pointer.
    long offset() {
        return offset;
    }

    long lengthBytes() {
        return LogLayout.lengthOf(tag);
    }

    int segment() {
        return LogLayout.segmentOf(tag);
    }

    boolean isBeforeImage() {
        return LogLayout.kindOf(tag) == LogLayout.KIND_BEFORE_IMAGE;
    }

    boolean isFree() {
        return LogLayout.kindOf(tag) == LogLayout.KIND_FREE;
    }

    boolean isStore() {
        return LogLayout.kindOf(tag) == LogLayout.KIND_STORE;
    }

    /// Remembers the current record, an intent to store, for [#oldestStore()].
    void keepStore() {
        if (stores == storePositions.length) {
            storePositions = Arrays.copyOf(storePositions, 2 * stores);
        }
        storePositions[stores++] = position + LogLayout.recordBytes(lengthBytes());
    }

    /// Goes to the oldest record that is kept and forgets it; returns false if none is left.
    boolean oldestStore() {
        if (stores == 0) {
            return false;
        }
        startBehind(storePositions[--stores]);
        return older();
    }
}
