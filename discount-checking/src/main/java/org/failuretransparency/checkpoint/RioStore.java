package org.failuretransparency.checkpoint;

import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.vista.PersistentHeap;
import org.failuretransparency.vista.Recovery;
import org.failuretransparency.vista.VistaMemory;

/// Checkpoints on reliable memory: the process runs in Vista's segments, an interval is a transaction, and taking a
/// checkpoint is committing it: one store. What costs is the copy of each page at its first store.
///
/// **Survives**: process kills; nothing else without battery-backed memory.
///
/// **Failure ordering**: [org.failuretransparency.vista.Vista]'s. A before-image is permanent before `firstStore`
/// returns.
///
/// **Source**: §5.2.1, §5.2.3.
final class RioStore implements CheckpointStore {

    private final ProcessSegments process;
    private final long fullBytes;

    private RioStore(ProcessSegments process, AddressSpace space) {
        this.process = process;
        this.fullBytes = ProcessSegments.logBytes(space) - ProcessSegments.roomForFrees(space) / 2;
        process.vista().begin();
    }

    /// Makes the store of a new process; its first interval has begun.
    static RioStore create(Regions regions, String name, AddressSpace space) {
        return create(regions, name, space, ProcessSegments.logBytes(space));
    }

    /// The same with a log of another length, which is not watched for filling up.
    static RioStore create(Regions regions, String name, AddressSpace space, long logBytes) {
        return new RioStore(ProcessSegments.create(regions, name, space, logBytes), space);
    }

    /// Opens the store of a process and takes it back to its last commit.
    static RioStore open(Regions regions, String name, AddressSpace space) {
        return new RioStore(ProcessSegments.open(regions, name), space);
    }

    /// What opening did.
    Recovery recovery() {
        return process.vista().recovery();
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
        if (!unusedStack) {
            process.memory().setRange((long) page * AddressSpace.PAGE_BYTES, AddressSpace.PAGE_BYTES);
        }
    }

    @Override
    public void commit(long stackPointer) {
        process.vista().commit();
        process.vista().begin();
    }

    @Override
    public long loggedBytes() {
        return process.vista().loggedBytes();
    }

    @Override
    public boolean isNearlyFull() {
        return loggedBytes() > fullBytes;
    }

    /// Rolls the current interval back and closes the segments.
    @Override
    public void close() {
        process.vista().close();
    }
}
