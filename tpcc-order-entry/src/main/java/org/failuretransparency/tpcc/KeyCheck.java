package org.failuretransparency.tpcc;

import java.util.Arrays;
import org.failuretransparency.recoverable.RecoverableMemory;

/// The conditions *rows* and *index*: what no transaction changes. Each row that keeps its key has that of its place,
/// and the index of last names lists customers under their names.
final class KeyCheck {

    private static final int NAME_BYTES = 16;

    private final RecoverableMemory memory;
    private final OrderEntryTables tables;
    private final OrderEntryScale scale;
    private final Findings findings;

    KeyCheck(RecoverableMemory memory, OrderEntryTables tables, Findings findings) {
        this.memory = memory;
        this.tables = tables;
        this.scale = tables.scale();
        this.findings = findings;
    }

    void run() {
        for (int item = 0; item < scale.items(); item++) {
            checkKey("item", tables.item(item) + ItemLayout.ID, item);
        }
        for (int warehouse = 0; warehouse < scale.warehouses(); warehouse++) {
            checkKey("warehouse", tables.warehouse(warehouse) + WarehouseLayout.ID, warehouse);
            for (int item = 0; item < scale.items(); item++) {
                checkKey("stock", tables.stock(warehouse, item) + StockLayout.ITEM, item);
                checkKey("stock", tables.stock(warehouse, item) + StockLayout.WAREHOUSE, warehouse);
            }
        }
        for (int district = 0; district < scale.districts(); district++) {
            checkDistrict(district);
            for (int name = 0; name < scale.lastNames(); name++) {
                if (!isIndexed(district, name)) {
                    findings.add(
                            "index",
                            "not the customers of the name: " + ConsistencyCheck.placeOf(district) + ", name="
                                    + LastNames.of(name));
                }
            }
        }
    }

    private void checkDistrict(int district) {
        int inWarehouse = district % OrderEntryScale.DISTRICTS_PER_WAREHOUSE;
        int warehouse = district / OrderEntryScale.DISTRICTS_PER_WAREHOUSE;
        checkKey("district", tables.district(district) + DistrictLayout.ID, inWarehouse);
        checkKey("district", tables.district(district) + DistrictLayout.WAREHOUSE, warehouse);
        for (int customer = 0; customer < scale.customersPerDistrict(); customer++) {
            long row = tables.customer(district, customer);
            checkKey("customer", row + CustomerLayout.ID, customer);
            checkKey("customer", row + CustomerLayout.DISTRICT, inWarehouse);
            checkKey("customer", row + CustomerLayout.WAREHOUSE, warehouse);
        }
    }

    private void checkKey(String table, long offset, int expected) {
        int found = memory.getInt(offset);
        if (found != expected) {
            findings.add(
                    "rows",
                    "not the row of its place: table=" + table + ", offset=" + offset + ", expected=" + expected
                            + ", found=" + found);
        }
    }

    /// Whether the name's part of the list begins where the one before it ended, and holds customers of that name in
    /// the order of their first names, at least one. All parts together fill the list.
    private boolean isIndexed(int district, int name) {
        int customers = scale.customersPerDistrict();
        int start = memory.getInt(tables.nameStart(district, name));
        int end = memory.getInt(tables.nameStart(district, name + 1));
        boolean fills = (name > 0 || start == 0) && (name < scale.lastNames() - 1 || end == customers);
        if (start < 0 || end <= start || end > customers || !fills) {
            return false;
        }
        byte[] expected = Arrays.copyOf(LastNames.textOf(name), NAME_BYTES);
        byte[] previousFirstName = new byte[0];
        for (int index = start; index < end; index++) {
            int customer = memory.getInt(tables.namedCustomer(district, index));
            if (customer < 0 || customer >= customers) {
                return false;
            }
            byte[] firstName = text(district, customer, CustomerLayout.FIRST_NAME);
            byte[] lastName = text(district, customer, CustomerLayout.LAST_NAME);
            if (!Arrays.equals(expected, lastName) || Arrays.compare(previousFirstName, firstName) > 0) {
                return false;
            }
            previousFirstName = firstName;
        }
        return true;
    }

    /// A first or last name.
    private byte[] text(int district, int customer, long field) {
        byte[] text = new byte[NAME_BYTES];
        memory.get(tables.customer(district, customer) + field, text);
        return text;
    }
}
