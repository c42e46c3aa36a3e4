package org.failuretransparency.tpcc;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.failuretransparency.recoverable.RecoverableMemory;

/// Fills a memory with the initial order-entry database.
///
/// **Failure ordering**: the first transaction takes the header away and the last one writes it, so that a load that
/// did not end leaves no database.
///
/// **Source**: TPC-C clause 4.3.3.
final class OrderEntryLoad {

    /// The date of all that is loaded.
    static final long DATE = 1;

    static final long PAYMENT_CENTS = 1_000;

    private static final int CREDIT_LIMIT_CENTS = 5_000_000;
    private static final int LOADED_QUANTITY = 5;

    private final RecoverableMemory memory;
    private final OrderEntryScale scale;
    private final OrderEntryTables tables;
    private final SplittableRandom random;
    private final TableWriter writer;
    private final int slots;
    private final int customers;

    OrderEntryLoad(RecoverableMemory memory, OrderEntryTables tables, SplittableRandom random) {
        this.memory = memory;
        this.scale = tables.scale();
        this.tables = tables;
        this.random = random;
        this.writer = new TableWriter(memory, random);
        this.slots = scale.ringSlots();
        this.customers = scale.customersPerDistrict();
    }

    void run() {
        writer.write(0, OrderEntryLayout.BYTES, 1, index -> {});
        writer.write(tables.warehouse(0), WarehouseLayout.BYTES, scale.warehouses(), this::warehouse);
        writer.write(tables.district(0), DistrictLayout.BYTES, scale.districts(), this::district);
        writer.write(tables.item(0), ItemLayout.BYTES, scale.items(), this::item);
        for (int warehouse = 0; warehouse < scale.warehouses(); warehouse++) {
            stock(warehouse);
        }
        for (int district = 0; district < scale.districts(); district++) {
            customers(district);
            orders(district);
            history(district);
        }
        writer.write(0, OrderEntryLayout.BYTES, 1, this::header);
        memory.flush();
    }

    private void warehouse(int warehouse) {
        writer.setInt(WarehouseLayout.ID, warehouse);
        writer.setInt(WarehouseLayout.TAX_BASIS_POINTS, random.nextInt(2001));
        writer.setLong(WarehouseLayout.YTD_CENTS, PAYMENT_CENTS * customers * OrderEntryScale.DISTRICTS_PER_WAREHOUSE);
        writer.setLetters(WarehouseLayout.NAME, 6, 10);
        writer.setAddress(
                WarehouseLayout.STREET_1,
                WarehouseLayout.STREET_2,
                WarehouseLayout.CITY,
                WarehouseLayout.STATE,
                WarehouseLayout.ZIP);
    }

    private void district(int district) {
        writer.setInt(DistrictLayout.ID, district % OrderEntryScale.DISTRICTS_PER_WAREHOUSE);
        writer.setInt(DistrictLayout.WAREHOUSE, district / OrderEntryScale.DISTRICTS_PER_WAREHOUSE);
        writer.setInt(DistrictLayout.TAX_BASIS_POINTS, random.nextInt(2001));
        writer.setLong(DistrictLayout.NEXT_ORDER, customers + 1L);
        writer.setLong(DistrictLayout.YTD_CENTS, PAYMENT_CENTS * customers);
        writer.setLong(DistrictLayout.HISTORY_COUNT, customers);
        writer.setLong(DistrictLayout.OLDEST_NEW_ORDER, scale.deliveredAtLoad() + 1L);
        writer.setLetters(DistrictLayout.NAME, 6, 10);
        writer.setAddress(
                DistrictLayout.STREET_1,
                DistrictLayout.STREET_2,
                DistrictLayout.CITY,
                DistrictLayout.STATE,
                DistrictLayout.ZIP);
    }

    private void item(int item) {
        writer.setInt(ItemLayout.ID, item);
        writer.setInt(ItemLayout.IMAGE, 1 + random.nextInt(10_000));
        writer.setLong(ItemLayout.PRICE_CENTS, 100 + random.nextInt(9_901));
        writer.setLetters(ItemLayout.NAME, 14, 24);
        writer.setData(ItemLayout.DATA);
    }

    private void stock(int warehouse) {
        int infoBytes = OrderEntryScale.DISTRICTS_PER_WAREHOUSE * StockLayout.INFO_BYTES;
        writer.write(tables.stock(warehouse, 0), StockLayout.BYTES, scale.items(), item -> {
            writer.setInt(StockLayout.ITEM, item);
            writer.setInt(StockLayout.WAREHOUSE, warehouse);
            writer.setInt(StockLayout.QUANTITY, 10 + random.nextInt(91));
            writer.setLetters(StockLayout.DISTRICT_INFO, infoBytes, infoBytes);
            writer.setData(StockLayout.DATA);
        });
    }

    private void customers(int district) {
        NuRand lastNames = NuRand.loadedLastNames(scale);
        int[] names = new int[customers];
        Arrays.setAll(names, customer -> customer < scale.lastNames() ? customer : lastNames.next(random));
        writer.write(tables.customer(district, 0), CustomerLayout.BYTES, customers, customer -> {
            writer.setInt(CustomerLayout.ID, customer);
            writer.setInt(CustomerLayout.DISTRICT, district % OrderEntryScale.DISTRICTS_PER_WAREHOUSE);
            writer.setInt(CustomerLayout.WAREHOUSE, district / OrderEntryScale.DISTRICTS_PER_WAREHOUSE);
            writer.setText(CustomerLayout.LAST_NAME, LastNames.of(names[customer]));
            customer();
        });
        index(district, names);
    }

    /// Sets what is drawn for a customer, and the account of one who has paid once and owes nothing.
    private void customer() {
        writer.setInt(CustomerLayout.DISCOUNT_BASIS_POINTS, random.nextInt(5001));
        writer.setLong(CustomerLayout.BALANCE_CENTS, -PAYMENT_CENTS);
        writer.setLong(CustomerLayout.YTD_PAYMENT_CENTS, PAYMENT_CENTS);
        writer.setInt(CustomerLayout.PAYMENT_COUNT, 1);
        writer.setLong(CustomerLayout.CREDIT_LIMIT_CENTS, CREDIT_LIMIT_CENTS);
        writer.setLong(CustomerLayout.SINCE_DATE, DATE);
        writer.setText(CustomerLayout.CREDIT, random.nextInt(10) == 0 ? "BC" : "GC");
        writer.setLetters(CustomerLayout.FIRST_NAME, 8, 16);
        writer.setText(CustomerLayout.MIDDLE_NAME, "OE");
        writer.setAddress(
                CustomerLayout.STREET_1,
                CustomerLayout.STREET_2,
                CustomerLayout.CITY,
                CustomerLayout.STATE,
                CustomerLayout.ZIP);
        writer.setDigits(CustomerLayout.PHONE, 16);
        writer.setLetters(CustomerLayout.DATA, 300, CustomerLayout.DATA_BYTES);
    }

    /// Writes the index of last names: each name's first place in the list, the list's end, the list.
    private void index(int district, int[] names) {
        byte[][] firstNames = new byte[customers][16];
        for (int customer = 0; customer < customers; customer++) {
            memory.get(tables.customer(district, customer) + CustomerLayout.FIRST_NAME, firstNames[customer]);
        }
        int[] list = IntStream.range(0, customers)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(customer -> names[customer])
                        .thenComparing(customer -> firstNames[customer], Arrays::compare))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] starts = new int[scale.lastNames() + 1];
        for (int name : names) {
            starts[name + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        writer.write(tables.nameStart(district, 0), Integer.BYTES, starts.length, i -> writer.setInt(0, starts[i]));
        writer.write(tables.namedCustomer(district, 0), Integer.BYTES, customers, i -> writer.setInt(0, list[i]));
    }

    /// Writes one order for each customer, in random order, with its lines and, if it is not delivered, its new-order
    /// row. Order n is in slot n; the slots in front of and behind the orders stay empty.
    private void orders(int district) {
        int[] customerOf = permutation();
        int[] lineCounts =
                random.ints(customers + 1, 5, OrderEntryScale.MAX_LINES + 1).toArray();
        writer.write(tables.order(district, 0), OrderLayout.BYTES, slots, order -> {
            if (order >= 1 && order <= customers) {
                order(order, customerOf[order - 1], lineCounts[order]);
            }
        });
        int lineSlots = slots * OrderEntryScale.MAX_LINES;
        int warehouse = district / OrderEntryScale.DISTRICTS_PER_WAREHOUSE;
        writer.write(tables.orderLines(district, 0), OrderLineLayout.BYTES, lineSlots, line -> {
            int order = line / OrderEntryScale.MAX_LINES;
            int number = line % OrderEntryScale.MAX_LINES;
            if (order >= 1 && order <= customers && number < lineCounts[order]) {
                orderLine(warehouse, order, number);
            }
        });
        writer.write(tables.newOrder(district, 0), NewOrderLayout.BYTES, slots, order -> {
            if (order <= customers && !isDelivered(order)) {
                writer.setLong(NewOrderLayout.ORDER, order);
            }
        });
    }

    private void order(int order, int customer, int lineCount) {
        writer.setLong(OrderLayout.ID, order);
        writer.setLong(OrderLayout.ENTRY_DATE, DATE);
        writer.setInt(OrderLayout.CUSTOMER, customer);
        writer.setInt(OrderLayout.LINE_COUNT, lineCount);
        writer.setInt(OrderLayout.ALL_LOCAL, 1);
        writer.setInt(OrderLayout.CARRIER, isDelivered(order) ? 1 + random.nextInt(10) : 0);
    }

    private void orderLine(int warehouse, int order, int number) {
        boolean delivered = isDelivered(order);
        writer.setLong(OrderLineLayout.ORDER, order);
        writer.setLong(OrderLineLayout.DELIVERY_DATE, delivered ? DATE : 0);
        writer.setLong(OrderLineLayout.AMOUNT_CENTS, delivered ? 0 : 1 + random.nextInt(999_999));
        writer.setInt(OrderLineLayout.ITEM, random.nextInt(scale.items()));
        writer.setInt(OrderLineLayout.SUPPLY_WAREHOUSE, warehouse);
        writer.setInt(OrderLineLayout.QUANTITY, LOADED_QUANTITY);
        writer.setInt(OrderLineLayout.NUMBER, number);
        writer.setLetters(OrderLineLayout.DISTRICT_INFO, StockLayout.INFO_BYTES, StockLayout.INFO_BYTES);
    }

    private boolean isDelivered(int order) {
        return order <= scale.deliveredAtLoad();
    }

    private void history(int district) {
        writer.write(tables.history(district, 0), HistoryLayout.BYTES, slots, customer -> {
            if (customer < customers) {
                writer.setLong(HistoryLayout.DATE, DATE);
                writer.setLong(HistoryLayout.AMOUNT_CENTS, PAYMENT_CENTS);
                writer.setInt(HistoryLayout.CUSTOMER, customer);
                writer.setInt(HistoryLayout.CUSTOMER_DISTRICT, district % OrderEntryScale.DISTRICTS_PER_WAREHOUSE);
                writer.setInt(HistoryLayout.CUSTOMER_WAREHOUSE, district / OrderEntryScale.DISTRICTS_PER_WAREHOUSE);
                writer.setLetters(HistoryLayout.DATA, 12, 24);
            }
        });
    }

    private void header(int index) {
        writer.setLong(OrderEntryLayout.MAGIC_OFFSET, OrderEntryLayout.MAGIC);
        writer.setInt(OrderEntryLayout.WAREHOUSES, scale.warehouses());
        writer.setInt(OrderEntryLayout.ITEMS, scale.items());
        writer.setInt(OrderEntryLayout.CUSTOMERS_PER_DISTRICT, customers);
    }

    private int[] permutation() {
        int[] permutation = IntStream.range(0, customers).toArray();
        for (int i = customers - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = permutation[i];
            permutation[i] = permutation[other];
            permutation[other] = kept;
        }
        return permutation;
    }
}
