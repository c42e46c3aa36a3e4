package org.failuretransparency.recoverable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What begin, setRange, commit, abort, close and crashes do.
abstract class TransactionContract extends MemoryFixture {

    TransactionContract(StorageKind kind) {
        super(kind);
    }

    @Test
    void startsWithZerosAndItsLength() {
        assertThat(memory.lengthBytes()).isEqualTo(MEMORY_BYTES);
        assertThat(bytes(0, (int) MEMORY_BYTES)).containsOnly(0);
        assertThat(memory.segment().byteSize()).isEqualTo(MEMORY_BYTES);
    }

    @Test
    void numbersCommitsFromOneAndDoesNotCountAborts() {
        memory.begin();
        assertThat(memory.commit()).isEqualTo(1);
        memory.begin();
        memory.putLong(0, 1);
        memory.abort();
        memory.begin();
        memory.putLong(0, 2);
        assertThat(memory.commit()).isEqualTo(2);
        memory.flush();
        assertThat(memory.durableSequence()).isEqualTo(2);
        reopen();
        assertThat(memory.durableSequence()).isZero();
        memory.begin();
        assertThat(memory.commit()).isEqualTo(1);
    }

    @Test
    void saysWhetherATransactionIsOpen() {
        assertThat(memory.inTransaction()).isFalse();
        memory.begin();
        assertThat(memory.inTransaction()).isTrue();
        memory.putLong(0, 1);
        memory.commit();
        assertThat(memory.inTransaction()).isFalse();
        memory.begin();
        memory.abort();
        assertThat(memory.inTransaction()).isFalse();
        memory.close();
        assertThat(memory.inTransaction()).isFalse();
    }

    @Test
    void readsItsOwnStoresInsideTheTransaction() {
        memory.begin();
        memory.setRange(100, 16);
        memory.storeLong(100, 7);
        assertThat(memory.getLong(100)).isEqualTo(7);
        memory.storeInt(108, 8);
        memory.storeByte(112, (byte) 9);
        assertThat(memory.getInt(108)).isEqualTo(8);
        assertThat(memory.getByte(112)).isEqualTo((byte) 9);
        memory.commit();
        assertThat(memory.getLong(100)).isEqualTo(7);
    }

    @Test
    void putsDeclareTheirOwnRangesAndAbortUndoesThem() {
        byte[] before = fill(0, 64, 1);
        memory.begin();
        memory.putLong(3, 0x1122_3344_5566_7788L);
        memory.putInt(17, 0x99AA_BBCC);
        memory.put(29, random(13, 2));
        long sum = memory.addLong(43, 5);
        assertThat(sum).isEqualTo(memory.getLong(43));
        assertThat(memory.getLong(3)).isEqualTo(0x1122_3344_5566_7788L);
        assertThat(memory.getInt(17)).isEqualTo(0x99AA_BBCC);
        assertThat(bytes(29, 13)).isEqualTo(random(13, 2));
        memory.abort();
        assertThat(bytes(0, 64)).isEqualTo(before);
    }

    @Test
    void putsChangeNothingButTheirBytes() {
        byte[] expected = fill(0, 64, 1);
        memory.begin();
        memory.putLong(3, 0);
        memory.putInt(17, 0);
        memory.put(29, new byte[13]);
        memory.commit();
        for (int i : new int[] {3, 4, 5, 6, 7, 8, 9, 10, 17, 18, 19, 20}) {
            expected[i] = 0;
        }
        Arrays.fill(expected, 29, 42, (byte) 0);
        assertThat(bytes(0, 64)).isEqualTo(expected);
        crash();
        assertThat(bytes(0, 64)).isEqualTo(expected);
    }

    @Test
    void addLongReturnsTheSumAndWraps() {
        memory.begin();
        assertThat(memory.addLong(8, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(memory.addLong(8, 1)).isEqualTo(Long.MIN_VALUE);
        memory.commit();
        assertThat(memory.getLong(8)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void abortRestoresEveryRange() {
        byte[] before = fill(0, 8192, 3);
        memory.begin();
        for (int i = 0; i < 100; i++) {
            memory.put(i * 80L, random(1 + i % 70, i));
        }
        memory.abort();
        assertThat(bytes(0, 8192)).isEqualTo(before);
    }

    @Test
    void abortRestoresOverlappingRangesToTheirOldestBytes() {
        byte[] before = fill(0, 256, 4);
        memory.begin();
        memory.put(0, random(64, 5));
        memory.put(32, random(64, 6));
        memory.put(16, random(128, 7));
        memory.put(0, random(256, 8));
        memory.put(33, random(1, 9));
        memory.put(0, random(64, 10));
        memory.abort();
        assertThat(bytes(0, 256)).isEqualTo(before);
    }

    @Test
    void abortedStoresDoNotComeBackAfterLaterCommits() {
        fill(0, 64, 1);
        memory.begin();
        memory.put(0, random(64, 2));
        memory.abort();
        byte[] kept = fill(64, 64, 3);
        crash();
        assertThat(bytes(0, 64)).isEqualTo(random(64, 1));
        assertThat(bytes(64, 64)).isEqualTo(kept);
    }

    @Test
    void keepsCommittedAndForgetsOpenTransactionsAcrossACrash() {
        byte[] committed = fill(1000, 5000, 11);
        memory.flush();
        memory.begin();
        memory.put(1000, random(100, 12));
        memory.put(1050, random(100, 13));
        memory.put(4000, random(2000, 14));
        crash();
        assertThat(memory.inTransaction()).isFalse();
        assertThat(bytes(1000, 5000)).isEqualTo(committed);
    }

    @Test
    void keepsExactlyTheCommittedPrefixOverManyCrashes() {
        long committed = 0;
        for (int generation = 0; generation < 8; generation++) {
            for (int i = 0; i < 5; i++) {
                memory.begin();
                committed = memory.addLong(0, 1);
                memory.putLong(8 * (committed % 100) + 8, committed);
                memory.commit();
            }
            memory.flush();
            memory.begin();
            memory.addLong(0, 1000);
            memory.putLong(8 * (committed % 100) + 8, -1);
            crash();
            assertThat(memory.getLong(0)).isEqualTo(committed);
            for (long i = Math.max(1, committed - 99); i <= committed; i++) {
                assertThat(memory.getLong(8 * (i % 100) + 8)).isEqualTo(i);
            }
        }
    }

    @Test
    void reopensAfterCloseWithEveryCommit() {
        byte[] filled = fill(77, 999, 15);
        reopen();
        assertThat(bytes(77, 999)).isEqualTo(filled);
        assertThat(bytes(0, 77)).containsOnly(0);
        byte[] later = fill(500, 100, 16);
        reopen();
        assertThat(bytes(500, 100)).isEqualTo(later);
    }

    @Test
    void closeAbortsAnOpenTransaction() {
        byte[] before = fill(0, 100, 17);
        memory.begin();
        memory.put(0, random(100, 18));
        reopen();
        assertThat(bytes(0, 100)).isEqualTo(before);
    }

    @Test
    void closesOnce() {
        memory.close();
        memory.close();
        reopen();
        assertThat(memory.getLong(0)).isZero();
    }

    @Test
    void everyCommitIsDurableAfterFlush() {
        for (int i = 1; i <= 20; i++) {
            memory.begin();
            memory.putLong(8L * i, i);
            long sequence = memory.commit();
            assertThat(sequence).isEqualTo(i);
            assertThat(memory.durableSequence()).isBetween(0L, sequence);
        }
        memory.flush();
        assertThat(memory.durableSequence()).isEqualTo(20);
        crash();
        for (int i = 1; i <= 20; i++) {
            assertThat(memory.getLong(8L * i)).isEqualTo(i);
        }
    }

    @Test
    void abortsAndCommitsAMegabyte() throws IOException {
        int length = 1 << 20;
        createAnother(2 << 20, 4 << 20);
        byte[] before = fill(12_345, length, 19);
        memory.begin();
        memory.put(12_345, random(length, 20));
        memory.abort();
        assertThat(bytes(12_345, length)).isEqualTo(before);
        byte[] after = fill(12_345, length, 21);
        crash();
        assertThat(bytes(12_345, length)).isEqualTo(after);
        assertThat(memory.getByte(12_344)).isZero();
        assertThat(memory.getByte(12_345L + length)).isZero();
    }

    /// Lengths 1 to 100 at an alignment, each range with a gap of untouched bytes behind it.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void restoresEveryLengthAtEveryAlignment(int alignment) {
        int span = 128 * 101;
        byte[] before = fill(0, span, alignment);
        memory.begin();
        for (int length = 1; length <= 100; length++) {
            memory.put(128L * length + alignment, random(length, length));
        }
        for (int length = 1; length <= 100; length++) {
            int start = 128 * length + alignment;
            assertThat(bytes(start, length)).isEqualTo(random(length, length));
            assertThat(memory.getByte(start - 1)).isEqualTo(before[start - 1]);
            assertThat(memory.getByte(start + length)).isEqualTo(before[start + length]);
        }
        memory.abort();
        assertThat(bytes(0, span)).isEqualTo(before);
    }

    @Test
    void restoresEveryLengthThatEndsWithTheMemory() {
        byte[] before = fill(MEMORY_BYTES - 200, 200, 22);
        for (int length = 1; length <= 100; length++) {
            memory.begin();
            memory.put(MEMORY_BYTES - length, random(length, length));
            assertThat(bytes(MEMORY_BYTES - length, length)).isEqualTo(random(length, length));
            memory.abort();
            assertThat(bytes(MEMORY_BYTES - 200, 200)).isEqualTo(before);
        }
        byte[] after = fill(MEMORY_BYTES - 100, 100, 23);
        crash();
        assertThat(bytes(MEMORY_BYTES - 100, 100)).isEqualTo(after);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 9, 4095, 4097, 65537})
    void worksInMemoriesOfOddLength(long lengthBytes) throws IOException {
        createAnother(lengthBytes, LOG_BYTES);
        byte[] all = fill(0, (int) lengthBytes, lengthBytes);
        memory.begin();
        memory.put(lengthBytes - 1, new byte[] {(byte) (all[(int) lengthBytes - 1] + 1)});
        memory.abort();
        assertThat(bytes(0, (int) lengthBytes)).isEqualTo(all);
        crash();
        assertThat(bytes(0, (int) lengthBytes)).isEqualTo(all);
    }

    @Test
    void aTransactionThatOutgrowsTheLogCanOnlyBeAborted() {
        byte[] before = fill(0, 4096, 24);
        memory.begin();
        memory.put(0, random(4096, 25));
        assertThatThrownBy(() -> outgrowLog(memory))
                .isInstanceOf(LogFullException.class)
                .hasMessageContaining("log is full: path=");
        assertThatThrownBy(memory::commit).isInstanceOfAny(LogFullException.class, IllegalStateException.class);
        assertThat(memory.inTransaction()).isTrue();
        memory.abort();
        assertThat(bytes(0, 4096)).isEqualTo(before);
        byte[] after = fill(0, 4096, 26);
        crash();
        assertThat(bytes(0, 4096)).isEqualTo(after);
    }

    private static void outgrowLog(RecoverableMemory memory) {
        memory.setRange(0, MEMORY_BYTES - 1);
        memory.setRange(1, MEMORY_BYTES - 1);
    }

    @Test
    void aCrashAfterALogFullRollsBack() {
        byte[] before = fill(0, 4096, 27);
        memory.begin();
        memory.put(0, random(4096, 28));
        assertThatThrownBy(() -> outgrowLog(memory)).isInstanceOf(LogFullException.class);
        crash();
        assertThat(bytes(0, 4096)).isEqualTo(before);
    }
}
