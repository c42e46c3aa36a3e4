package org.failuretransparency.vista;

import static org.failuretransparency.rio.Stores.STORES;

import org.failuretransparency.rio.RawMemory;

/// What a transaction left to be done at its commit: operations that cannot be undone, or that others must not see
/// before, and so wait until nothing can undo them. Each is a record of the undo log, and doing one twice is doing it
/// once.
final class Intents {

    private Intents() {}

    /// Carries out all intents of a committed transaction. After a crash inside, recovery calls it again.
    ///
    /// Frees are done as they are met, from the newest on. Stores are done afterwards and from the oldest on, so that
    /// of several into one word the newest counts; each is one store of a whole word with release.
    static void carryOut(UndoRecords records, long tail, SegmentTable segments) {
        records.startBehind(tail);
        while (records.older()) {
            if (records.isFree()) {
                HeapLayout.release(segments.heapMetadata(records.segment()), records.offset());
            } else if (records.isStore()) {
                records.keepStore();
            }
        }
        while (records.oldestStore()) {
            VistaMemory segment = segments.segment(records.segment());
            STORES.publish(segment.addressAt(records.offset()), RawMemory.getLong(records.image()));
            segment.changed(records.offset(), Long.BYTES);
        }
    }
}
