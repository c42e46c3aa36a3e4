package org.failuretransparency.crashlab;

import java.util.List;
import java.util.UUID;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.StorageKind;

/// What a program did to its regions: their bytes when the recording started, and every step since.
///
/// **Threads**: immutable.
public final class Trace {

    private final StorageKind kind;
    private final List<RegionName> regions;
    private final State initial;
    private final State forced;
    private final List<Step> steps;

    Trace(StorageKind kind, List<RegionName> regions, State initial, State forced, List<Step> steps) {
        this.kind = kind;
        this.regions = List.copyOf(regions);
        this.initial = initial;
        this.forced = forced;
        this.steps = List.copyOf(steps);
    }

    /// What stays the same of a region; its index in the trace is its place in the list.
    record RegionName(String name, UUID id, RegionType type) {}

    /// The storage that the program saw.
    public StorageKind kind() {
        return kind;
    }

    /// Number of steps, marks included.
    public int length() {
        return steps.size();
    }

    List<RegionName> regions() {
        return regions;
    }

    State initial() {
        return initial;
    }

    /// What of the initial bytes is on the device: all of them, unless a killed process left some in the page cache.
    State forced() {
        return forced;
    }

    List<Step> steps() {
        return steps;
    }

    Trace withSteps(List<Step> others) {
        return new Trace(kind, regions, initial, forced, others);
    }
}
