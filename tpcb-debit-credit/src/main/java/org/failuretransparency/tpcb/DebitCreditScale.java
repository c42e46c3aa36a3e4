package org.failuretransparency.tpcb;

/// How many rows a debit-credit database has. TPC-B's unit, for one transaction a second, is 1 branch with 10 tellers
/// and 100,000 accounts: 10 MB. A database that is too small for one whole unit has a branch with fewer accounts, as
/// many as fit.
///
/// **Source**: TPC-B clauses 4.2.1 and 4.2.2; §3.5.1.
///
/// @param branches 1 or more; at most 2^31 accounts in all
/// @param accountsPerBranch 1 to 100,000
public record DebitCreditScale(int branches, int accountsPerBranch) {

    public static final int TELLERS_PER_BRANCH = 10;
    public static final int FULL_ACCOUNTS_PER_BRANCH = 100_000;

    public DebitCreditScale {
        if (branches < 1 || (long) branches * FULL_ACCOUNTS_PER_BRANCH > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("branches out of range: branches=" + branches + ", allowed=1.."
                    + Integer.MAX_VALUE / FULL_ACCOUNTS_PER_BRANCH);
        }
        if (accountsPerBranch < 1 || accountsPerBranch > FULL_ACCOUNTS_PER_BRANCH) {
            throw new IllegalArgumentException("accounts of a branch out of range: accountsPerBranch="
                    + accountsPerBranch + ", allowed=1.." + FULL_ACCOUNTS_PER_BRANCH);
        }
    }

    /// The largest database, audit trail included, that is not larger than `databaseBytes`: "a 50 MB database" is
    /// `forBytes(50 << 20)`, and has 5 branches with all their accounts.
    public static DebitCreditScale forBytes(long databaseBytes) {
        DebitCreditScale unit = new DebitCreditScale(1, FULL_ACCOUNTS_PER_BRANCH);
        long rowBytes = databaseBytes - DebitCreditTables.FIXED_BYTES;
        long units = rowBytes / unit.rowBytes();
        if (units > 0) {
            return new DebitCreditScale(Math.toIntExact(units), FULL_ACCOUNTS_PER_BRANCH);
        }
        long accounts = rowBytes / BalanceRowLayout.BYTES - 1 - TELLERS_PER_BRANCH;
        if (accounts < 1) {
            throw new IllegalArgumentException("no database is that small: databaseBytes=" + databaseBytes
                    + ", expected at least=" + new DebitCreditScale(1, 1).databaseBytes());
        }
        return new DebitCreditScale(1, (int) accounts);
    }

    public int tellers() {
        return branches * TELLERS_PER_BRANCH;
    }

    public int accounts() {
        return branches * accountsPerBranch;
    }

    /// Length of the database, audit trail included.
    public long databaseBytes() {
        return DebitCreditTables.FIXED_BYTES + rowBytes();
    }

    private long rowBytes() {
        return BalanceRowLayout.BYTES * ((long) branches + tellers() + accounts());
    }
}
