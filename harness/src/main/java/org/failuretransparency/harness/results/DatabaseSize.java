package org.failuretransparency.harness.results;

import org.failuretransparency.tpcb.DebitCreditScale;
import org.failuretransparency.tpcc.OrderEntryScale;

/// How large a database is that was asked for by a length. A synthetic one has just that length; the others have as
/// many rows as their scaling rules allow within it, which can be much less: order-entry goes by whole warehouses from
/// 101 MB on.
public final class DatabaseSize {

    public static final String DEBIT_CREDIT = "debit-credit";
    public static final String ORDER_ENTRY = "order-entry";

    private DatabaseSize() {}

    /// The length of a workload's database, in bytes, which is not greater than `askedBytes`. That of the length that
    /// it returns is the same.
    public static long ofAsked(String workload, long askedBytes) {
        return switch (workload) {
            case DEBIT_CREDIT -> DebitCreditScale.forBytes(askedBytes).databaseBytes();
            case ORDER_ENTRY -> OrderEntryScale.forBytes(askedBytes).databaseBytes();
            default -> askedBytes;
        };
    }
}
