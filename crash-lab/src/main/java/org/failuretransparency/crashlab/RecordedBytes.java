package org.failuretransparency.crashlab;

import java.lang.foreign.MemorySegment;
import java.util.UUID;

/// What stays of a recorded region between its owners: its bytes, its name, and whether it has an owner now.
final class RecordedBytes {

    private final int index;
    private final String name;
    private final UUID id;
    private final String content;
    private final MemorySegment segment;
    private boolean owned;
    private boolean cleanAtOpen;
    private boolean clean;

    RecordedBytes(int index, Trace.RegionName region, MemorySegment segment, boolean clean) {
        this.index = index;
        this.name = region.name();
        this.id = region.id();
        this.content = region.type().content();
        this.segment = segment;
        this.clean = clean;
    }

    int index() {
        return index;
    }

    String name() {
        return name;
    }

    UUID id() {
        return id;
    }

    String content() {
        return content;
    }

    MemorySegment segment() {
        return segment;
    }

    boolean isOwned() {
        return owned;
    }

    void own() {
        owned = true;
        cleanAtOpen = clean;
        clean = false;
    }

    void release() {
        owned = false;
        clean = true;
    }

    boolean wasClosedCleanly() {
        return cleanAtOpen;
    }
}
