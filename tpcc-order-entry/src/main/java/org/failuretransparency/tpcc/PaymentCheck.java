package org.failuretransparency.tpcc;

import org.failuretransparency.recoverable.RecoverableMemory;

/// TPC-C's consistency conditions 1 and 8 to 10: what was paid, in the eyes of warehouses, districts, history and
/// customers.
///
/// Where the specification means all payments that there ever were, the sum of those that left a district's circular
/// history is kept in its row. Which customer they were by is not kept: for each customer the history is a lower bound
/// then, and exact are the sums over all customers.
final class PaymentCheck {

    private final RecoverableMemory memory;
    private final OrderEntryTables tables;
    private final OrderEntryScale scale;
    private final Findings findings;

    /// By customer, through all districts: amounts in the history.
    private final long[] paidCents;

    private long allPaidCents;
    private long allPayments;
    private boolean allInHistory = true;

    PaymentCheck(RecoverableMemory memory, OrderEntryTables tables, Findings findings) {
        this.memory = memory;
        this.tables = tables;
        this.scale = tables.scale();
        this.findings = findings;
        this.paidCents = new long[scale.districts() * scale.customersPerDistrict()];
    }

    void run() {
        for (int warehouse = 0; warehouse < scale.warehouses(); warehouse++) {
            checkWarehouse(warehouse);
        }
        checkCustomers();
    }

    private void checkWarehouse(int warehouse) {
        long ofDistricts = 0;
        long ofHistory = 0;
        int first = warehouse * OrderEntryScale.DISTRICTS_PER_WAREHOUSE;
        for (int district = first; district < first + OrderEntryScale.DISTRICTS_PER_WAREHOUSE; district++) {
            long row = tables.district(district);
            long ytdCents = memory.getLong(row + DistrictLayout.YTD_CENTS);
            long historyCents = memory.getLong(row + DistrictLayout.HISTORY_GONE_CENTS) + historyCents(district);
            findings.requireEqual(
                    "condition 9",
                    "payments to the district are not its history: " + ConsistencyCheck.placeOf(district),
                    ytdCents,
                    historyCents);
            ofDistricts += ytdCents;
            ofHistory += historyCents;
        }
        long ytdCents = memory.getLong(tables.warehouse(warehouse) + WarehouseLayout.YTD_CENTS);
        String where = "warehouse=" + warehouse;
        findings.requireEqual(
                "condition 1", "payments to the warehouse are not its districts': " + where, ytdCents, ofDistricts);
        findings.requireEqual(
                "condition 8", "payments to the warehouse are not its history: " + where, ytdCents, ofHistory);
        allPaidCents += ytdCents;
    }

    /// The sum of the amounts in a district's buffer, which are added to their customers' on the way.
    private long historyCents(int district) {
        int slots = scale.ringSlots();
        long count = memory.getLong(tables.district(district) + DistrictLayout.HISTORY_COUNT);
        long sumCents = 0;
        int rows = 0;
        for (int slot = 0; slot < slots; slot++) {
            long row = tables.history(district, slot);
            long amountCents = memory.getLong(row + HistoryLayout.AMOUNT_CENTS);
            if (amountCents != 0) {
                rows++;
                sumCents += amountCents;
                addToCustomer(district, row, amountCents);
            }
        }
        findings.requireEqual(
                "condition 9",
                "history has not as many rows as it had payments: " + ConsistencyCheck.placeOf(district),
                Math.min(count, slots),
                rows);
        allPayments += count;
        allInHistory &= count <= slots;
        return sumCents;
    }

    private void addToCustomer(int district, long row, long amountCents) {
        int customer = memory.getInt(row + HistoryLayout.CUSTOMER);
        int inWarehouse = memory.getInt(row + HistoryLayout.CUSTOMER_DISTRICT);
        int warehouse = memory.getInt(row + HistoryLayout.CUSTOMER_WAREHOUSE);
        boolean known = customer >= 0
                && customer < scale.customersPerDistrict()
                && inWarehouse >= 0
                && inWarehouse < OrderEntryScale.DISTRICTS_PER_WAREHOUSE
                && warehouse >= 0
                && warehouse < scale.warehouses();
        if (known) {
            int payersDistrict = warehouse * OrderEntryScale.DISTRICTS_PER_WAREHOUSE + inWarehouse;
            paidCents[payersDistrict * scale.customersPerDistrict() + customer] += amountCents;
        } else {
            findings.add(
                    "condition 10",
                    "history of no such customer: " + ConsistencyCheck.placeOf(district) + ", offset=" + row);
        }
    }

    private void checkCustomers() {
        long ytdCents = 0;
        long payments = 0;
        for (int index = 0; index < paidCents.length; index++) {
            int district = index / scale.customersPerDistrict();
            int customer = index % scale.customersPerDistrict();
            long row = tables.customer(district, customer);
            long paid = memory.getLong(row + CustomerLayout.YTD_PAYMENT_CENTS);
            if (allInHistory ? paid != paidCents[index] : paid < paidCents[index]) {
                findings.add(
                        "condition 10",
                        "payments of the customer are not in the history: "
                                + ConsistencyCheck.placeOf(district) + ", customer=" + customer + ", history="
                                + paidCents[index] + ", found=" + paid);
            }
            ytdCents += paid;
            payments += memory.getInt(row + CustomerLayout.PAYMENT_COUNT);
        }
        findings.requireEqual(
                "condition 10", "payments of all customers are not those to warehouses", allPaidCents, ytdCents);
        findings.requireEqual("condition 10", "numbers of payments differ: of=customers", allPayments, payments);
    }
}
