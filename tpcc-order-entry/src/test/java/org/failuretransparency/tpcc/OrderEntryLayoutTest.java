package org.failuretransparency.tpcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Freezes the layouts: a database written by an earlier build must be readable by this one.
final class OrderEntryLayoutTest {

    private static final Pattern TABLE_ROW = Pattern.compile("^/// +(\\d+) +(\\d+) +(\\w+)");

    static Stream<Arguments> layouts() {
        return Stream.of(
                Arguments.of(
                        "OrderEntryLayout",
                        OrderEntryLayout.HEADER,
                        "magic 0 8, warehouses 8 4, items 12 4, customersPerDistrict 16 4, reserved 20 44"),
                Arguments.of(
                        "WarehouseLayout",
                        WarehouseLayout.ROW,
                        "id 0 4, taxBasisPoints 4 4, ytdCents 8 8, name 16 10, street1 26 20, street2 46 20,"
                                + " city 66 20, state 86 2, zip 88 9, padding 97 7"),
                Arguments.of(
                        "DistrictLayout",
                        DistrictLayout.ROW,
                        "id 0 4, warehouse 4 4, taxBasisPoints 8 4, padding 12 4, nextOrder 16 8, orderLines 24 8,"
                                + " orderedQuantity 32 8, ytdCents 40 8, historyCount 48 8, historyGoneCents 56 8,"
                                + " oldestNewOrder 64 8, deliveredCents 72 8, deliveries 80 8, name 88 10,"
                                + " street1 98 20, street2 118 20, city 138 20, state 158 2, zip 160 9, padding 169 7"),
                Arguments.of(
                        "CustomerLayout",
                        CustomerLayout.ROW,
                        "id 0 4, district 4 4, warehouse 8 4, discountBasisPoints 12 4, balanceCents 16 8,"
                                + " ytdPaymentCents 24 8, paymentCount 32 4, deliveryCount 36 4, creditLimitCents 40 8,"
                                + " sinceDate 48 8, credit 56 2, middleName 58 2, firstName 60 16, lastName 76 16,"
                                + " street1 92 20, street2 112 20, city 132 20, state 152 2, zip 154 9, phone 163 16,"
                                + " data 179 500, padding 679 1"),
                Arguments.of(
                        "OrderLayout",
                        OrderLayout.ROW,
                        "id 0 8, entryDate 8 8, customer 16 4, lineCount 20 4, allLocal 24 4, carrier 28 4,"
                                + " deliveredCents 32 8"),
                Arguments.of(
                        "OrderLineLayout",
                        OrderLineLayout.ROW,
                        "order 0 8, deliveryDate 8 8, amountCents 16 8, item 24 4, supplyWarehouse 28 4, quantity 32 4,"
                                + " number 36 4, districtInfo 40 24"),
                Arguments.of("NewOrderLayout", NewOrderLayout.ROW, "order 0 8"),
                Arguments.of(
                        "ItemLayout",
                        ItemLayout.ROW,
                        "id 0 4, image 4 4, priceCents 8 8, name 16 24, data 40 50, padding 90 6"),
                Arguments.of(
                        "StockLayout",
                        StockLayout.ROW,
                        "item 0 4, warehouse 4 4, ytd 8 8, quantity 16 4, orderCount 20 4, remoteCount 24 4,"
                                + " districtInfo 28 240, data 268 50, padding 318 2"),
                Arguments.of(
                        "HistoryLayout",
                        HistoryLayout.ROW,
                        "date 0 8, amountCents 8 8, customer 16 4, customerDistrict 20 4, customerWarehouse 24 4,"
                                + " data 28 24, padding 52 4"));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void keepsItsOffsets(String name, MemoryLayout layout, String frozen) {
        assertThat(fields(layout)).as(name).isEqualTo(frozen);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void isWhatItsCommentSays(String name, MemoryLayout layout, String frozen) throws IOException {
        Path source = Path.of("src/main/java/org/failuretransparency/tpcc", name + ".java");
        List<String> documented = new ArrayList<>();
        for (String line : Files.readAllLines(source)) {
            var row = TABLE_ROW.matcher(line);
            if (row.find()) {
                documented.add(row.group(3) + " " + row.group(1) + " " + row.group(2));
            }
        }
        assertThat(String.join(", ", documented)).isEqualTo(frozen);
    }

    @Test
    void putsTogetherWhatOneTransactionChanges() {
        assertThat(DistrictLayout.NEXT_ORDER + DistrictLayout.PART_BYTES).isEqualTo(DistrictLayout.YTD_CENTS);
        assertThat(DistrictLayout.YTD_CENTS + DistrictLayout.PART_BYTES).isEqualTo(DistrictLayout.OLDEST_NEW_ORDER);
        assertThat(DistrictLayout.OLDEST_NEW_ORDER + DistrictLayout.PART_BYTES).isEqualTo(DistrictLayout.NAME);
        assertThat(CustomerLayout.BALANCE_CENTS + CustomerLayout.ACCOUNT_BYTES)
                .isEqualTo(CustomerLayout.CREDIT_LIMIT_CENTS);
        assertThat(StockLayout.COUNTS_BYTES).isEqualTo(20);
        assertThat(OrderLayout.DELIVERY_BYTES).isEqualTo(12);
    }

    @Test
    void placesTheTablesOneBehindTheOther() {
        OrderEntryTables tables = new OrderEntryTables(new OrderEntryScale(2, 1000, 30));
        long districts = 64 + 2 * 104;
        long items = districts + 20 * 176;
        long stock = items + 1000 * 96;
        long names = stock + 2 * 1000 * 320;
        long customers = names + 20 * 248;
        long orders = customers + 20 * 30 * 680;
        long orderLines = orders + 20 * 32 * 40;
        long newOrders = orderLines + 20 * 32 * 15 * 64;
        long history = newOrders + 20 * 32 * 8;
        assertThat(tables.warehouse(1)).isEqualTo(64 + 104);
        assertThat(tables.district(11)).isEqualTo(districts + 11 * 176);
        assertThat(tables.item(999)).isEqualTo(items + 999 * 96);
        assertThat(tables.stock(1, 5)).isEqualTo(stock + 1005 * 320);
        assertThat(tables.nameStart(3, 30)).isEqualTo(names + 3 * 248 + 120);
        assertThat(tables.namedCustomer(3, 29)).isEqualTo(names + 3 * 248 + 240);
        assertThat(tables.customer(7, 2)).isEqualTo(customers + 212 * 680);
        assertThat(tables.order(19, 33)).isEqualTo(orders + (19 * 32 + 1) * 40);
        assertThat(tables.orderLines(19, 33)).isEqualTo(orderLines + (19 * 32 + 1) * 15 * 64);
        assertThat(tables.newOrder(1, 32)).isEqualTo(newOrders + 32 * 8);
        assertThat(tables.history(1, 65)).isEqualTo(history + 33 * 56);
        assertThat(tables.databaseBytes()).isEqualTo(history + 20 * 32 * 56);
    }

    @Test
    void keepsItsMagic() {
        byte[] magic = ByteBuffer.allocate(8)
                .putLong(Long.reverseBytes(OrderEntryLayout.MAGIC))
                .array();
        assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("ORDRENT\1");
    }

    private static String fields(MemoryLayout layout) {
        List<String> fields = new ArrayList<>();
        long offset = 0;
        for (MemoryLayout field : ((GroupLayout) layout).memberLayouts()) {
            fields.add(field.name().orElse("padding") + " " + offset + " " + field.byteSize());
            offset += field.byteSize();
        }
        return String.join(", ", fields);
    }
}
