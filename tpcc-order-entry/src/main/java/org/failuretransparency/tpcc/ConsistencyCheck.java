package org.failuretransparency.tpcc;

import java.util.List;
import org.failuretransparency.recoverable.RecoverableMemory;

/// Says whether an order-entry database is consistent: TPC-C's twelve conditions (clause 3.3.2), as far as circular
/// buffers let them hold, and four more for what the three transactions touch besides.
///
/// | condition | here |
/// | --- | --- |
/// | 1 | warehouse's payments = its districts' |
/// | 2, 3, 4, 5, 6, 7 | orders, lines and new-orders in the buffers agree, as specified |
/// | 8, 9 | payments to warehouse and district = their history, with the sum of what left it |
/// | 10 | customers' payments = payments to warehouses, in sum and number; for each customer = the history, or not less once some left it |
/// | 11 | districts' delivered orders since the load = customers' deliveries (the specification's constant 2100 holds at the load only) |
/// | 12 | customers' balances and payments = delivered orders: for a district, and for each delivery; for each customer as in 10 |
/// | stock | lines and quantities ordered in districts = counted in stock; each stock has 10 to 100 |
/// | delivery | a warehouse's districts had equally many |
/// | rows | each row of the five tables that keep their keys has those of its place |
/// | index | each last name's customers are listed, and have that name |
final class ConsistencyCheck {

    private final RecoverableMemory memory;
    private final OrderEntryTables tables;
    private final OrderEntryScale scale;
    private final Findings findings = new Findings();

    ConsistencyCheck(RecoverableMemory memory, OrderEntryTables tables) {
        this.memory = memory;
        this.tables = tables;
        this.scale = tables.scale();
    }

    List<String> run() {
        new KeyCheck(memory, tables, findings).run();
        new PaymentCheck(memory, tables, findings).run();
        for (int district = 0; district < scale.districts(); district++) {
            new OrderCheck(memory, tables, findings, district).run();
            checkDeliveries(district);
        }
        checkStock();
        return findings.violations();
    }

    static String placeOf(int district) {
        return "warehouse=" + district / OrderEntryScale.DISTRICTS_PER_WAREHOUSE + ", district="
                + district % OrderEntryScale.DISTRICTS_PER_WAREHOUSE;
    }

    private void checkDeliveries(int district) {
        int first = district - district % OrderEntryScale.DISTRICTS_PER_WAREHOUSE;
        findings.requireEqual(
                "delivery",
                "districts of a warehouse had not equally many: " + placeOf(district),
                memory.getLong(tables.district(first) + DistrictLayout.DELIVERIES),
                memory.getLong(tables.district(district) + DistrictLayout.DELIVERIES));
    }

    private void checkStock() {
        long lines = 0;
        long quantity = 0;
        for (int district = 0; district < scale.districts(); district++) {
            lines += memory.getLong(tables.district(district) + DistrictLayout.ORDER_LINES);
            quantity += memory.getLong(tables.district(district) + DistrictLayout.ORDERED_QUANTITY);
        }
        long stockLines = 0;
        long stockQuantity = 0;
        for (int warehouse = 0; warehouse < scale.warehouses(); warehouse++) {
            for (int item = 0; item < scale.items(); item++) {
                long row = tables.stock(warehouse, item);
                stockLines += memory.getInt(row + StockLayout.ORDER_COUNT);
                stockQuantity += memory.getLong(row + StockLayout.YTD);
                int left = memory.getInt(row + StockLayout.QUANTITY);
                if (left < 10 || left > 100) {
                    findings.add(
                            "stock",
                            "quantity out of range: warehouse=" + warehouse + ", item=" + item
                                    + ", expected=10..100, found=" + left);
                }
            }
        }
        findings.requireEqual("stock", "order lines are not those counted: of=all stock", lines, stockLines);
        findings.requireEqual("stock", "quantities are not those counted: of=all stock", quantity, stockQuantity);
    }
}
