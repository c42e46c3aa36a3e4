package org.failuretransparency.tpcc;

import org.failuretransparency.recoverable.RecoverableMemory;

/// The new-order transaction: enters an order of 5 to 15 lines and takes their quantities from stock.
///
/// It declares the district's order part (24 bytes), the order (40), its new-order row (8), all its lines at once (64
/// each), and for each line the counts of its stock (20).
///
/// In 1% of orders the last item does not exist, which is found when the lines before it are entered, and the
/// transaction rolls back. What the specification only shows on the terminal is left out, but for the total amount,
/// which is computed.
///
/// **Source**: TPC-C clause 2.4.
final class NewOrder {

    private static final long BASIS_POINTS = 10_000;
    private static final int LEAST_STOCK = 10;
    private static final int RESTOCK = 91;

    private final RecoverableMemory memory;
    private final OrderEntryTables tables;
    private final InputData input;
    private final boolean rollbacks;
    private final int unusedItem;
    private final byte[] districtInfo = new byte[StockLayout.INFO_BYTES];

    /// The order being entered.
    private int district;
    private long order;
    private long totalCents;

    NewOrder(RecoverableMemory memory, OrderEntryTables tables, InputData input, boolean rollbacks) {
        this.memory = memory;
        this.tables = tables;
        this.input = input;
        this.rollbacks = rollbacks;
        this.unusedItem = tables.scale().items();
    }

    /// Executes the transaction for an order to a district; returns whether it committed.
    boolean execute(int toDistrict, long date) {
        district = toDistrict;
        int customer = input.customer();
        int lineCount = input.lineCount();
        boolean rollback = input.unusedItem() && rollbacks;
        memory.begin();
        long districtRow = tables.district(district);
        order = memory.getLong(districtRow + DistrictLayout.NEXT_ORDER);
        memory.setRange(districtRow + DistrictLayout.NEXT_ORDER, DistrictLayout.PART_BYTES);
        memory.storeLong(districtRow + DistrictLayout.NEXT_ORDER, order + 1);
        Declared.addLong(memory, districtRow + DistrictLayout.ORDER_LINES, lineCount);
        enterOrder(customer, lineCount, date);
        long amountCents = 0;
        for (int number = 0; number < lineCount; number++) {
            int item = rollback && number == lineCount - 1 ? unusedItem : input.item();
            if (item == unusedItem) {
                memory.abort();
                return false;
            }
            amountCents += enterLine(number, item);
        }
        totalCents = totalCents(amountCents, customer);
        memory.commit();
        return true;
    }

    /// What the customer owes for the last committed order, after discount and taxes, rounded to the nearest cent,
    /// halves up.
    long totalCents() {
        return totalCents;
    }

    /// Enters the order, its new-order row, and the frame of its lines.
    private void enterOrder(int customer, int lineCount, long date) {
        long row = tables.order(district, order);
        memory.setRange(row, OrderLayout.BYTES);
        memory.storeLong(row + OrderLayout.ID, order);
        memory.storeLong(row + OrderLayout.ENTRY_DATE, date);
        memory.storeInt(row + OrderLayout.CUSTOMER, customer);
        memory.storeInt(row + OrderLayout.LINE_COUNT, lineCount);
        memory.storeInt(row + OrderLayout.ALL_LOCAL, 1);
        memory.storeInt(row + OrderLayout.CARRIER, 0);
        memory.storeLong(row + OrderLayout.DELIVERED_CENTS, 0);
        memory.putLong(tables.newOrder(district, order) + NewOrderLayout.ORDER, order);
        memory.setRange(tables.orderLines(district, order), lineCount * OrderLineLayout.BYTES);
    }

    /// Enters a line of the order and takes its quantity from stock; returns its amount.
    private long enterLine(int number, int item) {
        int home = district / OrderEntryScale.DISTRICTS_PER_WAREHOUSE;
        int supplier = input.supplyWarehouse(home);
        int quantity = input.quantity();
        long amountCents = quantity * memory.getLong(tables.item(item) + ItemLayout.PRICE_CENTS);
        long stock = tables.stock(supplier, item);
        takeFromStock(stock, quantity, supplier != home);
        if (supplier != home) {
            memory.storeInt(tables.order(district, order) + OrderLayout.ALL_LOCAL, 0);
        }
        Declared.addLong(memory, tables.district(district) + DistrictLayout.ORDERED_QUANTITY, quantity);
        long row = tables.orderLines(district, order) + number * OrderLineLayout.BYTES;
        memory.storeLong(row + OrderLineLayout.ORDER, order);
        memory.storeLong(row + OrderLineLayout.DELIVERY_DATE, 0);
        memory.storeLong(row + OrderLineLayout.AMOUNT_CENTS, amountCents);
        memory.storeInt(row + OrderLineLayout.ITEM, item);
        memory.storeInt(row + OrderLineLayout.SUPPLY_WAREHOUSE, supplier);
        memory.storeInt(row + OrderLineLayout.QUANTITY, quantity);
        memory.storeInt(row + OrderLineLayout.NUMBER, number);
        int inWarehouse = district % OrderEntryScale.DISTRICTS_PER_WAREHOUSE;
        memory.get(stock + StockLayout.DISTRICT_INFO + (long) inWarehouse * StockLayout.INFO_BYTES, districtInfo);
        memory.store(row + OrderLineLayout.DISTRICT_INFO, districtInfo);
        return amountCents;
    }

    private void takeFromStock(long row, int quantity, boolean remote) {
        memory.setRange(row + StockLayout.YTD, StockLayout.COUNTS_BYTES);
        int left = memory.getInt(row + StockLayout.QUANTITY) - quantity;
        memory.storeInt(row + StockLayout.QUANTITY, left >= LEAST_STOCK ? left : left + RESTOCK);
        Declared.addLong(memory, row + StockLayout.YTD, quantity);
        Declared.addInt(memory, row + StockLayout.ORDER_COUNT, 1);
        if (remote) {
            Declared.addInt(memory, row + StockLayout.REMOTE_COUNT, 1);
        }
    }

    private long totalCents(long amountCents, int customer) {
        long discount = memory.getInt(tables.customer(district, customer) + CustomerLayout.DISCOUNT_BASIS_POINTS);
        long districtTax = memory.getInt(tables.district(district) + DistrictLayout.TAX_BASIS_POINTS);
        int home = district / OrderEntryScale.DISTRICTS_PER_WAREHOUSE;
        long warehouseTax = memory.getInt(tables.warehouse(home) + WarehouseLayout.TAX_BASIS_POINTS);
        return discountedAndTaxed(amountCents, discount, warehouseTax + districtTax);
    }

    static long discountedAndTaxed(long amountCents, long discountBasisPoints, long taxBasisPoints) {
        long unit = BASIS_POINTS * BASIS_POINTS;
        long parts = amountCents * (BASIS_POINTS - discountBasisPoints) * (BASIS_POINTS + taxBasisPoints);
        return (parts + unit / 2) / unit;
    }
}
