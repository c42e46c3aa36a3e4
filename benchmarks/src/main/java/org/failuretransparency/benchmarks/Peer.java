package org.failuretransparency.benchmarks;

import org.failuretransparency.rio.StorageKind;

/// What a user can pick, by what its commits survive: those in memory a killed process, those on a disk also a power
/// loss.
public enum Peer {
    /// Mapped memory without atomicity: the baseline, not a choice.
    NONE(StorageKind.RIO),
    VISTA_RIO(StorageKind.RIO),
    RVM_RIO(StorageKind.RIO),
    LMDB_UNSYNCED(StorageKind.RIO),
    H2_UNSYNCED(StorageKind.RIO),
    VISTA_DISK(StorageKind.DISK),
    RVM_DISK(StorageKind.DISK),
    LMDB_SYNCED(StorageKind.DISK),
    H2_SYNCED(StorageKind.DISK);

    private final StorageKind storage;

    Peer(StorageKind storage) {
        this.storage = storage;
    }

    Workspace newWorkspace() {
        return Workspace.of(storage);
    }

    PeerStore create(Workspace workspace) {
        return switch (this) {
            case NONE -> MemoryStore.create(RecoverySystem.NONE, workspace);
            case VISTA_RIO, VISTA_DISK -> MemoryStore.create(RecoverySystem.VISTA, workspace);
            case RVM_RIO, RVM_DISK -> MemoryStore.create(RecoverySystem.RVM, workspace);
            case LMDB_UNSYNCED -> LmdbStore.unsynced(workspace.folder());
            case LMDB_SYNCED -> LmdbStore.synced(workspace.folder());
            case H2_UNSYNCED -> H2Store.unsynced(workspace.folder());
            case H2_SYNCED -> H2Store.synced(workspace.folder());
        };
    }
}
