package org.failuretransparency.benchmarks;

/// Records of 100 bytes by number, each of which starts with a balance of 8 bytes: what all peers of [Peers] hold.
interface PeerStore extends AutoCloseable {

    int RECORDS = 500_000;
    int RECORD_BYTES = 100;

    /// Adds 1 to the balance of a record (0 to [#RECORDS] - 1), in one transaction that is durable on return.
    void increment(int record);

    /// The sum of all balances.
    long total();

    @Override
    void close();
}
