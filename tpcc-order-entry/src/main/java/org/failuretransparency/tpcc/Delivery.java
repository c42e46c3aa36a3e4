package org.failuretransparency.tpcc;

import org.failuretransparency.recoverable.RecoverableMemory;

/// The delivery transaction: delivers the oldest undelivered order of each of a warehouse's ten districts, all in one
/// transaction.
///
/// For each district it declares the delivery part of the district's row (24 bytes), and if there is an order to
/// deliver, its new-order row (8), its delivery part (12), the date of each line (8 each) and the customer's account
/// (24).
///
/// **Source**: TPC-C clause 2.7. It is executed at once instead of being queued, and its results go to no file.
final class Delivery {

    private final RecoverableMemory memory;
    private final OrderEntryTables tables;
    private final InputData input;

    Delivery(RecoverableMemory memory, OrderEntryTables tables, InputData input) {
        this.memory = memory;
        this.tables = tables;
        this.input = input;
    }

    /// Executes the transaction for a warehouse.
    void execute(int warehouse, long date) {
        int carrier = input.carrier();
        int first = warehouse * OrderEntryScale.DISTRICTS_PER_WAREHOUSE;
        memory.begin();
        for (int district = first; district < first + OrderEntryScale.DISTRICTS_PER_WAREHOUSE; district++) {
            long row = tables.district(district);
            long order = memory.getLong(row + DistrictLayout.OLDEST_NEW_ORDER);
            memory.setRange(row + DistrictLayout.OLDEST_NEW_ORDER, DistrictLayout.PART_BYTES);
            Declared.addLong(memory, row + DistrictLayout.DELIVERIES, 1);
            if (order < memory.getLong(row + DistrictLayout.NEXT_ORDER)) {
                memory.storeLong(row + DistrictLayout.OLDEST_NEW_ORDER, order + 1);
                long amountCents = deliverLines(district, order, date);
                Declared.addLong(memory, row + DistrictLayout.DELIVERED_CENTS, amountCents);
                deliverOrder(district, order, carrier);
                chargeCustomer(district, order, amountCents);
            }
        }
        memory.commit();
    }

    /// Returns the sum of the lines' amounts.
    private long deliverLines(int district, long order, long date) {
        int lineCount = memory.getInt(tables.order(district, order) + OrderLayout.LINE_COUNT);
        long line = tables.orderLines(district, order);
        long amountCents = 0;
        for (int number = 0; number < lineCount; number++, line += OrderLineLayout.BYTES) {
            memory.putLong(line + OrderLineLayout.DELIVERY_DATE, date);
            amountCents += memory.getLong(line + OrderLineLayout.AMOUNT_CENTS);
        }
        return amountCents;
    }

    private void deliverOrder(int district, long order, int carrier) {
        memory.putLong(tables.newOrder(district, order) + NewOrderLayout.ORDER, 0);
        long row = tables.order(district, order);
        memory.setRange(row + OrderLayout.CARRIER, OrderLayout.DELIVERY_BYTES);
        memory.storeInt(row + OrderLayout.CARRIER, carrier);
        memory.storeLong(
                row + OrderLayout.DELIVERED_CENTS,
                memory.getLong(tables.district(district) + DistrictLayout.DELIVERED_CENTS));
    }

    private void chargeCustomer(int district, long order, long amountCents) {
        int customer = memory.getInt(tables.order(district, order) + OrderLayout.CUSTOMER);
        long row = tables.customer(district, customer);
        memory.setRange(row + CustomerLayout.BALANCE_CENTS, CustomerLayout.ACCOUNT_BYTES);
        Declared.addLong(memory, row + CustomerLayout.BALANCE_CENTS, amountCents);
        Declared.addInt(memory, row + CustomerLayout.DELIVERY_COUNT, 1);
    }
}
