package org.failuretransparency.vista;

import org.failuretransparency.rio.RawMemory;

/// The records of an undo log from the newest to the oldest, each found from its end: a cursor, the same for every
/// walk, so that an abort or a commit with intents puts nothing on the Java heap. Positions are bytes from the undo
/// log's start.
final class UndoRecords {

    private final long startAddress;
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
}
