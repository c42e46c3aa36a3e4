package org.failuretransparency.rio;

import org.failuretransparency.os.OpenFile;
import org.jspecify.annotations.Nullable;

/// What a sync of one region does, by the kind of its storage: forces the file, enters the kernel and is absorbed, or
/// forces the file and takes the modelled drive's time.
///
/// **Threads**: one.
final class Durability {

    private final OpenFile file;
    private final StorageKind kind;
    private final boolean absorbs;
    private final @Nullable Extents extents;
    private final Storage.Syncs syncs;

    /// `inMemory` says that the file lies on tmpfs, where `fdatasync` itself is absorbed; `extents` is there on a
    /// modelled disk.
    Durability(OpenFile file, StorageKind kind, boolean inMemory, @Nullable Extents extents, Storage.Syncs syncs) {
        this.file = file;
        this.kind = kind;
        this.absorbs = !kind.forces() && !inMemory;
        this.extents = extents;
        this.syncs = syncs;
    }

    StorageKind kind() {
        return kind;
    }

    /// Notes that bytes of the file changed since the last sync.
    void changed(long fileOffset, long lengthBytes) {
        if (extents != null) {
            extents.add(fileOffset, lengthBytes);
        }
    }

    void sync() {
        syncs.count++;
        if (absorbs) {
            file.absorbedSync();
        } else if (extents == null) {
            file.syncData();
        } else {
            long issuedNanos = extents.nowNanos();
            file.syncData();
            extents.write(issuedNanos);
        }
    }
}
