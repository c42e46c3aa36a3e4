package org.failuretransparency.tpcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.UnprotectedMemory;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Proof that the check can fail: one field of a consistent database is changed at a time, and the conditions that it
/// belongs to are named. Each is tried with all orders and payments still in the circular buffers, and after these went
/// round.
final class ConsistencyCheckTest {

    private static final OrderEntryScale SCALE = new OrderEntryScale(2, 200, 40);
    private static final int FEW = 20;
    private static final int MANY = 10_000;
    private static final int DISTRICT = 13;

    @TempDir
    Path directory;

    private final OrderEntryTables tables = new OrderEntryTables(SCALE);
    private RecoverableMemory memory;
    private OrderEntryWorkload workload;

    @BeforeEach
    void load() {
        Storage storage = Storage.of(StorageKind.RIO, directory);
        memory = new UnprotectedMemory(storage.create("database", RegionType.database("TEST"), SCALE.databaseBytes()));
        workload = new OrderEntryWorkload(memory, SCALE, 7, false);
        workload.load();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private void execute(int transactions) {
        for (int i = 0; i < transactions; i++) {
            workload.transaction();
        }
        assertThat(workload.violations()).isEmpty();
    }

    private long districtField(long field) {
        return memory.getLong(tables.district(DISTRICT) + field);
    }

    private long newestOrder() {
        return districtField(DistrictLayout.NEXT_ORDER) - 1;
    }

    private long newestDelivered() {
        return districtField(DistrictLayout.OLDEST_NEW_ORDER) - 1;
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void condition1And8OnThePaymentsOfTheWarehouse(int transactions) {
        execute(transactions);
        assertThat(conditionsAfterChangingLong(tables.warehouse(1) + WarehouseLayout.YTD_CENTS))
                .containsExactlyInAnyOrder("condition 1", "condition 8", "condition 10");
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void condition1And9OnThePaymentsOfTheDistrict(int transactions) {
        execute(transactions);
        assertThat(conditionsAfterChangingLong(tables.district(DISTRICT) + DistrictLayout.YTD_CENTS))
                .containsExactlyInAnyOrder("condition 1", "condition 9");
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void condition2OnTheNextOrder(int transactions) {
        execute(transactions);
        assertThat(conditionsAfterChangingLong(tables.district(DISTRICT) + DistrictLayout.NEXT_ORDER))
                .contains("condition 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void condition2OnTheIdOfAnOrder(int transactions) {
        execute(transactions);
        assertThat(conditionsAfterChangingLong(tables.order(DISTRICT, newestOrder()) + OrderLayout.ID))
                .contains("condition 2");
        assertThat(conditionsAfterChangingLong(tables.order(DISTRICT, newestOrder() - 3) + OrderLayout.ID))
                .contains("condition 2");
    }

    @Test
    void condition2OnTheNewestNewOrder() {
        execute(FEW);
        assertThat(conditionsAfterSettingLong(tables.newOrder(DISTRICT, newestOrder()) + NewOrderLayout.ORDER, 0))
                .contains("condition 2", "condition 5");
    }

    @Test
    void condition3OnAGapInTheNewOrders() {
        execute(FEW);
        assertThat(conditionsAfterSettingLong(tables.newOrder(DISTRICT, newestOrder() - 1) + NewOrderLayout.ORDER, 0))
                .containsExactlyInAnyOrder("condition 3", "condition 5");
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void condition3OnTheOrderToDeliverNext(int transactions) {
        execute(transactions);
        assertThat(conditionsAfterChangingLong(tables.district(DISTRICT) + DistrictLayout.OLDEST_NEW_ORDER))
                .contains("condition 3", "condition 11");
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void conditions4And6OnTheNumberOfLines(int transactions) {
        execute(transactions);
        assertThat(conditionsAfterChangingInt(tables.order(DISTRICT, newestOrder()) + OrderLayout.LINE_COUNT))
                .containsExactlyInAnyOrder("condition 4", "condition 6");
        long line = tables.orderLines(DISTRICT, newestOrder()) + OrderLineLayout.BYTES;
        assertThat(conditionsAfterSettingLong(line + OrderLineLayout.ORDER, 0))
                .containsExactlyInAnyOrder("condition 4", "condition 6");
        assertThat(conditionsAfterChangingLong(line + OrderLineLayout.ORDER)).contains("condition 4", "condition 6");
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void conditions5And7OnTheCarrier(int transactions) {
        execute(transactions);
        assertThat(conditionsAfterChangingInt(tables.order(DISTRICT, newestOrder()) + OrderLayout.CARRIER))
                .contains("condition 5", "condition 7");
        long delivered = tables.order(DISTRICT, newestDelivered()) + OrderLayout.CARRIER;
        assertThat(conditionsAfterChanging(delivered, -memory.getInt(delivered), true))
                .contains("condition 5", "condition 7");
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void condition7OnTheDateOfDelivery(int transactions) {
        execute(transactions);
        assertThat(conditionsAfterChangingLong(
                        tables.orderLines(DISTRICT, newestOrder()) + OrderLineLayout.DELIVERY_DATE))
                .containsExactly("condition 7");
        assertThat(conditionsAfterSettingLong(
                        tables.orderLines(DISTRICT, newestDelivered()) + OrderLineLayout.DELIVERY_DATE, 0))
                .containsExactly("condition 7");
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void conditions8And9OnTheHistory(int transactions) {
        execute(transactions);
        assertThat(conditionsAfterChangingLong(tables.history(DISTRICT, 5) + HistoryLayout.AMOUNT_CENTS))
                .contains("condition 8", "condition 9");
        assertThat(conditionsAfterChangingLong(tables.district(DISTRICT) + DistrictLayout.HISTORY_GONE_CENTS))
                .containsExactlyInAnyOrder("condition 8", "condition 9");
        assertThat(conditionsAfterChangingLong(tables.district(DISTRICT) + DistrictLayout.HISTORY_COUNT))
                .contains("condition 10");
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void conditions10And12OnTheAccountOfACustomer(int transactions) {
        execute(transactions);
        long row = tables.customer(DISTRICT, 17);
        assertThat(conditionsAfterChangingLong(row + CustomerLayout.BALANCE_CENTS))
                .containsOnly("condition 12");
        assertThat(conditionsAfterChangingLong(row + CustomerLayout.YTD_PAYMENT_CENTS))
                .contains("condition 10", "condition 12");
        assertThat(conditionsAfterChangingInt(row + CustomerLayout.PAYMENT_COUNT))
                .containsExactly("condition 10");
        assertThat(conditionsAfterChangingInt(row + CustomerLayout.DELIVERY_COUNT))
                .containsExactly("condition 11");
    }

    @Test
    void conditions10And12OnOneCustomerWhileAllIsInTheBuffers() {
        execute(FEW);
        changeLong(tables.customer(DISTRICT, 1) + CustomerLayout.YTD_PAYMENT_CENTS, 100);
        changeLong(tables.customer(DISTRICT, 2) + CustomerLayout.YTD_PAYMENT_CENTS, -100);
        assertThat(workload.violations())
                .hasSize(4)
                .anyMatch(v -> v.startsWith("condition 10: payments of the customer are not in the history:"
                        + " warehouse=1, district=3, customer=1, history=1000"))
                .anyMatch(v -> v.startsWith("condition 12: balance and payments are not the customer's orders:"
                        + " warehouse=1, district=3, customer=2"));
    }

    @Test
    void condition10OnAnUnknownCustomer() {
        execute(FEW);
        assertThat(conditionsAfterChanging(tables.history(DISTRICT, 5) + HistoryLayout.CUSTOMER, 40, true))
                .contains("condition 10");
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void condition12OnWhatWasDelivered(int transactions) {
        execute(transactions);
        assertThat(conditionsAfterChangingLong(tables.district(DISTRICT) + DistrictLayout.DELIVERED_CENTS))
                .containsOnly("condition 12");
        assertThat(conditionsAfterChangingLong(tables.order(DISTRICT, newestDelivered()) + OrderLayout.DELIVERED_CENTS))
                .containsOnly("condition 12");
        assertThat(conditionsAfterChangingLong(
                        tables.orderLines(DISTRICT, newestDelivered()) + OrderLineLayout.AMOUNT_CENTS))
                .containsOnly("condition 12");
    }

    @ParameterizedTest
    @ValueSource(ints = {FEW, MANY})
    void stockOnWhatWasOrdered(int transactions) {
        execute(transactions);
        long row = tables.stock(1, 77);
        assertThat(conditionsAfterChangingLong(row + StockLayout.YTD)).containsExactly("stock");
        assertThat(conditionsAfterChangingInt(row + StockLayout.ORDER_COUNT)).containsExactly("stock");
        assertThat(conditionsAfterChanging(row + StockLayout.QUANTITY, 100, true))
                .containsExactly("stock");
        assertThat(conditionsAfterChangingLong(tables.district(DISTRICT) + DistrictLayout.ORDER_LINES))
                .containsExactly("stock");
        assertThat(conditionsAfterChangingLong(tables.district(DISTRICT) + DistrictLayout.ORDERED_QUANTITY))
                .containsExactly("stock");
    }

    @Test
    void deliveryOnItsNumber() {
        execute(MANY);
        assertThat(conditionsAfterChangingLong(tables.district(DISTRICT) + DistrictLayout.DELIVERIES))
                .containsExactly("delivery");
    }

    @Test
    void rowsOnTheirKeys() {
        execute(FEW);
        for (long key : List.of(
                tables.warehouse(1) + WarehouseLayout.ID,
                tables.district(DISTRICT) + DistrictLayout.ID,
                tables.district(DISTRICT) + DistrictLayout.WAREHOUSE,
                tables.customer(DISTRICT, 4) + CustomerLayout.ID,
                tables.customer(DISTRICT, 4) + CustomerLayout.DISTRICT,
                tables.customer(DISTRICT, 4) + CustomerLayout.WAREHOUSE,
                tables.item(9) + ItemLayout.ID,
                tables.stock(1, 9) + StockLayout.ITEM,
                tables.stock(1, 9) + StockLayout.WAREHOUSE)) {
            assertThat(conditionsAfterChangingInt(key)).containsExactly("rows");
        }
    }

    @Test
    void indexOnItsEntries() {
        execute(FEW);
        assertThat(conditionsAfterChangingInt(tables.nameStart(DISTRICT, 0))).containsOnly("index");
        assertThat(conditionsAfterChangingInt(tables.nameStart(DISTRICT, 5))).containsOnly("index");
        assertThat(conditionsAfterChangingInt(tables.namedCustomer(DISTRICT, 5)))
                .containsOnly("index");
        assertThat(conditionsAfterChangingInt(tables.customer(DISTRICT, 8) + CustomerLayout.LAST_NAME))
                .containsOnly("index");
    }

    @Test
    void countsViolationsThatItDoesNotList() {
        execute(FEW);
        for (int item = 0; item < 50; item++) {
            changeInt(tables.item(item) + ItemLayout.ID, 1);
        }
        assertThat(workload.violations()).hasSize(21).last().isEqualTo("and more: violations=30");
    }

    /// Adds 1 to a field, names the conditions that fail, and takes it back.
    private List<String> conditionsAfterChangingLong(long offset) {
        return conditionsAfterChanging(offset, 1, false);
    }

    private List<String> conditionsAfterChangingInt(long offset) {
        return conditionsAfterChanging(offset, 1, true);
    }

    private List<String> conditionsAfterSettingLong(long offset, long value) {
        return conditionsAfterChanging(offset, value - memory.getLong(offset), false);
    }

    private List<String> conditionsAfterChanging(long offset, long delta, boolean isInt) {
        change(offset, delta, isInt);
        List<String> conditions = workload.violations().stream()
                .map(violation -> violation.substring(0, violation.indexOf(':')))
                .distinct()
                .toList();
        change(offset, -delta, isInt);
        assertThat(workload.violations()).isEmpty();
        return conditions;
    }

    private void change(long offset, long delta, boolean isInt) {
        if (isInt) {
            changeInt(offset, (int) delta);
        } else {
            changeLong(offset, delta);
        }
    }

    private void changeLong(long offset, long delta) {
        memory.begin();
        memory.addLong(offset, delta);
        memory.commit();
    }

    private void changeInt(long offset, int delta) {
        memory.begin();
        memory.putInt(offset, memory.getInt(offset) + delta);
        memory.commit();
    }
}
