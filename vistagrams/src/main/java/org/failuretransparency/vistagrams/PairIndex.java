package org.failuretransparency.vistagrams;

import java.util.Arrays;

/// Finds a client's record by the client's node id and the pair: an open hash table in volatile memory, built from the
/// records when a node is opened.
final class PairIndex {

    static final int NONE = -1;
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private final long[] clients;
    private final int[] pairs;
    private final int[] records;

    PairIndex(int limit) {
        int room = Integer.highestOneBit(limit) * 4;
        clients = new long[room];
        pairs = new int[room];
        records = new int[room];
        Arrays.fill(records, NONE);
    }

    int find(long client, int pair) {
        return records[place(client, pair)];
    }

    /// Adds a pair that is not there.
    void add(long client, int pair, int record) {
        int place = place(client, pair);
        clients[place] = client;
        pairs[place] = pair;
        records[place] = record;
    }

    void clear() {
        Arrays.fill(records, NONE);
    }

    private int place(long client, int pair) {
        int mask = records.length - 1;
        int place = (int) ((client ^ pair * GOLDEN_RATIO) * GOLDEN_RATIO >>> Integer.SIZE) & mask;
        while (records[place] != NONE && (clients[place] != client || pairs[place] != pair)) {
            place = place + 1 & mask;
        }
        return place;
    }
}
