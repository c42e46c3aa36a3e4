package org.failuretransparency.tpcb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
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

final class DebitCreditWorkloadTest {

    private static final DebitCreditScale SCALE = new DebitCreditScale(4, 1000);
    private static final long SEED = 1990;
    private static final int SLOTS = DebitCreditTables.HISTORY_SLOTS;

    @TempDir
    Path directory;

    private final DebitCreditTables tables = new DebitCreditTables(SCALE);
    private Storage storage;
    private RecoverableMemory memory;

    @BeforeEach
    void createMemory() {
        storage = Storage.of(StorageKind.RIO, directory);
        memory = create("database");
    }

    @AfterEach
    void closeMemory() {
        memory.close();
    }

    private RecoverableMemory create(String name) {
        return new UnprotectedMemory(storage.create(name, RegionType.database("TEST"), SCALE.databaseBytes()));
    }

    private DebitCreditWorkload workload() {
        return new DebitCreditWorkload(memory, SCALE, SEED);
    }

    private DebitCreditWorkload loaded(int transactions) {
        DebitCreditWorkload workload = workload();
        workload.load();
        execute(workload, transactions);
        return workload;
    }

    private static void execute(DebitCreditWorkload workload, int transactions) {
        for (int i = 0; i < transactions; i++) {
            workload.transaction();
        }
    }

    @Test
    void isNoDatabaseBeforeTheLoad() {
        assertThat(workload().violations()).containsExactly("no database: load() did not end");
    }

    @Test
    void isConsistentAfterLoad() {
        DebitCreditWorkload workload = loaded(0);
        assertThat(workload.violations()).isEmpty();
        assertThat(workload.transactions()).isZero();
    }

    @Test
    void staysConsistentWhileTheTrailFillsAndAfterItWentRound() {
        DebitCreditWorkload workload = loaded(10_000);
        assertThat(workload.violations()).isEmpty();
        execute(workload, SLOTS - 10_000);
        assertThat(workload.violations()).isEmpty();
        execute(workload, 2 * SLOTS);
        assertThat(workload.violations()).isEmpty();
        assertThat(workload.transactions()).isEqualTo(3L * SLOTS);
    }

    @Test
    void loadsAgainOverAnOldDatabase() {
        loaded(100);
        DebitCreditWorkload again = loaded(5);
        assertThat(again.violations()).isEmpty();
        assertThat(again.transactions()).isEqualTo(5);
    }

    @Test
    void goesOnInANewProcess() {
        loaded(1000);
        DebitCreditWorkload next = new DebitCreditWorkload(memory, SCALE, SEED + 1);
        execute(next, 500);
        assertThat(next.violations()).isEmpty();
        assertThat(next.transactions()).isEqualTo(1500);
    }

    @Test
    void doesTheSameForTheSameSeed() {
        loaded(1000);
        try (RecoverableMemory other = create("other")) {
            DebitCreditWorkload same = new DebitCreditWorkload(other, SCALE, SEED);
            same.load();
            execute(same, 1000);
            assertThat(other.segment().mismatch(memory.segment())).isEqualTo(-1);
            same.transaction();
            assertThat(other.segment().mismatch(memory.segment())).isNotEqualTo(-1);
        }
    }

    @Test
    void drawsAccountsAndAmountsAsSpecified() {
        loaded(SLOTS);
        int home = 0;
        int negative = 0;
        int largest = 0;
        int[] tellers = new int[SCALE.tellers()];
        for (long sequence = 1; sequence <= SLOTS; sequence++) {
            long record = tables.history(sequence);
            int account = memory.getInt(record + HistoryLayout.ACCOUNT);
            int delta = memory.getInt(record + HistoryLayout.DELTA);
            home += account / SCALE.accountsPerBranch() == memory.getInt(record + HistoryLayout.BRANCH) ? 1 : 0;
            negative += delta < 0 ? 1 : 0;
            largest = Math.max(largest, Math.abs(delta));
            tellers[memory.getInt(record + HistoryLayout.TELLER)]++;
        }
        assertThat((double) home).isCloseTo(0.85 * SLOTS, withinPercentage(1));
        assertThat((double) negative).isCloseTo(0.5 * SLOTS, withinPercentage(2));
        assertThat(largest).isBetween(999_000, 999_999);
        double expected = (double) SLOTS / tellers.length;
        double chiSquare = 0;
        for (int count : tellers) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        // 39 degrees of freedom: 72.1 is the 99.9% quantile.
        assertThat(chiSquare).isLessThan(72.1);
    }

    @Test
    void servesOnlyItsOwnAccountsWhenThereIsOneBranch() {
        DebitCreditScale one = new DebitCreditScale(1, 50);
        DebitCreditWorkload workload = new DebitCreditWorkload(memory, one, SEED);
        workload.load();
        execute(workload, 1000);
        assertThat(workload.violations()).isEmpty();
    }

    @Test
    void allocatesNothingInATransaction() {
        DebitCreditWorkload workload = loaded(100_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        execute(workload, 100_000);
        long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocatedBytes).isLessThan(10_000);
    }

    @Test
    void detectsABalanceThatIsLost() {
        DebitCreditWorkload workload = loaded(SLOTS + 1000);
        long newest = tables.history(workload.transactions());

        long row = tables.account(memory.getInt(newest + HistoryLayout.ACCOUNT));
        changeLong(row + BalanceRowLayout.BALANCE, 1);
        assertThat(workload.violations())
                .hasSize(2)
                .anyMatch(v -> v.startsWith("total: balances of accounts and branches differ: accounts="))
                .anyMatch(v -> v.startsWith("history balance:") && v.contains("table=account"));
        changeLong(row + BalanceRowLayout.BALANCE, -1);

        row = tables.teller(memory.getInt(newest + HistoryLayout.TELLER));
        changeLong(row + BalanceRowLayout.BALANCE, 1);
        assertThat(workload.violations())
                .hasSize(2)
                .anyMatch(v -> v.startsWith("branch: balance is not its tellers': branch="))
                .anyMatch(v -> v.startsWith("history balance:") && v.contains("table=teller"));
        changeLong(row + BalanceRowLayout.BALANCE, -1);

        row = tables.branch(memory.getInt(newest + HistoryLayout.BRANCH));
        changeLong(row + BalanceRowLayout.BALANCE, 1);
        assertThat(workload.violations())
                .hasSize(3)
                .anyMatch(v -> v.startsWith("branch: balance"))
                .anyMatch(v -> v.startsWith("total: balances"))
                .anyMatch(v -> v.contains("table=branch") && v.contains("successor=row"));
        changeLong(row + BalanceRowLayout.BALANCE, -1);

        assertThat(workload.violations()).isEmpty();
    }

    @Test
    void detectsABalanceThatIsMadeUpForInAllTables() {
        DebitCreditWorkload workload = loaded(100);
        changeLong(tables.account(0) + BalanceRowLayout.BALANCE, 5);
        changeLong(tables.teller(0) + BalanceRowLayout.BALANCE, 5);
        changeLong(tables.branch(0) + BalanceRowLayout.BALANCE, 5);
        assertThat(workload.violations())
                .contains("history balance: row did not start from zero: table=account, id=0, found=5")
                .allMatch(v -> v.startsWith("history balance:"));
    }

    @Test
    void detectsARecordWhoseDeltaDoesNotLeadToTheNext() {
        DebitCreditWorkload workload = loaded(SLOTS + 1000);
        long sequence = workload.transactions() - 100;
        changeInt(tables.history(sequence) + HistoryLayout.DELTA, 1);
        assertThat(workload.violations())
                .isNotEmpty()
                .allMatch(v -> v.startsWith("history balance:") && v.contains("successor=record"));
    }

    @Test
    void detectsARowThatIsNotInItsPlace() {
        DebitCreditWorkload workload = loaded(10);
        changeInt(tables.account(7) + BalanceRowLayout.ID, 1);
        changeInt(tables.teller(3) + BalanceRowLayout.BRANCH, 1);
        assertThat(workload.violations())
                .containsExactly(
                        "rows: not the row of its place: table=teller, offset=" + tables.teller(3)
                                + ", expected id=3, branch=0, found id=3, branch=1",
                        "rows: not the row of its place: table=account, offset=" + tables.account(7)
                                + ", expected id=7, branch=0, found id=8, branch=0");
    }

    @Test
    void detectsAPositionThatIsNotThatOfTheRecords() {
        DebitCreditWorkload workload = loaded(SLOTS + 10);
        changeLong(DebitCreditLayout.HISTORY_COUNT, -1);
        assertThat(workload.violations()).singleElement().asString().startsWith("history position: slot holds another");
        changeLong(DebitCreditLayout.HISTORY_COUNT, Long.MIN_VALUE);
        assertThat(workload.violations())
                .hasSize(11)
                .allMatch(v -> v.startsWith("history position") || v.startsWith("and"));
    }

    @Test
    void detectsARecordOfNoSuchRows() {
        DebitCreditWorkload workload = loaded(10);
        changeInt(tables.history(5) + HistoryLayout.ACCOUNT, SCALE.accounts());
        assertThat(workload.violations())
                .singleElement()
                .asString()
                .startsWith("history position: record of no such rows");
    }

    @Test
    void countsViolationsThatItDoesNotList() {
        DebitCreditWorkload workload = loaded(10);
        for (int account = 0; account < 25; account++) {
            changeInt(tables.account(account) + BalanceRowLayout.ID, 1);
        }
        assertThat(workload.violations()).hasSize(11).last().isEqualTo("and more: violations=15");
    }

    @Test
    void refusesAMemoryOfAnotherScale() {
        loaded(0);
        DebitCreditScale other = new DebitCreditScale(3, 1000);
        assertThatThrownBy(() -> new DebitCreditWorkload(memory, other, SEED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("database was loaded with another scale: branches=4, accountsPerBranch=1000, expected="
                        + other);
        DebitCreditScale larger = new DebitCreditScale(5, 1000);
        assertThatThrownBy(() -> new DebitCreditWorkload(memory, larger, SEED))
                .hasMessage("memory is shorter than the database: lengthBytes=" + SCALE.databaseBytes()
                        + ", databaseBytes=" + larger.databaseBytes());
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
