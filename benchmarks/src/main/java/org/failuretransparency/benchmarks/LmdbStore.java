package org.failuretransparency.benchmarks;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.PutFlags;
import org.lmdbjava.SeekOp;
import org.lmdbjava.Txn;

/// The records in LMDB, a copy-on-write B+ tree in C, through lmdbjava.
final class LmdbStore implements PeerStore {

    /// Address space, of which the file takes what it needs.
    private static final long MAP_BYTES = 1L << 30;

    private final Env<ByteBuffer> environment;
    private final Dbi<ByteBuffer> records;
    private final ByteBuffer key = ByteBuffer.allocateDirect(Long.BYTES);
    private final ByteBuffer value = ByteBuffer.allocateDirect(RECORD_BYTES);

    private LmdbStore(Path folder, EnvFlags... flags) {
        this.environment = Env.create().setMapSize(MAP_BYTES).open(folder.toFile(), flags);
        this.records = environment.openDbi((String) null, DbiFlags.MDB_CREATE);
        try (Txn<ByteBuffer> transaction = environment.txnWrite()) {
            for (int record = 0; record < RECORDS; record++) {
                records.put(transaction, key.putLong(0, record), value, PutFlags.MDB_APPEND);
            }
            transaction.commit();
        }
    }

    /// Syncs at each commit: LMDB's default.
    static LmdbStore synced(Path folder) {
        return new LmdbStore(folder);
    }

    /// Never syncs, and writes through its mapping: as durable as `rio`, and LMDB at its fastest.
    static LmdbStore unsynced(Path folder) {
        return new LmdbStore(folder, EnvFlags.MDB_NOSYNC, EnvFlags.MDB_WRITEMAP);
    }

    @Override
    public void increment(int record) {
        key.putLong(0, record);
        try (Txn<ByteBuffer> transaction = environment.txnWrite()) {
            value.put(0, records.get(transaction, key), 0, RECORD_BYTES);
            value.putLong(0, value.getLong(0) + 1);
            records.put(transaction, key, value);
            transaction.commit();
        }
    }

    @Override
    public long total() {
        long total = 0;
        try (Txn<ByteBuffer> transaction = environment.txnRead();
                Cursor<ByteBuffer> cursor = records.openCursor(transaction)) {
            for (boolean found = cursor.seek(SeekOp.MDB_FIRST); found; found = cursor.seek(SeekOp.MDB_NEXT)) {
                total += cursor.val().getLong(0);
            }
        }
        return total;
    }

    @Override
    public void close() {
        environment.close();
    }
}
