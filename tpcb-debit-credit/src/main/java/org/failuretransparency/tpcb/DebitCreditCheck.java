package org.failuretransparency.tpcb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failuretransparency.recoverable.RecoverableMemory;

/// Says whether the balances of a debit-credit database agree across branches, tellers, accounts and history.
///
/// - *rows*: each row is in its place and belongs to its branch.
/// - *branch*: the balances of a branch's tellers add up to the branch's. (Those of its accounts need not: a teller
///   serves accounts of other branches too.)
/// - *total*: the balances of all accounts add up to those of all branches.
/// - *history position*: each slot of the audit trail holds the record of the newest transaction that falls on it, so
///   that position and records prove each other.
/// - *history balance*: from the newest record to the oldest, the balance that a record left to an account, teller or
///   branch is the one that its next record started from; the newest left the one that is in the table, and the first
///   that was ever written started from zero.
///
/// The last two tie each transaction in the trail to its three rows: a transaction that is lost or undone in part
/// breaks one.
final class DebitCreditCheck {

    /// Violations reported in words; further ones are only counted.
    private static final int REPORTED = 10;

    private final RecoverableMemory memory;
    private final DebitCreditScale scale;
    private final DebitCreditTables tables;
    private final List<String> violations = new ArrayList<>();
    private long found;

    DebitCreditCheck(RecoverableMemory memory, DebitCreditScale scale, DebitCreditTables tables) {
        this.memory = memory;
        this.scale = scale;
        this.tables = tables;
    }

    List<String> run() {
        if (memory.getLong(DebitCreditLayout.MAGIC_OFFSET) != DebitCreditLayout.MAGIC) {
            return List.of("no database: load() did not end");
        }
        checkTables();
        if (checkHistoryPosition()) {
            checkHistoryBalances();
        }
        if (found > violations.size()) {
            violations.add("and more: violations=" + (found - violations.size()));
        }
        return violations;
    }

    private void checkTables() {
        long[] branches = sums("branch", tables.branch(0), scale.branches(), 1);
        long[] tellers = sums("teller", tables.teller(0), scale.tellers(), DebitCreditScale.TELLERS_PER_BRANCH);
        long[] accounts = sums("account", tables.account(0), scale.accounts(), scale.accountsPerBranch());
        for (int branch = 0; branch < branches.length; branch++) {
            if (tellers[branch] != branches[branch]) {
                report("branch: balance is not its tellers': branch=" + branch + ", balance=" + branches[branch]
                        + ", tellers=" + tellers[branch]);
            }
        }
        long total = Arrays.stream(branches).sum();
        long ofAccounts = Arrays.stream(accounts).sum();
        if (ofAccounts != total) {
            report("total: balances of accounts and branches differ: accounts=" + ofAccounts + ", branches=" + total);
        }
    }

    /// The sums of the balances of a table's rows by branch; the rows themselves are checked on the way.
    private long[] sums(String table, long start, int rows, int rowsPerBranch) {
        long[] sums = new long[scale.branches()];
        long row = start;
        for (int index = 0; index < rows; index++, row += BalanceRowLayout.BYTES) {
            int branch = index / rowsPerBranch;
            int foundId = memory.getInt(row + BalanceRowLayout.ID);
            int foundBranch = memory.getInt(row + BalanceRowLayout.BRANCH);
            if (foundId != index || foundBranch != branch) {
                report("rows: not the row of its place: table=" + table + ", offset=" + row + ", expected id=" + index
                        + ", branch=" + branch + ", found id=" + foundId + ", branch=" + foundBranch);
            }
            sums[branch] += memory.getLong(row + BalanceRowLayout.BALANCE);
        }
        return sums;
    }

    /// Whether the position and the sequence numbers agree and all references are to rows that there are.
    private boolean checkHistoryPosition() {
        long count = memory.getLong(DebitCreditLayout.HISTORY_COUNT);
        long foundBefore = found;
        for (int back = 0; back < DebitCreditTables.HISTORY_SLOTS; back++) {
            long newest = count - back;
            // In a trail that is not full yet, the other slots hold nothing.
            long expected = Math.max(newest, 0);
            long record = tables.history(Math.floorMod(newest, DebitCreditTables.HISTORY_SLOTS));
            long sequence = memory.getLong(record + HistoryLayout.SEQUENCE);
            if (sequence != expected) {
                report("history position: slot holds another record: offset=" + record + ", position=" + count
                        + ", expected sequence=" + expected + ", found=" + sequence);
            } else if (sequence > 0) {
                checkReferences(record);
            }
        }
        return found == foundBefore;
    }

    private void checkReferences(long record) {
        int account = memory.getInt(record + HistoryLayout.ACCOUNT);
        int teller = memory.getInt(record + HistoryLayout.TELLER);
        int branch = memory.getInt(record + HistoryLayout.BRANCH);
        boolean known = account >= 0 && account < scale.accounts() && teller >= 0 && teller < scale.tellers();
        if (!known || branch != teller / DebitCreditScale.TELLERS_PER_BRANCH) {
            report("history position: record of no such rows: offset=" + record + ", account=" + account + ", teller="
                    + teller + ", branch=" + branch);
        }
    }

    private void checkHistoryBalances() {
        Trace accounts = new Trace("account", HistoryLayout.ACCOUNT, HistoryLayout.ACCOUNT_BALANCE);
        Trace tellers = new Trace("teller", HistoryLayout.TELLER, HistoryLayout.TELLER_BALANCE);
        Trace branches = new Trace("branch", HistoryLayout.BRANCH, HistoryLayout.BRANCH_BALANCE);
        long count = memory.getLong(DebitCreditLayout.HISTORY_COUNT);
        long oldest = Math.max(1, count - DebitCreditTables.HISTORY_SLOTS + 1);
        for (long sequence = count; sequence >= oldest; sequence--) {
            long record = tables.history(sequence);
            accounts.follow(record, tables.account(memory.getInt(record + HistoryLayout.ACCOUNT)));
            tellers.follow(record, tables.teller(memory.getInt(record + HistoryLayout.TELLER)));
            branches.follow(record, tables.branch(memory.getInt(record + HistoryLayout.BRANCH)));
        }
        if (oldest == 1) {
            accounts.checkStartsFromZero(tables.account(0), scale.accounts());
            tellers.checkStartsFromZero(tables.teller(0), scale.tellers());
            branches.checkStartsFromZero(tables.branch(0), scale.branches());
        }
    }

    private void report(String violation) {
        found++;
        if (violations.size() < REPORTED) {
            violations.add(violation);
        }
    }

    /// The balances of one table, followed back through the audit trail.
    private final class Trace {
        private final String table;
        private final long idField;
        private final long balanceField;
        private final Map<Integer, Long> balances = new HashMap<>();

        Trace(String table, long idField, long balanceField) {
            this.table = table;
            this.idField = idField;
            this.balanceField = balanceField;
        }

        /// Compares the balance that a record left with the one that the next record, or the row, starts from.
        void follow(long record, long row) {
            int id = memory.getInt(record + idField);
            long left = memory.getLong(record + balanceField);
            Long next = balances.put(id, left - memory.getInt(record + HistoryLayout.DELTA));
            long expected = next != null ? next : memory.getLong(row + BalanceRowLayout.BALANCE);
            if (left != expected) {
                report("history balance: record left another balance than its successor found: table=" + table
                        + ", id=" + id + ", sequence=" + memory.getLong(record + HistoryLayout.SEQUENCE)
                        + ", left=" + left + ", successor=" + (next != null ? "record" : "row") + ", found="
                        + expected);
            }
        }

        /// In a trail that holds every record: rows start from zero, and those without a record are there still.
        void checkStartsFromZero(long start, int rows) {
            for (int id = 0; id < rows; id++) {
                Long before = balances.get(id);
                long row = start + id * BalanceRowLayout.BYTES;
                long first = before != null ? before : memory.getLong(row + BalanceRowLayout.BALANCE);
                if (first != 0) {
                    report("history balance: row did not start from zero: table=" + table + ", id=" + id + ", found="
                            + first);
                }
            }
        }
    }
}
