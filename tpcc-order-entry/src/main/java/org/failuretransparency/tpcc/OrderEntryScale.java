package org.failuretransparency.tpcc;

/// How many rows an order-entry database has. TPC-C has 100,000 items, and for each warehouse as many stock rows, ten
/// districts, and 3,000 customers a district, each with one order and one payment in its past. A database that is too
/// small for that has one warehouse with fewer items and customers, both reduced by the same factor.
///
/// Orders, their lines, new-orders and payments are kept in circular buffers, one a district, so that a run can go on
/// for ever.
///
/// **Source**: TPC-C clauses 1.2 and 4.2; §3.5.1.
///
/// @param warehouses 1 to 1000
/// @param items 100 to 100,000
/// @param customersPerDistrict 10 to 3,000
public record OrderEntryScale(int warehouses, int items, int customersPerDistrict) {

    public static final int DISTRICTS_PER_WAREHOUSE = 10;
    public static final int FULL_ITEMS = 100_000;
    public static final int FULL_CUSTOMERS = 3_000;

    static final int MAX_LINES = 15;

    private static final int MAX_WAREHOUSES = 1000;
    private static final int MIN_ITEMS = 100;
    private static final int MIN_CUSTOMERS = 10;
    private static final int FULL_LAST_NAMES = 1000;

    public OrderEntryScale {
        require("warehouses", warehouses, 1, MAX_WAREHOUSES);
        require("items", items, MIN_ITEMS, FULL_ITEMS);
        require("customersPerDistrict", customersPerDistrict, MIN_CUSTOMERS, FULL_CUSTOMERS);
    }

    /// The largest database that is not larger than `databaseBytes`: whole warehouses of TPC-C's cardinality if at
    /// least one fits (from 106 MB), otherwise one warehouse of as many thousandths of it as fit.
    public static OrderEntryScale forBytes(long databaseBytes) {
        long oneBytes = new OrderEntryScale(1, FULL_ITEMS, FULL_CUSTOMERS).databaseBytes();
        if (databaseBytes >= oneBytes) {
            long moreBytes = new OrderEntryScale(2, FULL_ITEMS, FULL_CUSTOMERS).databaseBytes() - oneBytes;
            long warehouses = 1 + (databaseBytes - oneBytes) / moreBytes;
            return new OrderEntryScale(Math.toIntExact(warehouses), FULL_ITEMS, FULL_CUSTOMERS);
        }
        for (int thousandths = 999; thousandths * FULL_CUSTOMERS / 1000 >= MIN_CUSTOMERS; thousandths--) {
            OrderEntryScale reduced =
                    new OrderEntryScale(1, thousandths * (FULL_ITEMS / 1000), thousandths * (FULL_CUSTOMERS / 1000));
            if (reduced.databaseBytes() <= databaseBytes) {
                return reduced;
            }
        }
        throw new IllegalArgumentException("no database is that small: databaseBytes=" + databaseBytes);
    }

    /// Length of the database.
    public long databaseBytes() {
        return new OrderEntryTables(this).databaseBytes();
    }

    /// Districts of all warehouses.
    int districts() {
        return warehouses * DISTRICTS_PER_WAREHOUSE;
    }

    /// Orders, and payments, that a district's circular buffers hold: the power of two above its customers.
    int ringSlots() {
        return 2 * Integer.highestOneBit(customersPerDistrict);
    }

    /// Undelivered orders of a district at which a delivery takes the place of the next new-order: half of the buffer,
    /// so that no order is overwritten before it is delivered.
    int maxNewOrders() {
        return ringSlots() / 2;
    }

    /// Orders of a district that are delivered when they are loaded; the others, three tenths, are not.
    int deliveredAtLoad() {
        return customersPerDistrict - customersPerDistrict * 3 / 10;
    }

    /// Different last names: TPC-C's 1000, or one a customer if they are fewer.
    int lastNames() {
        return Math.min(FULL_LAST_NAMES, customersPerDistrict);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "scale out of range: " + name + "=" + value + ", allowed=" + least + ".." + most);
        }
    }
}
