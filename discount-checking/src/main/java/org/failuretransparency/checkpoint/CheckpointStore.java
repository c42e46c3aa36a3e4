package org.failuretransparency.checkpoint;

import org.failuretransparency.vista.PersistentHeap;
import org.failuretransparency.vista.VistaMemory;

/// Where a process lives and what its checkpoints are kept in: its memory, the heap in it, and its context (registers,
/// kernel records). Everything since the last commit is one transaction. A crash takes memory, heap and context back to
/// the last commit, together.
/// ```
/// create | open → (firstStore* → commit)* → close
/// ```
/// A store has no way back without a crash: whoever is to be rolled back is closed and opened again.
///
/// **Survives**: what was committed, as [org.failuretransparency.rio.StorageKind] says.
///
/// **Threads**: one.
///
/// **Source**: §5.2.2.
interface CheckpointStore extends AutoCloseable {

    /// The process's memory: data, heap and stack, one after the other.
    VistaMemory memory();

    /// The heap, whose pointers are addresses in [#memory()].
    PersistentHeap heap();

    /// Registers, kernel records and the runtime's own variables ([ContextLayout]). Ranges are declared as in any
    /// transaction, by the field and not by the page.
    VistaMemory context();

    /// Called before the first store to a page of the memory in an interval.
    ///
    /// @param unusedStack the page was wholly unused stack at the last commit, so that nobody needs its old bytes
    void firstStore(int page, boolean unusedStack);

    /// Commits the interval and begins the next one.
    ///
    /// @param stackPointer the stack below this address is unused
    void commit(long stackPointer);

    /// Bytes of the current interval's log so far: before-images on `rio`, what the commit will write on a disk.
    long loggedBytes();

    /// Whether the interval is to be committed as soon as possible, since its log fills up.
    boolean isNearlyFull();

    @Override
    void close();
}
