package org.failuretransparency.crashlab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What one crash left of the regions of a trace, and how far the program had come.
///
/// **Threads**: one.
public final class CrashImage {

    private final Trace trace;
    private final State state;
    private final State forced;
    private final Marks marks;
    private final Supplier<String> description;
    private final List<Recording> made = new ArrayList<>();

    /// An image of which `forced` is on the device, and `state` in the page cache.
    CrashImage(Trace trace, State state, State forced, Marks marks, Supplier<String> description) {
        this.trace = trace;
        this.state = state;
        this.forced = forced;
        this.marks = marks;
        this.description = description;
    }

    /// Fresh regions with the image's bytes, which nobody owns, for a recovery. Not recorded until its `start()`; given
    /// back when the oracle that was called with this image returns.
    public Recording regions() {
        Recording regions = Recording.of(trace, state, forced);
        made.add(regions);
        return regions;
    }

    /// The newest operation of which a trace may be found: the number of the last that had begun.
    public long started() {
        return marks.started();
    }

    /// The newest operation that had returned: on storage that keeps every store, it must be found.
    public long completed() {
        return marks.completed();
    }

    /// The newest number that the program had promised to survive ([Recording#promise]).
    public long promised() {
        return marks.promised();
    }

    /// Whether the crash hit the inside of an operation.
    public boolean inOperation() {
        return marks.started() > marks.completed();
    }

    /// The same bytes, reached from another image: a crash inside of the recovery from `origin`.
    CrashImage reachedFrom(CrashImage origin) {
        return new CrashImage(
                trace,
                state,
                forced,
                origin.marks,
                () -> origin.description.get() + "; then in recovery: " + description.get());
    }

    /// Equal for images of equal bytes at equal progress.
    long key() {
        long key = State.mix(state.hash(), marks.started());
        return State.mix(State.mix(key, marks.completed()), marks.promised());
    }

    void release() {
        made.forEach(Recording::close);
        made.clear();
    }

    @Override
    public String toString() {
        return "started=" + started() + ", completed=" + completed() + ", promised=" + promised() + ", crash="
                + description.get();
    }
}
