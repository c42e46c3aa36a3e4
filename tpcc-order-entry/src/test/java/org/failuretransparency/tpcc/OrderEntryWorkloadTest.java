package org.failuretransparency.tpcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import org.junit.jupiter.params.provider.CsvSource;

final class OrderEntryWorkloadTest {

    private static final OrderEntryScale SCALE = new OrderEntryScale(3, 500, 60);
    private static final long SEED = 1996;

    @TempDir
    Path directory;

    private Storage storage;
    private RecoverableMemory memory;

    @BeforeEach
    void createMemory() {
        storage = Storage.of(StorageKind.RIO, directory);
        memory = create("database", SCALE.databaseBytes());
    }

    @AfterEach
    void closeMemory() {
        memory.close();
    }

    private RecoverableMemory create(String name, long lengthBytes) {
        return new UnprotectedMemory(storage.create(name, RegionType.database("TEST"), lengthBytes));
    }

    private static OrderEntryWorkload loaded(RecoverableMemory memory, OrderEntryScale scale, int transactions) {
        OrderEntryWorkload workload = new OrderEntryWorkload(memory, scale, SEED, false);
        workload.load();
        execute(workload, transactions);
        return workload;
    }

    private static void execute(OrderEntryWorkload workload, int transactions) {
        for (int i = 0; i < transactions; i++) {
            workload.transaction();
        }
    }

    @Test
    void isNoDatabaseBeforeTheLoad() {
        OrderEntryWorkload workload = new OrderEntryWorkload(memory, SCALE, SEED, false);
        assertThat(workload.violations()).containsExactly("no database: load() did not end");
        assertThat(workload.transactions()).isZero();
    }

    /// Few customers fill and overwrite the circular buffers at once, many keep all orders in them; one has no remote
    /// warehouse.
    @ParameterizedTest
    @CsvSource({"1, 100, 10", "1, 500, 1200", "3, 500, 60"})
    void isConsistentAfterLoadAndAfterTransactions(int warehouses, int items, int customers) {
        OrderEntryScale scale = new OrderEntryScale(warehouses, items, customers);
        try (RecoverableMemory scaled = create("scaled", scale.databaseBytes())) {
            OrderEntryWorkload workload = loaded(scaled, scale, 0);
            assertThat(workload.violations()).isEmpty();
            assertThat(workload.transactions()).isZero();

            for (int round = 1; round <= 10; round++) {
                execute(workload, 1000);
                assertThat(workload.violations()).isEmpty();
                assertThat(workload.transactions()).isEqualTo(1000L * round);
            }
        }
    }

    @Test
    void loadsTheCardinalitiesOfTheSpecification() {
        OrderEntryScale full = new OrderEntryScale(1, OrderEntryScale.FULL_ITEMS, OrderEntryScale.FULL_CUSTOMERS);
        try (RecoverableMemory large = create("large", full.databaseBytes())) {
            OrderEntryWorkload workload = loaded(large, full, 0);
            assertThat(workload.violations()).isEmpty();
            execute(workload, 1000);
            assertThat(workload.violations()).isEmpty();
        }
    }

    @Test
    void loadsAgainOverAnOldDatabase() {
        loaded(memory, SCALE, 5000);
        OrderEntryWorkload again = loaded(memory, SCALE, 5);
        assertThat(again.violations()).isEmpty();
        assertThat(again.transactions()).isEqualTo(5);
    }

    @Test
    void keepsTheProportionsWhileThereIsRoomInTheQueues() {
        OrderEntryScale roomy = new OrderEntryScale(3, 500, 1200);
        try (RecoverableMemory large = create("large", roomy.databaseBytes())) {
            OrderEntryWorkload workload = loaded(large, roomy, 20_000);
            assertThat((double) workload.newOrders()).isCloseTo(20_000 * 45.0 / 92, withinPercentage(3));
            assertThat((double) workload.payments()).isCloseTo(20_000 * 43.0 / 92, withinPercentage(3));
            assertThat((double) workload.deliveries()).isCloseTo(20_000 * 4.0 / 92, withinPercentage(8));
        }
    }

    @Test
    void deliversInsteadOfOrderingWhenAQueueIsFull() {
        OrderEntryWorkload workload = loaded(memory, SCALE, 100_000);
        assertThat(workload.violations()).isEmpty();
        assertThat((double) workload.deliveries()).isCloseTo(workload.newOrders() / 10.0, withinPercentage(5));
        assertThat((double) workload.newOrders()).isCloseTo(100_000 * 44.6 / 92, withinPercentage(2));
    }

    @Test
    void goesOnInANewProcess() {
        loaded(memory, SCALE, 3000);
        OrderEntryWorkload next = new OrderEntryWorkload(memory, SCALE, SEED + 1, false);
        assertThat(next.transactions()).isEqualTo(3000);
        execute(next, 2000);
        assertThat(next.violations()).isEmpty();
        assertThat(new OrderEntryWorkload(memory, SCALE, SEED, false).transactions())
                .isEqualTo(5000);
    }

    @Test
    void doesTheSameForTheSameSeed() {
        loaded(memory, SCALE, 2000);
        try (RecoverableMemory other = create("other", SCALE.databaseBytes())) {
            OrderEntryWorkload same = loaded(other, SCALE, 2000);
            assertThat(other.segment().mismatch(memory.segment())).isEqualTo(-1);
            same.transaction();
            assertThat(other.segment().mismatch(memory.segment())).isNotEqualTo(-1);
        }
    }

    @Test
    void storesOnlyIntoDeclaredRangesAndStaysConsistentWhenOrdersRollBack() {
        OrderEntryScale small = new OrderEntryScale(2, 100, 10);
        try (WatchedMemory watched = WatchedMemory.ofBytes(small.databaseBytes())) {
            OrderEntryWorkload workload = new OrderEntryWorkload(watched, small, SEED, true);
            workload.load();
            execute(workload, 5000);
            assertThat(workload.violations()).isEmpty();
            assertThat(watched.aborts()).isBetween(10L, 45L);
            assertThat(workload.transactions()).isEqualTo(5000 - watched.aborts());
        }
    }

    @Test
    void declaresAtMostSixtyFourKilobytesInATransactionOfTheLoad() {
        OrderEntryScale small = new OrderEntryScale(1, 1000, 100);
        try (WatchedMemory watched = WatchedMemory.ofBytes(small.databaseBytes())) {
            new OrderEntryWorkload(watched, small, SEED, false).load();
            assertThat(watched.largestTransactionBytes()).isBetween(60_000L, 65_536L);
        }
    }

    @Test
    void abortsNothingOnAMemoryThatCannot() {
        OrderEntryWorkload without = loaded(memory, SCALE, 10_000);
        assertThat(without.transactions()).isEqualTo(10_000);

        OrderEntryWorkload with = new OrderEntryWorkload(memory, SCALE, SEED, true);
        assertThatThrownBy(() -> execute(with, 10_000)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void notesPaymentsInTheDataOfCustomersWithBadCreditOnly() {
        OrderEntryTables tables = new OrderEntryTables(SCALE);
        loaded(memory, SCALE, 10_000);
        int noted = 0;
        for (int district = 0; district < SCALE.districts(); district++) {
            for (int customer = 0; customer < SCALE.customersPerDistrict(); customer++) {
                long row = tables.customer(district, customer);
                boolean bad = memory.getByte(row + CustomerLayout.CREDIT) == 'B';
                boolean paid = memory.getInt(row + CustomerLayout.PAYMENT_COUNT) > 1;
                byte[] note = new byte[32];
                memory.get(row + CustomerLayout.DATA, note);
                boolean hasNote = new String(note, StandardCharsets.US_ASCII)
                        .matches(String.format("%5d%6d[ 0-9]{20} ", customer, district));
                assertThat(hasNote).isEqualTo(bad && paid);
                noted += hasNote ? 1 : 0;
            }
        }
        assertThat(noted).isBetween(SCALE.districts() * SCALE.customersPerDistrict() / 20, SCALE.districts() * 15);
    }

    @Test
    void allocatesNothingInATransaction() {
        OrderEntryWorkload workload = loaded(memory, SCALE, 150_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        execute(workload, 100_000);
        long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocatedBytes).isLessThan(10_000);
    }

    @Test
    void refusesAMemoryOfAnotherScale() {
        loaded(memory, SCALE, 0);
        OrderEntryScale other = new OrderEntryScale(3, 499, 60);
        assertThatThrownBy(() -> new OrderEntryWorkload(memory, other, SEED, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("database was loaded with another scale: warehouses=3, items=500, customersPerDistrict=60,"
                        + " expected=" + other);
        OrderEntryScale larger = new OrderEntryScale(4, 500, 60);
        assertThatThrownBy(() -> new OrderEntryWorkload(memory, larger, SEED, false))
                .hasMessage("memory is shorter than the database: lengthBytes=" + SCALE.databaseBytes()
                        + ", databaseBytes=" + larger.databaseBytes());
    }
}
