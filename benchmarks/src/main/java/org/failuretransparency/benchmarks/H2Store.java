package org.failuretransparency.benchmarks;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/// The records in H2's MVStore, a log-structured B-tree in Java.
final class H2Store implements PeerStore {

    private final MVStore store;
    private final MVMap<Integer, byte[]> records;
    private final boolean syncs;

    private H2Store(Path folder, boolean syncs) {
        this.store = new MVStore.Builder()
                .fileName(folder.resolve("records.mv").toString())
                .open();
        // Old versions are not needed, so that their space is used again at once.
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        this.records = store.openMap("records");
        this.syncs = syncs;
        for (int record = 0; record < RECORDS; record++) {
            records.put(record, new byte[RECORD_BYTES]);
        }
        store.commit();
    }

    /// Syncs after each commit.
    static H2Store synced(Path folder) {
        return new H2Store(folder, true);
    }

    /// Leaves the syncs to the operating system.
    static H2Store unsynced(Path folder) {
        return new H2Store(folder, false);
    }

    @Override
    public void increment(int record) {
        byte[] changed = Objects.requireNonNull(records.get(record)).clone();
        ByteBuffer balance = ByteBuffer.wrap(changed);
        balance.putLong(0, balance.getLong(0) + 1);
        records.put(record, changed);
        store.commit();
        if (syncs) {
            store.sync();
        }
    }

    @Override
    public long total() {
        return records.values().stream()
                .mapToLong(record -> ByteBuffer.wrap(record).getLong(0))
                .sum();
    }

    @Override
    public void close() {
        store.closeImmediately();
    }
}
