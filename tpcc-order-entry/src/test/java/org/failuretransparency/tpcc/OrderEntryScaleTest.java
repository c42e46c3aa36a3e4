package org.failuretransparency.tpcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderEntryScaleTest {

    @ParameterizedTest
    @CsvSource({"10, 1, 8500, 255", "50, 1, 49200, 1476", "400, 4, 100000, 3000"})
    void choosesTheLargestDatabaseThatFits(int megabytes, int warehouses, int items, int customers) {
        OrderEntryScale scale = OrderEntryScale.forBytes((long) megabytes << 20);
        assertThat(scale).isEqualTo(new OrderEntryScale(warehouses, items, customers));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10, 20, 50, 100, 200, 500, 2000})
    void usesMostOfTheBytesThatItIsGiven(int megabytes) {
        long bytes = (long) megabytes << 20;
        assertThat(OrderEntryScale.forBytes(bytes).databaseBytes()).isBetween(bytes / 2, bytes);
    }

    @Test
    void hasTheCardinalitiesOfTheSpecification() {
        OrderEntryScale scale = new OrderEntryScale(1, OrderEntryScale.FULL_ITEMS, OrderEntryScale.FULL_CUSTOMERS);
        assertThat(scale.deliveredAtLoad()).isEqualTo(2100);
        assertThat(scale.lastNames()).isEqualTo(1000);
        assertThat(scale.ringSlots()).isEqualTo(4096);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 31, 32, 33, 2047, 2048, 3000})
    void hasRoomForTheLoadedOrdersAndForNewOnes(int customers) {
        OrderEntryScale scale = new OrderEntryScale(1, 100, customers);
        assertThat(scale.ringSlots()).isGreaterThan(customers);
        assertThat(customers - scale.deliveredAtLoad()).isLessThan(scale.maxNewOrders());
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> OrderEntryScale.forBytes(100_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no database is that small: databaseBytes=100000");
        assertThatThrownBy(() -> new OrderEntryScale(0, 100, 10))
                .hasMessage("scale out of range: warehouses=0, allowed=1..1000");
        assertThatThrownBy(() -> new OrderEntryScale(1, 99, 10)).hasMessageContaining("items=99");
        assertThatThrownBy(() -> new OrderEntryScale(1, 100, 3001)).hasMessageContaining("customersPerDistrict=3001");
    }
}
