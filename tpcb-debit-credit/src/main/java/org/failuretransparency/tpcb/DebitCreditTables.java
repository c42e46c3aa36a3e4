package org.failuretransparency.tpcb;

/// Where the rows of a debit-credit database are: header, audit trail, branches, tellers, accounts.
/// ```
/// header 64 | audit trail 2,097,150 | pad 2 | branches 100 each | tellers 100 each | accounts 100 each
/// ```
final class DebitCreditTables {

    /// Records of the audit trail: as many as fit into 2 MB. A constant, so that finding the slot needs no division.
    static final int HISTORY_SLOTS = 41_943;

    private static final long HISTORY = DebitCreditLayout.BYTES;

    /// Bytes in front of the tables, the same at every scale.
    static final long FIXED_BYTES = HISTORY + (2 << 20);

    private final long tellers;
    private final long accounts;

    DebitCreditTables(DebitCreditScale scale) {
        this.tellers = FIXED_BYTES + scale.branches() * BalanceRowLayout.BYTES;
        this.accounts = tellers + scale.tellers() * BalanceRowLayout.BYTES;
    }

    /// Where the record of a transaction is, from 1; a later one with the same slot overwrites it.
    long history(long sequence) {
        return HISTORY + sequence % HISTORY_SLOTS * HistoryLayout.BYTES;
    }

    long branch(int index) {
        return FIXED_BYTES + index * BalanceRowLayout.BYTES;
    }

    long teller(int index) {
        return tellers + index * BalanceRowLayout.BYTES;
    }

    long account(int index) {
        return accounts + index * BalanceRowLayout.BYTES;
    }
}
