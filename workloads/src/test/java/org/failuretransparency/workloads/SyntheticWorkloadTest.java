package org.failuretransparency.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SyntheticWorkloadTest {

    private static final long DATABASE_BYTES = 256 << 10;
    private static final long SEED = 1999;

    @TempDir
    Path directory;

    private RecoverableMemory memory;

    @BeforeEach
    void createMemory() {
        Storage storage = Storage.of(StorageKind.RIO, directory);
        memory = new UnprotectedMemory(
                storage.create("database", RegionType.database("TEST"), SyntheticWorkload.DISSERTATION_BYTES));
    }

    @AfterEach
    void closeMemory() {
        memory.close();
    }

    private SyntheticWorkload workload(int rangeBytes) {
        return new SyntheticWorkload(memory, DATABASE_BYTES, rangeBytes, SEED);
    }

    private SyntheticWorkload loaded(int rangeBytes, int transactions) {
        SyntheticWorkload workload = workload(rangeBytes);
        workload.load();
        execute(workload, transactions);
        return workload;
    }

    private static void execute(SyntheticWorkload workload, int transactions) {
        for (int i = 0; i < transactions; i++) {
            workload.transaction();
        }
    }

    @Test
    void reportsADatabaseThatWasNotLoaded() {
        assertThat(workload(8).violations())
                .hasSize(11)
                .contains("word is not as its last writer left it: transaction=0, offset=0,"
                        + " expected=0x8000000000000000, found=0x0")
                .contains("and more: words=" + (DATABASE_BYTES / 8 - 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 1024, 64 << 10, 256 << 10})
    void isConsistentAfterLoadAndAfterTransactions(int rangeBytes) {
        SyntheticWorkload workload = loaded(rangeBytes, 0);
        assertThat(workload.violations()).isEmpty();

        execute(workload, 10_000);

        assertThat(workload.violations()).isEmpty();
        assertThat(workload.transactions()).isEqualTo(10_000);
    }

    @Test
    void writesExactlyTheRangesOfItsSequence() {
        SyntheticSequence sequence = new SyntheticSequence(DATABASE_BYTES, 1024, SEED);
        long[] model = new long[(int) (DATABASE_BYTES / Long.BYTES)];
        for (int word = 0; word < model.length; word++) {
            model[word] = SyntheticSequence.initialWord(word);
        }
        for (int number = 1; number <= 500; number++) {
            for (int i = 0; i < sequence.rangeWords(); i++) {
                model[(int) (sequence.offset(number) / Long.BYTES) + i] = sequence.word(number, i);
            }
        }

        loaded(1024, 500);

        long[] found = new long[model.length];
        for (int word = 0; word < found.length; word++) {
            found[word] = memory.getLong((long) word * Long.BYTES);
        }
        assertThat(found).isEqualTo(model);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 4096})
    void goesOnInANewProcessWhereTheLastOneStopped(int rangeBytes) {
        loaded(rangeBytes, 1000);

        SyntheticWorkload next = workload(rangeBytes);
        assertThat(next.transactions()).isEqualTo(1000);
        execute(next, 500);

        assertThat(workload(rangeBytes).transactions()).isEqualTo(1500);
        assertThat(workload(rangeBytes).violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 4096})
    void detectsATransactionThatWasUndoneInPart(int rangeBytes) {
        loaded(rangeBytes, 1000);
        SyntheticSequence sequence = new SyntheticSequence(DATABASE_BYTES, rangeBytes, SEED);
        long word = sequence.offset(1000) + rangeBytes / 2;

        overwrite(word, SyntheticSequence.initialWord(word / 8));

        assertThat(workload(rangeBytes).violations())
                .singleElement()
                .asString()
                .startsWith("word is not as its last writer left it: transaction=1000, offset=" + word);
    }

    @Test
    void detectsATransactionThatIsMissingBetweenOthers() {
        SyntheticWorkload workload = loaded(8, 1000);
        long offset = new SyntheticSequence(DATABASE_BYTES, 8, SEED).offset(999);

        overwrite(offset, SyntheticSequence.initialWord(offset / 8));

        assertThat(workload.violations()).singleElement().asString().contains("transaction=999");
    }

    @Test
    void detectsThatTheNewestTransactionOfThisProcessIsLost() {
        SyntheticWorkload workload = loaded(8, 1000);
        long offset = new SyntheticSequence(DATABASE_BYTES, 8, SEED).offset(1000);

        overwrite(offset, SyntheticSequence.initialWord(offset / 8));

        assertThat(workload.violations()).containsExactly("transactions are lost: executed=1000, newest found=999");
    }

    @Test
    void detectsAStrayStamp() {
        SyntheticWorkload workload = loaded(16, 10);
        SyntheticSequence sequence = new SyntheticSequence(DATABASE_BYTES, 16, SEED);
        long unwritten = sequence.offset(5) + 4096;

        overwrite(unwritten, 1L << 40);

        assertThat(workload.violations())
                .singleElement()
                .asString()
                .contains("transaction=0, offset=" + unwritten)
                .endsWith("found=0x10000000000");
    }

    @Test
    void spreadsOffsetsEvenlyOverTheDatabase() {
        SyntheticSequence sequence = new SyntheticSequence(DATABASE_BYTES, 8, SEED);
        int cells = 64;
        int[] counts = new int[cells];
        for (int number = 1; number <= 64_000; number++) {
            counts[(int) (sequence.offset(number) / (DATABASE_BYTES / cells))]++;
        }

        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - 1000.0) * (count - 1000.0) / 1000.0;
        }

        // 63 degrees of freedom: 103.4 is the 99.9% quantile.
        assertThat(chiSquare).isBetween(30.0, 103.4);
    }

    @Test
    void drawsTheNumbersOfSplittableRandom() {
        var random = new java.util.SplittableRandom(SEED);
        SyntheticSequence sequence = new SyntheticSequence(DATABASE_BYTES, 8, SEED);
        for (int number = 1; number <= 100; number++) {
            long expected = Math.unsignedMultiplyHigh(random.nextLong(), DATABASE_BYTES / 8) * 8;
            assertThat(sequence.offset(number)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 1024})
    void allocatesNothingInATransaction(int rangeBytes) {
        SyntheticWorkload workload = loaded(rangeBytes, 100_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        execute(workload, 100_000);
        long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocatedBytes).isLessThan(10_000);
    }

    @Test
    void refusesParametersOutOfRange() {
        assertThatThrownBy(() -> workload(12))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "not a range length: rangeBytes=12, expected=a multiple of 8 from 8 to databaseBytes=262144");
        assertThatThrownBy(() -> new SyntheticWorkload(memory, 44, 8, SEED))
                .hasMessage("not a database length: databaseBytes=44, expected=a multiple of 8 from 8 to 8589934592");
        assertThatThrownBy(() -> new SyntheticWorkload(memory, 100L << 20, 8, SEED))
                .hasMessage("memory is shorter than the database: lengthBytes=52428800, databaseBytes=104857600");
    }

    private void overwrite(long offset, long value) {
        memory.begin();
        memory.putLong(offset, value);
        memory.commit();
    }
}
