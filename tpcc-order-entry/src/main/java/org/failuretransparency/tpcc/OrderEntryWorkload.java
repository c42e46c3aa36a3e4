package org.failuretransparency.tpcc;

import java.util.List;
import java.util.SplittableRandom;
import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.Workload;

/// Order-entry, the dissertation's variant of TPC-C: new-order, payment and delivery in TPC-C's proportions, 45 : 43 :
/// 4, one after the other, as fast as they go, without terminals.
///
/// The database does not grow: orders and payments are kept in circular buffers, one a district. TPC-C enters slightly
/// more orders than it delivers (44.55 to 40), so that the queue of undelivered ones would fill any buffer. When that
/// of the drawn district is full, a delivery of the warehouse takes the place of the new-order, which in the long run
/// makes the proportions about 44.6 : 43 : 4.4. TPC-C allows it, since its 43% and 4% are least values (clause 5.2.3).
///
/// Dates are the number of transactions that the database had seen, [OrderEntryLoad#DATE] at the load, so that equal
/// seeds give equal databases.
///
/// **Survives**: as its memory. A new process finds all that it needs in the memory and goes on.
///
/// **Threads**: one.
///
/// **Throws**: `IllegalArgumentException` for a memory that is too short or was loaded with another scale.
///
/// **Source**: §3.5.1; TPC-C, clauses 2.4, 2.5, 2.7 and 5.2.
public final class OrderEntryWorkload implements Workload {

    private final RecoverableMemory memory;
    private final OrderEntryScale scale;
    private final OrderEntryTables tables;
    private final SplittableRandom loadRandom;
    private final InputData input;
    private final NewOrder newOrder;
    private final Payment payment;
    private final Delivery delivery;
    private long date;

    /// The workload over a memory, fresh or used by an earlier process with the same scale.
    ///
    /// @param rollbacks whether 1% of new-orders roll back (clause 2.4.1.4), which takes a memory that can abort.
    ///     Without, these orders name an item that exists, and commit: runs to be compared with unprotected memory are
    ///     without.
    public OrderEntryWorkload(RecoverableMemory memory, OrderEntryScale scale, long seed, boolean rollbacks) {
        SplittableRandom random = new SplittableRandom(seed);
        this.memory = memory;
        this.scale = scale;
        this.tables = new OrderEntryTables(scale);
        this.loadRandom = random.split();
        this.input = new InputData(scale, random.split());
        this.newOrder = new NewOrder(memory, tables, input, rollbacks);
        this.payment = new Payment(memory, tables, input);
        this.delivery = new Delivery(memory, tables, input);
        requireFits();
        this.date = OrderEntryLoad.DATE + transactions();
    }

    @Override
    public long databaseBytes() {
        return tables.databaseBytes();
    }

    @Override
    public void load() {
        new OrderEntryLoad(memory, tables, loadRandom.split()).run();
        date = OrderEntryLoad.DATE;
    }

    /// Executes one transaction, from begin to commit or, in 1% of new-orders if there are rollbacks, to abort.
    @Override
    public void transaction() {
        int warehouse = input.warehouse();
        int district = input.district(warehouse);
        TransactionKind kind = input.kind();
        boolean committed = true;
        if (kind == TransactionKind.PAYMENT) {
            payment.execute(district, date + 1);
        } else if (kind == TransactionKind.DELIVERY || isFull(district)) {
            delivery.execute(warehouse, date + 1);
        } else {
            committed = newOrder.execute(district, date + 1);
        }
        if (committed) {
            date++;
        }
    }

    /// New-orders, payments and deliveries that the memory holds as committed, by this and by earlier processes: after
    /// a crash, the oracle of what was durable.
    public long transactions() {
        return isLoaded() ? newOrders() + payments() + deliveries() : 0;
    }

    /// New-order transactions that the memory holds as committed.
    public long newOrders() {
        long orders = 0;
        for (int district = 0; district < scale.districts(); district++) {
            orders += memory.getLong(tables.district(district) + DistrictLayout.NEXT_ORDER) - 1;
        }
        return orders - loadedRows();
    }

    /// Payment transactions that the memory holds as committed.
    public long payments() {
        long payments = 0;
        for (int district = 0; district < scale.districts(); district++) {
            payments += memory.getLong(tables.district(district) + DistrictLayout.HISTORY_COUNT);
        }
        return payments - loadedRows();
    }

    /// Delivery transactions that the memory holds as committed.
    public long deliveries() {
        long deliveries = 0;
        for (int first = 0; first < scale.districts(); first += OrderEntryScale.DISTRICTS_PER_WAREHOUSE) {
            deliveries += memory.getLong(tables.district(first) + DistrictLayout.DELIVERIES);
        }
        return deliveries;
    }

    @Override
    public List<String> violations() {
        return isLoaded() ? new ConsistencyCheck(memory, tables).run() : List.of("no database: load() did not end");
    }

    /// Orders, and payments, that the load entered.
    private long loadedRows() {
        return (long) scale.districts() * scale.customersPerDistrict();
    }

    private boolean isFull(int district) {
        long row = tables.district(district);
        long waiting =
                memory.getLong(row + DistrictLayout.NEXT_ORDER) - memory.getLong(row + DistrictLayout.OLDEST_NEW_ORDER);
        return waiting >= scale.maxNewOrders();
    }

    private boolean isLoaded() {
        return memory.getLong(OrderEntryLayout.MAGIC_OFFSET) == OrderEntryLayout.MAGIC;
    }

    private void requireFits() {
        if (memory.lengthBytes() < databaseBytes()) {
            throw new IllegalArgumentException("memory is shorter than the database: lengthBytes="
                    + memory.lengthBytes() + ", databaseBytes=" + databaseBytes());
        }
        if (!isLoaded()) {
            return;
        }
        int warehouses = memory.getInt(OrderEntryLayout.WAREHOUSES);
        int items = memory.getInt(OrderEntryLayout.ITEMS);
        int customers = memory.getInt(OrderEntryLayout.CUSTOMERS_PER_DISTRICT);
        if (warehouses != scale.warehouses() || items != scale.items() || customers != scale.customersPerDistrict()) {
            throw new IllegalArgumentException("database was loaded with another scale: warehouses=" + warehouses
                    + ", items=" + items + ", customersPerDistrict=" + customers + ", expected=" + scale);
        }
    }
}
