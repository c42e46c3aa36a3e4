package org.failuretransparency.tpcc;

import org.failuretransparency.recoverable.RecoverableMemory;

/// TPC-C's consistency conditions 2 to 7, 11 and 12 for one district: its orders, order lines, new-orders, and what its
/// customers owe for them.
///
/// Where the specification means all orders that there ever were, this means those in the circular buffer, and two sums
/// in the district's row stand for the others: `oldestNewOrder`, from which the number of deliveries follows, and
/// `deliveredCents`, which each delivery also leaves in its order, so that each order's lines are held against the
/// difference that its delivery made.
final class OrderCheck {

    private final RecoverableMemory memory;
    private final OrderEntryTables tables;
    private final Findings findings;
    private final int district;
    private final String where;
    private final int slots;
    private final long nextOrder;
    private final long oldestNewOrder;

    /// By customer: amounts of the delivered orders in the buffer.
    private final long[] deliveredCents;

    private long lineCounts;
    private long lineRows;

    OrderCheck(RecoverableMemory memory, OrderEntryTables tables, Findings findings, int district) {
        this.memory = memory;
        this.tables = tables;
        this.findings = findings;
        this.district = district;
        this.where = ConsistencyCheck.placeOf(district);
        this.slots = tables.scale().ringSlots();
        this.nextOrder = field(DistrictLayout.NEXT_ORDER);
        this.oldestNewOrder = field(DistrictLayout.OLDEST_NEW_ORDER);
        this.deliveredCents = new long[tables.scale().customersPerDistrict()];
    }

    void run() {
        checkNewestOrder();
        checkNewOrders();
        for (long order = oldestOrder(); order < nextOrder; order++) {
            checkOrder(order);
        }
        findings.requireEqual("condition 4", "line counts and order lines differ: " + where, lineCounts, lineRows);
        checkCustomers();
    }

    private void checkNewestOrder() {
        long newest = 0;
        for (int slot = 0; slot < slots; slot++) {
            newest = Math.max(newest, memory.getLong(tables.order(district, slot) + OrderLayout.ID));
        }
        findings.requireEqual(
                "condition 2", "newest order is not the one before the next: " + where, nextOrder - 1, newest);
    }

    /// Conditions 2 and 3: the new-orders are a row of numbers without a gap that ends with the newest order.
    private void checkNewOrders() {
        long oldest = Long.MAX_VALUE;
        long newest = 0;
        long rows = 0;
        for (int slot = 0; slot < slots; slot++) {
            long order = memory.getLong(tables.newOrder(district, slot) + NewOrderLayout.ORDER);
            if (order != 0) {
                oldest = Math.min(oldest, order);
                newest = Math.max(newest, order);
                rows++;
            }
        }
        if (rows == 0) {
            findings.requireEqual("condition 3", "no new-order row: " + where, nextOrder, oldestNewOrder);
            return;
        }
        findings.requireEqual(
                "condition 2", "newest new-order is not the order before the next: " + where, nextOrder - 1, newest);
        findings.requireEqual("condition 3", "new-orders have a gap: " + where, newest - oldest + 1, rows);
        findings.requireEqual(
                "condition 3", "oldest new-order is not the next to deliver: " + where, oldestNewOrder, oldest);
    }

    private void checkOrder(long order) {
        long row = tables.order(district, order);
        String ofOrder = where + ", order=" + order;
        long id = memory.getLong(row + OrderLayout.ID);
        int customer = memory.getInt(row + OrderLayout.CUSTOMER);
        if (id != order || customer < 0 || customer >= deliveredCents.length) {
            findings.add(
                    "condition 2",
                    "order is not in its place: " + ofOrder + ", found=" + id + ", customer=" + customer);
            return;
        }
        boolean delivered = memory.getInt(row + OrderLayout.CARRIER) != 0;
        boolean waits = memory.getLong(tables.newOrder(district, order) + NewOrderLayout.ORDER) == order;
        if (delivered == waits) {
            findings.add("condition 5", "order has both carrier and new-order row, or neither: " + ofOrder);
        }
        long amountCents = checkLines(order, delivered, memory.getInt(row + OrderLayout.LINE_COUNT));
        if (delivered) {
            deliveredCents[customer] += amountCents;
            checkDeliveredSum(order, amountCents);
        }
    }

    /// Conditions 4, 6 and 7 for the lines of an order; returns the sum of their amounts.
    private long checkLines(long order, boolean delivered, int lineCount) {
        String ofOrder = where + ", order=" + order;
        long amountCents = 0;
        int rows = 0;
        for (int number = 0; number < OrderEntryScale.MAX_LINES; number++) {
            long line = tables.orderLines(district, order) + number * OrderLineLayout.BYTES;
            long lineOrder = memory.getLong(line + OrderLineLayout.ORDER);
            if (lineOrder == order) {
                rows++;
                amountCents += memory.getLong(line + OrderLineLayout.AMOUNT_CENTS);
                boolean lineDelivered = memory.getLong(line + OrderLineLayout.DELIVERY_DATE) != 0;
                if (lineDelivered != delivered) {
                    findings.add(
                            "condition 7", "line and order are not both delivered: " + ofOrder + ", line=" + number);
                }
            } else if (lineOrder != 0 && (lineOrder > order || (order - lineOrder) % slots != 0)) {
                findings.add(
                        "condition 4",
                        "line of another order: " + ofOrder + ", line=" + number + ", found=" + lineOrder);
            }
        }
        findings.requireEqual("condition 6", "lines are not as many as the order says: " + ofOrder, lineCount, rows);
        lineCounts += lineCount;
        lineRows += rows;
        return amountCents;
    }

    /// Condition 12, for one delivery: it added its order's lines, no more and no less, to the district's sum.
    private void checkDeliveredSum(long order, long amountCents) {
        long after = memory.getLong(tables.order(district, order) + OrderLayout.DELIVERED_CENTS);
        if (order > oldestOrder()) {
            long before = memory.getLong(tables.order(district, order - 1) + OrderLayout.DELIVERED_CENTS);
            findings.requireEqual(
                    "condition 12",
                    "delivery added not its lines: " + where + ", order=" + order,
                    amountCents,
                    after - before);
        }
        if (order == oldestNewOrder - 1) {
            findings.requireEqual(
                    "condition 12",
                    "newest delivery left another sum: " + where,
                    field(DistrictLayout.DELIVERED_CENTS),
                    after);
        }
    }

    /// Conditions 11 and 12: customers had as many orders delivered as the district, and owe for them what they have
    /// not paid.
    private void checkCustomers() {
        boolean allOrders = oldestOrder() == 1;
        long deliveries = 0;
        long owedCents = 0;
        for (int customer = 0; customer < deliveredCents.length; customer++) {
            long row = tables.customer(district, customer);
            long owed = memory.getLong(row + CustomerLayout.BALANCE_CENTS)
                    + memory.getLong(row + CustomerLayout.YTD_PAYMENT_CENTS);
            if (allOrders ? owed != deliveredCents[customer] : owed < deliveredCents[customer]) {
                findings.add(
                        "condition 12",
                        "balance and payments are not the customer's orders: " + where + ", customer=" + customer
                                + ", orders=" + deliveredCents[customer] + ", found=" + owed);
            }
            deliveries += memory.getInt(row + CustomerLayout.DELIVERY_COUNT);
            owedCents += owed;
        }
        findings.requireEqual(
                "condition 11",
                "deliveries to customers are not those of the district: " + where,
                oldestNewOrder - 1 - tables.scale().deliveredAtLoad(),
                deliveries);
        findings.requireEqual(
                "condition 12",
                "balances and payments are not the delivered orders: " + where,
                field(DistrictLayout.DELIVERED_CENTS),
                owedCents);
    }

    /// The oldest order that is still in the buffer.
    private long oldestOrder() {
        return Math.max(1, nextOrder - slots);
    }

    private long field(long offset) {
        return memory.getLong(tables.district(district) + offset);
    }
}
