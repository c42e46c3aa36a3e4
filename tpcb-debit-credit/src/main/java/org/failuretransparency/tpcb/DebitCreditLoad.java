package org.failuretransparency.tpcb;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.failuretransparency.recoverable.RecoverableMemory;

/// Fills a memory with the initial debit-credit database: all balances are zero and the audit trail is empty.
///
/// **Failure ordering**: the first transaction takes the header away and the last one writes it, so that a load that
/// did not end leaves no database.
final class DebitCreditLoad {

    private static final int MAX_TRANSACTION_BYTES = 64 << 10;
    private static final long ROWS_AT_ONCE = MAX_TRANSACTION_BYTES / BalanceRowLayout.BYTES;

    private final RecoverableMemory memory;
    private final DebitCreditScale scale;
    private final DebitCreditTables tables;

    DebitCreditLoad(RecoverableMemory memory, DebitCreditScale scale, DebitCreditTables tables) {
        this.memory = memory;
        this.scale = scale;
        this.tables = tables;
    }

    void run() {
        for (long offset = 0; offset < DebitCreditTables.FIXED_BYTES; offset += MAX_TRANSACTION_BYTES) {
            long end = Math.min(offset + MAX_TRANSACTION_BYTES, DebitCreditTables.FIXED_BYTES);
            write(offset, new byte[(int) (end - offset)]);
        }
        loadTable(tables.branch(0), scale.branches(), 1);
        loadTable(tables.teller(0), scale.tellers(), DebitCreditScale.TELLERS_PER_BRANCH);
        loadTable(tables.account(0), scale.accounts(), scale.accountsPerBranch());
        write(0, header());
        memory.flush();
    }

    private void loadTable(long table, int rows, int rowsPerBranch) {
        for (int row = 0; row < rows; row += (int) ROWS_AT_ONCE) {
            byte[] chunk = new byte[(int) (Math.min(ROWS_AT_ONCE, rows - row) * BalanceRowLayout.BYTES)];
            MemorySegment view = MemorySegment.ofArray(chunk);
            int id = row;
            for (long at = 0; at < chunk.length; at += BalanceRowLayout.BYTES) {
                view.set(ValueLayout.JAVA_INT_UNALIGNED, at + BalanceRowLayout.ID, id);
                view.set(ValueLayout.JAVA_INT_UNALIGNED, at + BalanceRowLayout.BRANCH, id / rowsPerBranch);
                id++;
            }
            write(table + row * BalanceRowLayout.BYTES, chunk);
        }
    }

    private byte[] header() {
        byte[] header = new byte[(int) DebitCreditLayout.BYTES];
        MemorySegment view = MemorySegment.ofArray(header);
        view.set(ValueLayout.JAVA_LONG_UNALIGNED, DebitCreditLayout.MAGIC_OFFSET, DebitCreditLayout.MAGIC);
        view.set(ValueLayout.JAVA_INT_UNALIGNED, DebitCreditLayout.BRANCHES, scale.branches());
        view.set(ValueLayout.JAVA_INT_UNALIGNED, DebitCreditLayout.ACCOUNTS_PER_BRANCH, scale.accountsPerBranch());
        return header;
    }

    private void write(long offset, byte[] bytes) {
        memory.begin();
        memory.put(offset, bytes);
        memory.commit();
    }
}
