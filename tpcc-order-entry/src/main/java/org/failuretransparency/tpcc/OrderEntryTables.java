package org.failuretransparency.tpcc;

/// Where each row of an order-entry database is. Warehouses, items, and the customers of a district are numbered from
/// 0, orders of a district from 1; districts are numbered through all warehouses, so that district 10 is the first of
/// warehouse 1.
/// ```
/// header | warehouses | districts | items | stock, a warehouse after the other |
///   then a district after the other in each: last names | customers | orders | order lines | new-orders | history
/// ```
/// *Last names* is the index of clause 2.5.2.2, written once by the load: for each name, from 0, where its customers
/// start in the list that follows; then that list, of each name's customers in the order of their first names; four
/// bytes an entry.
///
/// *Orders, order lines, new-orders and history* are circular: order n and what belongs to it is in slot n modulo the
/// number of slots, a power of two; each order has room for 15 lines.
final class OrderEntryTables {

    private final OrderEntryScale scale;
    private final int ringSlots;
    private final long ringMask;
    private final long namesBytes;
    private final long districts;
    private final long items;
    private final long stock;
    private final long names;
    private final long customers;
    private final long orders;
    private final long orderLines;
    private final long newOrders;
    private final long history;
    private final long databaseBytes;

    OrderEntryTables(OrderEntryScale scale) {
        this.scale = scale;
        this.ringSlots = scale.ringSlots();
        this.ringMask = ringSlots - 1L;
        long allDistricts = scale.districts();
        long allSlots = allDistricts * ringSlots;
        this.namesBytes = evenUp((long) Integer.BYTES * (scale.lastNames() + 1 + scale.customersPerDistrict()));
        this.districts = OrderEntryLayout.BYTES + scale.warehouses() * WarehouseLayout.BYTES;
        this.items = districts + allDistricts * DistrictLayout.BYTES;
        this.stock = items + scale.items() * ItemLayout.BYTES;
        this.names = stock + (long) scale.warehouses() * scale.items() * StockLayout.BYTES;
        this.customers = names + allDistricts * namesBytes;
        this.orders = customers + allDistricts * scale.customersPerDistrict() * CustomerLayout.BYTES;
        this.orderLines = orders + allSlots * OrderLayout.BYTES;
        this.newOrders = orderLines + allSlots * OrderEntryScale.MAX_LINES * OrderLineLayout.BYTES;
        this.history = newOrders + allSlots * NewOrderLayout.BYTES;
        this.databaseBytes = history + allSlots * HistoryLayout.BYTES;
    }

    OrderEntryScale scale() {
        return scale;
    }

    long databaseBytes() {
        return databaseBytes;
    }

    long warehouse(int warehouse) {
        return OrderEntryLayout.BYTES + warehouse * WarehouseLayout.BYTES;
    }

    long district(int district) {
        return districts + district * DistrictLayout.BYTES;
    }

    long item(int item) {
        return items + item * ItemLayout.BYTES;
    }

    long stock(int warehouse, int item) {
        return stock + ((long) warehouse * scale.items() + item) * StockLayout.BYTES;
    }

    /// The entry that says where the customers of a last name start in the list.
    long nameStart(int district, int lastName) {
        return names + district * namesBytes + (long) Integer.BYTES * lastName;
    }

    /// An entry of the list of customers.
    long namedCustomer(int district, int index) {
        return nameStart(district, scale.lastNames() + 1 + index);
    }

    long customer(int district, int customer) {
        return customers + ((long) district * scale.customersPerDistrict() + customer) * CustomerLayout.BYTES;
    }

    long order(int district, long order) {
        return orders + slot(district, order) * OrderLayout.BYTES;
    }

    /// The first line of an order; the others follow it.
    long orderLines(int district, long order) {
        return orderLines + slot(district, order) * (OrderEntryScale.MAX_LINES * OrderLineLayout.BYTES);
    }

    long newOrder(int district, long order) {
        return newOrders + slot(district, order) * NewOrderLayout.BYTES;
    }

    /// A row of a district's history, `count` being the number of rows entered before it.
    long history(int district, long count) {
        return history + slot(district, count) * HistoryLayout.BYTES;
    }

    private long slot(int district, long number) {
        return (long) district * ringSlots + (number & ringMask);
    }

    private static long evenUp(long bytes) {
        return (bytes + Long.BYTES - 1) & -Long.BYTES;
    }
}
