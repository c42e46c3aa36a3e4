package org.failuretransparency.vista;

/// What a transaction left to be done at its commit: operations that cannot be undone and so wait until nothing can
/// undo them. Each is a record of the undo log, and doing one twice is doing it once.
final class Intents {

    private Intents() {}

    /// Carries out all intents of a committed transaction. After a crash inside, recovery calls it again.
    static void carryOut(long undoAddress, long tail, SegmentTable segments) {
        for (long end = tail; end > 0; ) {
            UndoRecord record = UndoRecord.endingAt(undoAddress, end);
            if (record.isFree()) {
                HeapLayout.release(segments.heapMetadata(record.segment()), record.offset());
            }
            end = record.position();
        }
    }
}
