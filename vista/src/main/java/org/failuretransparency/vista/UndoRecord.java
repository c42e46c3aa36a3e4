package org.failuretransparency.vista;

import org.failuretransparency.rio.RawMemory;

/// A record of the undo log, found from its end. Positions are bytes from the undo log's start.
///
/// @param position where the record starts, which is where the one before it ends
/// @param end where it ends
/// @param image native address of its image
/// @param offset in the segment
/// @param tag length, segment and kind ([LogLayout#tag])
record UndoRecord(long position, long end, long image, long offset, long tag) {

    /// The record that ends at `end`, a position greater than 0.
    static UndoRecord endingAt(long undoAddress, long end) {
        long trailer = undoAddress + end - LogLayout.TRAILER.byteSize();
        long tag = RawMemory.getLong(trailer + LogLayout.TRAILER_TAG);
        long position = end - LogLayout.recordBytes(LogLayout.lengthOf(tag));
        long offset = RawMemory.getLong(trailer + LogLayout.TRAILER_OFFSET);
        return new UndoRecord(position, end, undoAddress + position + LogLayout.IMAGE, offset, tag);
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
