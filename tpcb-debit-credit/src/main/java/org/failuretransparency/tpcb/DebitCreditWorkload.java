package org.failuretransparency.tpcb;

import java.util.List;
import java.util.SplittableRandom;
import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.Workload;

/// Debit-credit, the dissertation's variant of TPC-B: each transaction adds a random amount to one account, and to its
/// teller and branch, and appends a record to a circular audit trail of 2 MB.
///
/// A transaction declares five ranges: three balances of 8 bytes, a history record of 50, the history position of 8.
///
/// As in clause 5.3.5 the teller is drawn uniformly; the account belongs to the teller's branch in 85 of 100
/// transactions and to another branch, drawn uniformly, in the others, if there is another; the amount is uniform in
/// ±9,999.99. Tellers' terminals, messages and concurrency control are left out, as in the dissertation.
///
/// **Survives**: as its memory. A new process finds the number of transactions in the memory and goes on.
///
/// **Threads**: one.
///
/// **Throws**: `IllegalArgumentException` for a memory that is too short or was loaded with another scale.
///
/// **Source**: §3.5.1; TPC-B, clauses 1.2, 4.2 and 5.3.
public final class DebitCreditWorkload implements Workload {

    private static final int HOME_PERCENT = 85;
    private static final int MAX_DELTA_CENTS = 999_999;

    private final RecoverableMemory memory;
    private final DebitCreditScale scale;
    private final DebitCreditTables tables;
    private final SplittableRandom random;

    /// The workload over a memory, fresh or used by an earlier process with the same scale.
    public DebitCreditWorkload(RecoverableMemory memory, DebitCreditScale scale, long seed) {
        this.memory = memory;
        this.scale = scale;
        this.tables = new DebitCreditTables(scale);
        this.random = new SplittableRandom(seed);
        requireFits();
    }

    @Override
    public long databaseBytes() {
        return scale.databaseBytes();
    }

    @Override
    public void load() {
        new DebitCreditLoad(memory, scale, tables).run();
    }

    @Override
    public void transaction() {
        int teller = random.nextInt(scale.tellers());
        int branch = teller / DebitCreditScale.TELLERS_PER_BRANCH;
        int account = drawAccount(branch);
        int deltaCents = random.nextInt(2 * MAX_DELTA_CENTS + 1) - MAX_DELTA_CENTS;
        memory.begin();
        long sequence = memory.getLong(DebitCreditLayout.HISTORY_COUNT) + 1;
        long record = tables.history(sequence);
        memory.setRange(record, HistoryLayout.BYTES);
        memory.storeLong(record + HistoryLayout.SEQUENCE, sequence);
        memory.storeLong(record + HistoryLayout.ACCOUNT_BALANCE, addTo(tables.account(account), deltaCents));
        memory.storeLong(record + HistoryLayout.TELLER_BALANCE, addTo(tables.teller(teller), deltaCents));
        memory.storeLong(record + HistoryLayout.BRANCH_BALANCE, addTo(tables.branch(branch), deltaCents));
        memory.storeInt(record + HistoryLayout.ACCOUNT, account);
        memory.storeInt(record + HistoryLayout.TELLER, teller);
        memory.storeInt(record + HistoryLayout.BRANCH, branch);
        memory.storeInt(record + HistoryLayout.DELTA, deltaCents);
        memory.putLong(DebitCreditLayout.HISTORY_COUNT, sequence);
        memory.commit();
    }

    /// Transactions that the memory holds as committed, by this and by earlier processes: after a crash, the oracle of
    /// what was durable.
    public long transactions() {
        return memory.getLong(DebitCreditLayout.HISTORY_COUNT);
    }

    @Override
    public List<String> violations() {
        return new DebitCreditCheck(memory, scale, tables).run();
    }

    private long addTo(long row, int deltaCents) {
        return memory.addLong(row + BalanceRowLayout.BALANCE, deltaCents);
    }

    private int drawAccount(int tellersBranch) {
        int branch = tellersBranch;
        if (scale.branches() > 1 && random.nextInt(100) >= HOME_PERCENT) {
            int other = random.nextInt(scale.branches() - 1);
            branch = other < tellersBranch ? other : other + 1;
        }
        return branch * scale.accountsPerBranch() + random.nextInt(scale.accountsPerBranch());
    }

    private void requireFits() {
        if (memory.lengthBytes() < databaseBytes()) {
            throw new IllegalArgumentException("memory is shorter than the database: lengthBytes="
                    + memory.lengthBytes() + ", databaseBytes=" + databaseBytes());
        }
        if (memory.getLong(DebitCreditLayout.MAGIC_OFFSET) != DebitCreditLayout.MAGIC) {
            return;
        }
        int branches = memory.getInt(DebitCreditLayout.BRANCHES);
        int accountsPerBranch = memory.getInt(DebitCreditLayout.ACCOUNTS_PER_BRANCH);
        if (branches != scale.branches() || accountsPerBranch != scale.accountsPerBranch()) {
            throw new IllegalArgumentException("database was loaded with another scale: branches=" + branches
                    + ", accountsPerBranch=" + accountsPerBranch + ", expected=" + scale);
        }
    }
}
