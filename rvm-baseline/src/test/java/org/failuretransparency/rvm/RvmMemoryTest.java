package org.failuretransparency.rvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.failuretransparency.recoverable.LogFullException;
import org.failuretransparency.recoverable.Misuse;
import org.failuretransparency.rio.Protection;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a program sees of one RVM: transactions, modes, groups, refusals.
class RvmMemoryTest {

    private static final long DATABASE_BYTES = 1 << 16;
    private static final RvmOptions OPTIONS = RvmOptions.defaults();

    @TempDir
    Path directory;

    private Storage storage;
    private String name = "bank";
    private RvmMemory memory;

    @BeforeEach
    void create() {
        storage = Crashes.newStorage(directory);
        memory = RvmMemory.create(storage, "bank", DATABASE_BYTES, OPTIONS);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private void reopen(RvmOptions options) {
        memory.close();
        memory = RvmMemory.open(storage, name, options);
    }

    private RvmMemory afterKill() {
        return RvmMemory.open(Crashes.afterKill(storage, directory), name, OPTIONS);
    }

    private long killAndRead(long offset) {
        try (RvmMemory later = afterKill()) {
            return later.getLong(offset);
        }
    }

    @Test
    void aCommittedTransactionSurvivesAKillAndAnOpenOneDoesNot() {
        memory.begin();
        memory.putLong(8, 1);
        assertThat(memory.commit()).isEqualTo(1);
        memory.begin();
        memory.putLong(8, 2);
        memory.putLong(4096, 3);
        try (RvmMemory later = afterKill()) {
            assertThat(later.getLong(8)).isEqualTo(1);
            assertThat(later.getLong(4096)).isZero();
            assertThat(later.recovery().transactions()).isEqualTo(1);
            assertThat(later.recovery().bytes()).isEqualTo(8);
            assertThat(later.recovery().tornAtOffset()).isEmpty();
        }
    }

    @Test
    void aCleanlyClosedMemoryHasNothingToReplay() {
        memory.begin();
        memory.putLong(8, 1);
        memory.commit();
        reopen(OPTIONS);
        assertThat(memory.getLong(8)).isEqualTo(1);
        assertThat(memory.recovery().transactions()).isZero();
        assertThat(memory.durableSequence()).isZero();
        memory.begin();
        memory.putLong(8, 2);
        assertThat(memory.commit()).isEqualTo(1);
    }

    @Test
    void abortBringsBackTheBytesOfOverlappingRanges() {
        memory.begin();
        memory.put(100, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        memory.commit();
        memory.begin();
        memory.put(104, new byte[] {50, 60, 70});
        memory.put(102, new byte[] {33, 44, 55, 66});
        memory.put(105, new byte[] {0});
        memory.setRange(0, 4096);
        memory.store(99, new byte[11]);
        memory.abort();
        byte[] bytes = new byte[11];
        memory.get(99, bytes);
        assertThat(bytes).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0);
        assertThat(memory.inTransaction()).isFalse();
        assertThat(killAndRead(100)).isEqualTo(memory.getLong(100));
    }

    @Test
    void addLongDeclaresItsRange() {
        memory.begin();
        assertThat(memory.addLong(0, 5)).isEqualTo(5);
        memory.commit();
        memory.begin();
        assertThat(memory.addLong(0, -7)).isEqualTo(-2);
        memory.abort();
        assertThat(memory.getLong(0)).isEqualTo(5);
    }

    @Test
    void aTransactionWithoutBeforeImagesCommitsAndCannotBeAborted() {
        memory.begin(RestoreMode.NO_RESTORE);
        memory.putLong(0, 1);
        assertThatThrownBy(memory::abort)
                .isInstanceOf(NoBeforeImages.class)
                .hasMessage("transaction cannot be aborted: mode=NO_RESTORE, expected=RESTORE");
        assertThat(memory.inTransaction()).isTrue();
        memory.commit();
        assertThat(killAndRead(0)).isEqualTo(1);
    }

    @Test
    void closingDropsAnOpenTransaction() {
        for (RestoreMode mode : RestoreMode.values()) {
            memory.begin();
            memory.putLong(0, 1);
            memory.commit();
            memory.begin(mode);
            memory.putLong(0, 2);
            reopen(OPTIONS);
            assertThat(memory.getLong(0)).as("%s", mode).isEqualTo(1);
            assertThat(memory.recovery().transactions()).isEqualTo(mode == RestoreMode.RESTORE ? 0 : 1);
        }
    }

    @Test
    void aNoFlushCommitIsDurableWithTheNextFlush() {
        memory.begin();
        memory.putLong(0, 1);
        assertThat(memory.commit(CommitMode.NO_FLUSH)).isEqualTo(1);
        assertThat(memory.durableSequence()).isZero();
        assertThat(killAndRead(0)).isZero();
        memory.flush();
        assertThat(memory.durableSequence()).isEqualTo(1);
        assertThat(killAndRead(0)).isEqualTo(1);
        memory.begin();
        memory.putLong(0, 2);
        memory.commit(CommitMode.NO_FLUSH);
        memory.begin();
        memory.putLong(8, 3);
        memory.commit();
        assertThat(memory.durableSequence()).isEqualTo(3);
        assertThat(killAndRead(0)).isEqualTo(2);
    }

    @Test
    void aFlushInsideATransactionLeavesItOpen() {
        memory.begin();
        memory.putLong(0, 1);
        memory.commit(CommitMode.NO_FLUSH);
        memory.begin();
        memory.putLong(0, 2);
        memory.flush();
        assertThat(memory.durableSequence()).isEqualTo(1);
        assertThat(killAndRead(0)).isEqualTo(1);
        memory.abort();
        assertThat(memory.getLong(0)).isEqualTo(1);
    }

    @Test
    void aGroupClosesAtItsNumberOfTransactions() {
        reopen(OPTIONS.withGroupCommits(8));
        for (int i = 1; i <= 20; i++) {
            memory.begin();
            memory.putLong(8L * i, i);
            assertThat(memory.commit()).isEqualTo(i);
            assertThat(memory.durableSequence()).isEqualTo(i - i % 8);
        }
        assertThat(memory.statistics().flushes()).isEqualTo(2);
        assertThat(memory.statistics().loggedBytes()).isEqualTo(16 * 64);
        try (RvmMemory later = afterKill()) {
            assertThat(later.getLong(8 * 16)).isEqualTo(16);
            assertThat(later.getLong(8 * 17)).isZero();
        }
        memory.close();
        reopen(OPTIONS);
        assertThat(memory.getLong(8 * 20)).isEqualTo(20);
    }

    @Test
    void aGroupClosesWhenTheLogIsHalfFullWhicheverComesFirst() {
        useLogOf(8192 + 4096, 1000);
        int transactions = 0;
        while (memory.statistics().truncations() == 0) {
            memory.begin();
            memory.putLong(8L * transactions++, 1);
            memory.commit();
        }
        assertThat(transactions).isEqualTo(2048 / 64);
        assertThat(memory.durableSequence()).isEqualTo(transactions);
        assertThat(memory.statistics().flushes()).isEqualTo(1);
    }

    @Test
    void aTransactionWithoutRangesLeavesNoRecord() {
        memory.begin();
        assertThat(memory.commit()).isEqualTo(1);
        assertThat(memory.durableSequence()).isEqualTo(1);
        assertThat(memory.statistics().flushes()).isZero();
    }

    @Test
    void overlappingAndAdjacentRangesAreLoggedOnce() {
        memory.begin();
        memory.setRange(40, 8);
        memory.setRange(0, 8);
        memory.setRange(8, 8);
        memory.setRange(4, 8);
        memory.setRange(44, 12);
        memory.setRange(44, 2);
        memory.commit();
        // Two ranges of 16 bytes.
        assertThat(memory.statistics().loggedBytes()).isEqualTo(40 + 2 * (16 + 16));
    }

    @Test
    void truncatesAtHalfTheLogAndGoesRoundItsRing() {
        useLogOf(8192 + 4096, 1);
        for (int i = 0; i < 1000; i++) {
            memory.begin();
            memory.putLong(8L * (i * 37 % 8000), i);
            memory.commit();
            if (i % 50 == 0) {
                assertThat(killAndRead(8L * (i * 37 % 8000))).isEqualTo(i);
            }
        }
        RvmStatistics statistics = memory.statistics();
        assertThat(statistics.truncations()).isEqualTo(1000 / 32);
        assertThat(statistics.truncatedBytes()).isBetween(31 * 4096L, 31 * 65536L);
        assertThat(statistics.flushes()).isEqualTo(1000);
        assertThat(statistics.flushNanos().getTotalCount()).isEqualTo(1000);
        assertThat(statistics.flushNanos().getMinValue()).isPositive();
        assertThat(statistics.truncationNanos().getTotalCount()).isEqualTo(31);
        byte[] before = Crashes.bytesOf(memory);
        reopen(OPTIONS);
        assertThat(Crashes.bytesOf(memory)).isEqualTo(before);
    }

    @Test
    void truncatingOnDemandEmptiesTheLog() {
        memory.begin();
        memory.putLong(0, 1);
        memory.commit(CommitMode.NO_FLUSH);
        memory.truncate();
        assertThat(memory.durableSequence()).isEqualTo(1);
        try (RvmMemory later = afterKill()) {
            assertThat(later.getLong(0)).isEqualTo(1);
            assertThat(later.recovery().transactions()).isZero();
        }
        memory.begin();
        assertThatThrownBy(memory::truncate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("transaction is open: call=truncate");
        memory.commit();
    }

    @Test
    void aTransactionThatDoesNotFitIsRefusedAndCanBeAborted() {
        useLogOf(8192 + 4096, 1);
        memory.begin();
        memory.putLong(0, 1);
        memory.setRange(8, 1000);
        memory.store(8, new byte[1000]);
        memory.storeLong(8, 7);
        for (int again = 0; again < 2; again++) {
            assertThatThrownBy(() -> memory.setRange(2000, 1000))
                    .isInstanceOf(LogFullException.class)
                    .hasMessage(
                            "log is full: path=" + storage.pathOf("small.log") + ", needed bytes=2080, capacity=2048");
        }
        assertThatThrownBy(memory::commit).isInstanceOf(LogFullException.class);
        assertThat(memory.inTransaction()).isTrue();
        memory.abort();
        assertThat(memory.getLong(0)).isZero();
        assertThat(memory.getLong(8)).isZero();
        memory.begin();
        memory.setRange(0, 1980);
        memory.commit();
    }

    @Test
    void rangesThatOverlapCountOnceForTheLimit() {
        useLogOf(8192 + 4096, 1);
        memory.begin();
        for (int i = 0; i < 100; i++) {
            memory.setRange(1000, 900);
            memory.setRange(100, 800);
        }
        memory.commit();
        assertThat(memory.statistics().loggedBytes()).isEqualTo(40 + 16 + 904 + 16 + 800);
    }

    @Test
    void callsOutOfOrderAreRefused() {
        assertThatThrownBy(memory::commit)
                .isInstanceOf(Misuse.NoTransaction.class)
                .hasMessage("no transaction: call=commit, expected=begin() before it");
        assertThatThrownBy(memory::abort).isInstanceOf(Misuse.NoTransaction.class);
        assertThatThrownBy(() -> memory.setRange(0, 1)).isInstanceOf(Misuse.NoTransaction.class);
        assertThatThrownBy(() -> memory.putLong(0, 1)).isInstanceOf(Misuse.NoTransaction.class);
        memory.begin();
        assertThatThrownBy(memory::begin).isInstanceOf(Misuse.NestedBegin.class);
        assertThatThrownBy(() -> memory.setRange(0, 0)).isInstanceOf(Misuse.BadLength.class);
        assertThatThrownBy(() -> memory.setRange(0, -1)).isInstanceOf(Misuse.BadLength.class);
        assertThatThrownBy(() -> memory.setRange(-1, 1)).isInstanceOf(Misuse.OutOfRange.class);
        assertThatThrownBy(() -> memory.setRange(DATABASE_BYTES - 7, 8)).isInstanceOf(Misuse.OutOfRange.class);
        assertThatThrownBy(() -> memory.setRange(Long.MAX_VALUE, Long.MAX_VALUE))
                .isInstanceOf(Misuse.OutOfRange.class);
        memory.commit();
        assertThat(memory.statistics().flushes()).isZero();
    }

    @Test
    void everyCallAfterCloseIsRefused() {
        memory.close();
        memory.close();
        assertThatThrownBy(memory::begin).isInstanceOf(Misuse.Closed.class).hasMessage("memory is closed: call=begin");
        assertThatThrownBy(() -> memory.setRange(0, 1)).isInstanceOf(Misuse.Closed.class);
        assertThatThrownBy(memory::commit).isInstanceOf(Misuse.Closed.class);
        assertThatThrownBy(memory::abort).isInstanceOf(Misuse.Closed.class);
        assertThatThrownBy(memory::flush).isInstanceOf(Misuse.Closed.class);
        assertThatThrownBy(memory::truncate).isInstanceOf(Misuse.Closed.class);
        assertThatThrownBy(() -> memory.getLong(0)).isInstanceOf(Misuse.Closed.class);
        assertThat(memory.inTransaction()).isFalse();
    }

    @Test
    void oneOwnerAtATime() {
        assertThatThrownBy(() -> RvmMemory.open(storage, "bank", OPTIONS)).isInstanceOf(RegionException.InUse.class);
        assertThatThrownBy(() -> RvmMemory.create(storage, "bank", DATABASE_BYTES, OPTIONS))
                .isInstanceOf(RegionException.AlreadyExists.class);
    }

    @Test
    void worksUnderPageProtectionAndInAnUnlinkedFile() {
        reopen(OPTIONS.withProtection(Protection.PAGES).withCopyIn(directory));
        for (int i = 0; i < 20_000; i++) {
            memory.begin();
            memory.putLong(8L * (i % 8000), i);
            memory.commit();
        }
        assertThat(memory.statistics().truncations()).isPositive();
        assertThat(directory.toFile().list()).noneMatch(name -> name.endsWith(".copy"));
        assertThat(killAndRead(8 * 3999)).isEqualTo(19_999);
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withLogBytes(8703))
                .withMessage("log is too short: logBytes=8703, expected at least=8704");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withGroupCommits(0))
                .withMessageStartingWith("group is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OPTIONS.withTruncateAtFraction(Double.NaN))
                .withMessageStartingWith("fraction out of range");
        assertThat(OPTIONS.logBytesFor(50 << 20)).isEqualTo(5 << 20);
        assertThat(OPTIONS.logBytesFor(1)).isEqualTo(512 << 10);
        assertThat(OPTIONS.withLogBytes(10_000).logBytesFor(50 << 20)).isEqualTo(10_000);
    }

    private void useLogOf(long logBytes, int groupCommits) {
        memory.close();
        name = "small";
        RvmOptions options = OPTIONS.withLogBytes(logBytes).withGroupCommits(groupCommits);
        memory = RvmMemory.create(storage, name, DATABASE_BYTES, options);
    }
}
