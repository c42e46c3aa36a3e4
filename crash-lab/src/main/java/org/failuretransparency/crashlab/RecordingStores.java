package org.failuretransparency.crashlab;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.rio.Stores;

/// The store seam of test JVMs: passes every store on to memory, and tells those who watch the range that it falls
/// into. A JVM loads it with [#FLAG].
///
/// **Threads**: watching may begin and end in any thread; a watcher is called in the thread that stores.
public final class RecordingStores extends Stores {

    /// The flag with which a JVM loads this class in place of the bare stores.
    public static final String FLAG = "-D" + PROPERTY + "=org.failuretransparency.crashlab.RecordingStores";

    private volatile List<Watch> watches = List.of();

    /// Made by [Stores] itself; others take [#installed()].
    public RecordingStores() {}

    /// Who wants to know of stores.
    interface Watcher {

        /// Called before the step is taken; does not return if the process is to be killed here.
        void before(StepKind kind);

        /// Called when the store is in memory; the range lies inside of the watched one.
        void stored(StepKind kind, int region, long offset, long lengthBytes);

        void fenced();
    }

    /// A range of addresses under watch, and the watcher's number for it.
    record Watch(Watcher watcher, int region, long start, long end) {}

    /// This JVM's store seam.
    static RecordingStores installed() {
        if (STORES instanceof RecordingStores recording) {
            return recording;
        }
        throw new IllegalStateException("stores are not recorded: start the JVM with " + FLAG);
    }

    synchronized Watch watch(Watcher watcher, int region, MemorySegment range) {
        Watch watch = new Watch(watcher, region, range.address(), range.address() + range.byteSize());
        List<Watch> more = new ArrayList<>(watches);
        more.add(watch);
        watches = List.copyOf(more);
        return watch;
    }

    synchronized void unwatch(Watch watch) {
        watches = watches.stream().filter(other -> !other.equals(watch)).toList();
    }

    synchronized void unwatchAll(Watcher watcher) {
        watches = watches.stream()
                .filter(other -> !other.watcher().equals(watcher))
                .toList();
    }

    @Override
    public void putByte(long address, byte value) {
        before(StepKind.STORE, address, 1);
        super.putByte(address, value);
        after(StepKind.STORE, address, 1);
    }

    @Override
    public void putInt(long address, int value) {
        before(StepKind.STORE, address, Integer.BYTES);
        super.putInt(address, value);
        after(StepKind.STORE, address, Integer.BYTES);
    }

    @Override
    public void putLong(long address, long value) {
        before(StepKind.STORE, address, Long.BYTES);
        super.putLong(address, value);
        after(StepKind.STORE, address, Long.BYTES);
    }

    @Override
    public void publish(long address, long value) {
        before(StepKind.PUBLISH, address, Long.BYTES);
        VarHandle.releaseFence();
        super.putLong(address, value);
        after(StepKind.PUBLISH, address, Long.BYTES);
    }

    @Override
    public void copy(long from, long to, long lengthBytes) {
        before(StepKind.STORE, to, lengthBytes);
        super.copy(from, to, lengthBytes);
        after(StepKind.STORE, to, lengthBytes);
    }

    @Override
    public void put(long address, byte[] source, int index, int lengthBytes) {
        before(StepKind.STORE, address, lengthBytes);
        super.put(address, source, index, lengthBytes);
        after(StepKind.STORE, address, lengthBytes);
    }

    @Override
    public void fill(long address, long lengthBytes, byte value) {
        before(StepKind.STORE, address, lengthBytes);
        super.fill(address, lengthBytes, value);
        after(StepKind.STORE, address, lengthBytes);
    }

    @Override
    public void fence() {
        super.fence();
        List<Watcher> told = new ArrayList<>();
        for (Watch watch : watches) {
            if (!told.contains(watch.watcher())) {
                told.add(watch.watcher());
                watch.watcher().before(StepKind.FENCE);
                watch.watcher().fenced();
            }
        }
    }

    private void before(StepKind kind, long address, long lengthBytes) {
        for (Watch watch : watches) {
            if (address < watch.end() && address + lengthBytes > watch.start()) {
                watch.watcher().before(kind);
            }
        }
    }

    private void after(StepKind kind, long address, long lengthBytes) {
        for (Watch watch : watches) {
            long start = Math.max(address, watch.start());
            long end = Math.min(address + lengthBytes, watch.end());
            if (start < end) {
                watch.watcher().stored(kind, watch.region(), start - watch.start(), end - start);
            }
        }
    }
}
