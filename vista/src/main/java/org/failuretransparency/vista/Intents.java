package org.failuretransparency.vista;

/// What a transaction left to be done at its commit: operations that cannot be undone and so wait until nothing can
/// undo them. Each is a record of the undo log, and doing one twice is doing it once.
final class Intents {

    private Intents() {}

    /// Carries out all intents of a committed transaction. After a crash inside, recovery calls it again.
    static void carryOut(UndoRecords records, long tail, SegmentTable segments) {
        records.startBehind(tail);
        while (records.older()) {
            if (records.isFree()) {
                HeapLayout.release(segments.heapMetadata(records.segment()), records.offset());
            }
        }
    }
}
