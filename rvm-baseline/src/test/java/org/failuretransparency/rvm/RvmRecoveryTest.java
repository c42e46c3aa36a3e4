package org.failuretransparency.rvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.failuretransparency.crashlab.FailingRegions;
import org.failuretransparency.recoverable.Misuse;
import org.failuretransparency.recoverable.RedoLogException;
import org.failuretransparency.recoverable.RedoLogStop.Reason;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.Storage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opens what crashes, strangers and broken disks leave.
class RvmRecoveryTest {

    private static final long DATABASE_BYTES = 1 << 16;
    private static final RvmOptions OPTIONS = RvmOptions.defaults().withLogBytes(8192 + 4096);

    /// Where the log's region begins in its file.
    private static final int LOG_START = 4096;

    private static final int RECORDS_START = LOG_START + 8192;
    private static final int RECORD_BYTES = 64;

    @TempDir
    Path directory;

    /// Killed after three transactions that stored 1, 2 and 3 at the offsets 8, 16 and 24.
    private Storage killed;

    @BeforeEach
    void killAfterThreeTransactions() {
        Storage storage = Crashes.newStorage(directory);
        try (RvmMemory memory = RvmMemory.create(storage, "x", DATABASE_BYTES, OPTIONS)) {
            for (int i = 1; i <= 3; i++) {
                memory.begin();
                memory.putLong(8L * i, i);
                memory.commit();
            }
            killed = Crashes.afterKill(storage, directory);
        }
    }

    @Test
    void reportsWhatItReplayed() {
        try (RvmMemory memory = RvmMemory.open(killed, "x", OPTIONS)) {
            RvmRecovery recovery = memory.recovery();
            assertThat(recovery.transactions()).isEqualTo(3);
            assertThat(recovery.ranges()).isEqualTo(3);
            assertThat(recovery.bytes()).isEqualTo(24);
            assertThat(recovery.stop().reason()).isEqualTo(Reason.EMPTY);
            assertThat(recovery.stop().offset()).isEqualTo(8192 + 3 * 64);
            assertThat(recovery.tornAtOffset()).isEmpty();
            assertThat(recovery.duration()).isPositive();
            assertThat(memory.statistics().truncations()).isZero();
        }
    }

    @Test
    void aLastRecordThatIsTornAtAnyByteIsNotReplayed() throws IOException {
        int last = RECORDS_START + 2 * RECORD_BYTES;
        byte[] log = Files.readAllBytes(killed.pathOf("x.log"));
        for (int cut = last; cut < last + RECORD_BYTES; cut++) {
            byte[] torn = log.clone();
            Arrays.fill(torn, cut, last + RECORD_BYTES, (byte) 0);
            boolean whole = Arrays.equals(torn, log);
            try (RvmMemory memory = openWithLog(torn)) {
                assertThat(memory.getLong(16)).isEqualTo(2);
                assertThat(memory.getLong(24)).as("cut at %d", cut).isEqualTo(whole ? 3 : 0);
                boolean headerIsThere = cut >= last + 25 && !whole;
                assertThat(memory.recovery().tornAtOffset().isPresent())
                        .as("cut at %d", cut)
                        .isEqualTo(headerIsThere);
            }
        }
    }

    @Test
    void aTornRecordIsNotReplayedAfterLaterTransactionsEither() throws IOException {
        byte[] log = Files.readAllBytes(killed.pathOf("x.log"));
        int second = RECORDS_START + RECORD_BYTES;
        byte[] torn = log.clone();
        torn[second] ^= 1;
        Storage storage = withLog(torn);
        try (RvmMemory memory = RvmMemory.open(storage, "x", OPTIONS)) {
            assertThat(memory.recovery().tornAtOffset()).hasValue(8192 + RECORD_BYTES);
            memory.begin();
            memory.putLong(0, 9);
            memory.commit();
            // Transaction 3's old record still lies right behind the new one.
            try (RvmMemory later = RvmMemory.open(Crashes.afterKill(storage, directory), "x", OPTIONS)) {
                assertThat(later.getLong(0)).isEqualTo(9);
                assertThat(later.getLong(8)).isEqualTo(1);
                assertThat(later.getLong(16)).isZero();
                assertThat(later.getLong(24)).isZero();
                assertThat(later.recovery().stop().reason()).isEqualTo(Reason.STALE);
            }
        }
    }

    @Test
    void aDamagedByteAnywhereInTheLogIsRefusedOrEndsTheReplay() throws IOException {
        byte[] log = Files.readAllBytes(killed.pathOf("x.log"));
        for (int at = LOG_START; at < RECORDS_START + 3 * RECORD_BYTES; at += at < RECORDS_START - 64 ? 13 : 1) {
            byte[] damaged = log.clone();
            damaged[at] ^= 0x20;
            int intact = at < RECORDS_START ? 3 : (at - RECORDS_START) / RECORD_BYTES;
            try (RvmMemory memory = openWithLog(damaged)) {
                for (int i = 1; i <= 3; i++) {
                    assertThat(memory.getLong(8L * i)).as("byte %d", at).isEqualTo(i <= intact ? i : 0);
                }
            }
        }
    }

    @Test
    void refusesALogWithoutAValidStatusAndLeavesTheFilesAsTheyAre() throws IOException {
        byte[] log = Files.readAllBytes(killed.pathOf("x.log"));
        log[LOG_START] ^= 1;
        log[LOG_START + 4096] ^= 1;
        assertRefused(withLog(log), RedoLogException.Corrupt.class, "corrupt redo log: path=");
    }

    @Test
    void refusesALogOfAnotherDatabase() throws IOException {
        Storage other = Crashes.newStorage(directory);
        RvmMemory.create(other, "x", DATABASE_BYTES, OPTIONS).close();
        Files.copy(killed.pathOf("x.log"), other.directory().resolve("foreign"));
        Files.delete(other.pathOf("x.log"));
        Files.move(other.directory().resolve("foreign"), other.pathOf("x.log"));
        assertRefused(other, RedoLogException.ForeignLog.class, "redo log of another region: path=");
    }

    @Test
    void refusesAMissingLogAndAMissingDatabase() throws IOException {
        Files.delete(killed.pathOf("x.log"));
        assertThatThrownBy(() -> RvmMemory.open(killed, "x", OPTIONS))
                .isInstanceOf(RegionException.Missing.class)
                .hasMessageContaining("x.log");
        assertThatThrownBy(() -> RvmMemory.open(killed, "y", OPTIONS))
                .isInstanceOf(RegionException.Missing.class)
                .hasMessageContaining("y.db");
    }

    @Test
    void refusesATruncatedLog() throws IOException {
        byte[] log = Files.readAllBytes(killed.pathOf("x.log"));
        assertRefused(
                withLog(Arrays.copyOf(log, log.length - 4096)), RegionException.Truncated.class, "truncated region");
    }

    @Test
    void refusesSwappedFiles() throws IOException {
        Path database = killed.pathOf("x.db");
        Path log = killed.pathOf("x.log");
        Path other = killed.directory().resolve("other");
        Files.move(database, other);
        Files.move(log, database);
        Files.move(other, log);
        assertRefused(killed, RegionException.OtherContent.class, "expected=RVM-DB, found=RVM-LOG");
    }

    @Test
    void aMemoryWhoseSyncFailedCanOnlyBeClosedAndThenWritesNothing() {
        // Opening has a sync, a replayed page, its sync, and the status in three steps; the next write is the commit's.
        FailingRegions regions = new FailingRegions(killed, 7, false);
        try (RvmMemory memory = RvmMemory.open(regions, "x", OPTIONS)) {
            memory.begin();
            memory.putLong(8, 9);
            assertThatThrownBy(memory::commit)
                    .isInstanceOf(RegionException.Io.class)
                    .hasMessageContaining("errno=EIO");
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    memory::begin,
                    memory::commit,
                    memory::abort,
                    memory::flush,
                    memory::truncate,
                    () -> memory.setRange(0, 1))) {
                assertThatThrownBy(call).isInstanceOf(Misuse.Failed.class).hasCauseInstanceOf(RegionException.Io.class);
            }
            assertThat(memory.durableSequence()).isZero();
        }
        assertThat(regions.attemptsAfterFailure()).isZero();
        assertThat(regions.effects()).endsWith("x.log write 8384+64");
        try (RvmMemory memory = RvmMemory.open(killed, "x", OPTIONS)) {
            // The record had been written; on this storage, and after this kind of failure, that is enough.
            assertThat(memory.getLong(8)).isEqualTo(9);
        }
    }

    @Test
    void createsOverABlankDatabaseThatACrashLeftWithoutALog() {
        Storage storage = Crashes.newStorage(directory);
        storage.create("x.db", RvmFiles.DATABASE, 100).close();
        try (RvmMemory memory = RvmMemory.create(storage, "x", DATABASE_BYTES, OPTIONS)) {
            assertThat(memory.lengthBytes()).isEqualTo(DATABASE_BYTES);
        }
    }

    @Test
    void doesNotCreateOverADatabaseThatLostItsLog() throws IOException {
        Files.delete(killed.pathOf("x.log"));
        byte[] database = Files.readAllBytes(killed.pathOf("x.db"));
        database[database.length - 5000] = 1;
        Files.write(killed.pathOf("x.db"), database);
        assertThatThrownBy(() -> RvmMemory.create(killed, "x", DATABASE_BYTES, OPTIONS))
                .isInstanceOf(RegionException.AlreadyExists.class);
        assertThat(Files.readAllBytes(killed.pathOf("x.db"))).isEqualTo(database);
    }

    @Test
    void leavesNoDatabaseBehindWhenTheLogDoesNotFit() {
        Storage storage = Crashes.newStorage(directory);
        RvmOptions huge = OPTIONS.withLogBytes(1L << 45);
        assertThatThrownBy(() -> RvmMemory.create(storage, "x", DATABASE_BYTES, huge))
                .isInstanceOf(RegionException.NoSpace.class);
        assertThat(storage.names()).isEmpty();
    }

    private Storage withLog(byte[] log) throws IOException {
        Storage storage = Crashes.afterKill(killed, directory);
        Files.write(storage.pathOf("x.log"), log);
        return storage;
    }

    private RvmMemory openWithLog(byte[] log) throws IOException {
        return RvmMemory.open(withLog(log), "x", OPTIONS);
    }

    private static void assertRefused(Storage storage, Class<? extends RuntimeException> type, String message)
            throws IOException {
        byte[] database = Files.readAllBytes(storage.pathOf("x.db"));
        byte[] log = Files.readAllBytes(storage.pathOf("x.log"));
        assertThatThrownBy(() -> RvmMemory.open(storage, "x", OPTIONS))
                .isInstanceOf(type)
                .hasMessageContaining(message);
        assertThat(Files.readAllBytes(storage.pathOf("x.db"))).isEqualTo(database);
        assertThat(Files.readAllBytes(storage.pathOf("x.log"))).isEqualTo(log);
    }
}
