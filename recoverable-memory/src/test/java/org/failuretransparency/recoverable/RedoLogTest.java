package org.failuretransparency.recoverable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.failuretransparency.recoverable.RedoLogStop.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedoLogTest {

    @TempDir
    Path directory;

    private RedoLogFixture fixture;

    @BeforeEach
    void createLog() {
        fixture = RedoLogFixture.empty(directory);
    }

    @AfterEach
    void closeLog() {
        fixture.close();
    }

    @Test
    void replaysTheFlushedTransactionsInOrder() {
        fixture.append(new long[] {0, 16}, new long[] {3, 25}, 1);
        fixture.append(7, 2);
        fixture.log.flush();
        fixture.append(8, 3);

        fixture.reopen();

        assertThat(fixture.replayAll()).containsExactly("0+3=1", "16+9=1", "7+1=2");
        assertThat(fixture.log.nextSequence()).isEqualTo(3);
    }

    @Test
    void replaysTheSameAgainUntilItIsTruncated() {
        fixture.append(1, 1);
        fixture.log.flush();
        fixture.reopen();

        assertThat(fixture.replayAll()).containsExactly("1+1=1");
        assertThat(fixture.replayAll()).containsExactly("1+1=1");
        fixture.log.truncate();
        assertThat(fixture.replayAll()).isEmpty();
        fixture.reopen();
        assertThat(fixture.replayAll()).isEmpty();
    }

    @Test
    void anEmptyFlushWritesNothing() {
        byte[] before = fixture.content();
        fixture.log.flush();
        assertThat(fixture.content()).isEqualTo(before);
    }

    @Test
    void refusesToAppendBeforeTheLogIsRecovered() {
        fixture.reopen();
        assertThatThrownBy(() -> fixture.append(0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("log is not recovered: path=" + fixture.region.path());
    }

    @Test
    void refusesToTruncateWhatIsNotFlushed() {
        fixture.append(0, 1);
        assertThatThrownBy(fixture.log::truncate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("records to flush");
    }

    @Test
    void isFullWhenItsRingIs() {
        for (int i = 0; i < RedoLogFixture.CAPACITY_BYTES / RedoLogFixture.SMALL_RECORD_BYTES; i++) {
            fixture.append(i, i);
        }
        assertThatThrownBy(() -> fixture.append(9, 9))
                .isInstanceOf(LogFullException.class)
                .hasMessage("log is full: path=" + fixture.region.path() + ", needed bytes=576, capacity=512");
        fixture.log.flush();
        assertThat(fixture.stop()).isEqualTo(new RedoLogStop(Reason.FULL, RedoLogLayout.RECORDS_OFFSET, 2, 9, 0, 0));
        assertThat(fixture.replayAll()).hasSize(8).last().isEqualTo("7+1=7");
    }

    @Test
    void recordsRunOverTheEndOfTheRing() {
        for (int round = 0; round < 40; round++) {
            long[] starts = {0, 100};
            long[] ends = {1 + round % 30, 120};
            fixture.append(starts, ends, round);
            fixture.append(3, -round);
            fixture.log.flush();
            fixture.reopen();
            assertThat(fixture.replayAll())
                    .as("round %d", round)
                    .containsExactly("0+" + ends[0] + "=" + round, "100+20=" + round, "3+1=" + -round);
            fixture.log.truncate();
        }
    }

    @Test
    void recordsOfEarlierGenerationsAreStale() {
        fixture.append(1, 1);
        fixture.append(2, 2);
        fixture.log.flush();
        fixture.log.truncate();
        fixture.append(3, 3);
        fixture.log.flush();

        assertThat(fixture.replayAll()).containsExactly("3+1=3");
        assertThat(fixture.stop().reason()).isEqualTo(Reason.EMPTY);
    }

    @Test
    void aTornRecordNeverBecomesValidLater() {
        fixture.append(1, 1);
        fixture.log.flush();
        byte[] whole = fixture.content();
        byte[] torn = whole.clone();
        int check = (int) RedoLogLayout.RECORDS_OFFSET;
        torn[check] ^= 1;
        try (RedoLogFixture crashed = RedoLogFixture.of(directory, torn)) {
            assertThat(crashed.replayAll()).isEmpty();
            assertThat(crashed.stop().reason()).isEqualTo(Reason.TORN);
            crashed.log.truncate();
            byte[] repaired = crashed.content();
            System.arraycopy(whole, check, repaired, check, whole.length - check);
            try (RedoLogFixture later = RedoLogFixture.of(directory, repaired)) {
                assertThat(later.replayAll()).isEmpty();
                assertThat(later.stop().reason()).isEqualTo(Reason.STALE);
            }
        }
    }

    @Test
    void aTornStatusLeavesTheOther() {
        fixture.append(1, 1);
        fixture.log.flush();
        byte[] before = fixture.content();
        fixture.log.truncate();
        byte[] after = fixture.content();
        // Generation 3 goes to copy 1 first. Any mixture of old and new bytes there is the old state or the new one.
        int copy = (int) RedoLogLayout.STATUS_BLOCK_BYTES;
        for (int cut = 0; cut <= RedoLogLayout.STATUS_BYTES; cut++) {
            byte[] torn = before.clone();
            System.arraycopy(after, copy, torn, copy, cut);
            try (RedoLogFixture crashed = RedoLogFixture.of(directory, torn)) {
                boolean written = java.util.Arrays.equals(torn, copy, copy + 72, after, copy, copy + 72);
                assertThat(crashed.replayAll()).as("cut %d", cut).hasSize(written ? 0 : 1);
            }
        }
    }

    @Test
    void eitherStatusMayBeDamagedAfterTheNextFlush() {
        fixture.append(1, 1);
        fixture.log.flush();
        for (int copy = 0; copy < 2; copy++) {
            byte[] damaged = fixture.content();
            damaged[(int) (copy * RedoLogLayout.STATUS_BLOCK_BYTES + RedoLogLayout.STATUS_GENERATION)]++;
            try (RedoLogFixture crashed = RedoLogFixture.of(directory, damaged)) {
                assertThat(crashed.replayAll()).containsExactly("1+1=1");
            }
        }
    }

    @Test
    void refusesAnotherOwner() {
        UUID other = new UUID(1, 2);
        assertThatThrownBy(() -> RedoLog.open(fixture.region, other, RedoLogFixture.OWNER_BYTES))
                .isInstanceOf(RedoLogException.ForeignLog.class)
                .hasMessage("redo log of another region: path=" + fixture.region.path() + ", offset=48, expected=owner="
                        + other + " of 256 bytes, found=" + RedoLogFixture.OWNER + " of 256 bytes");
        assertThatThrownBy(() -> RedoLog.requireValid(fixture.region, RedoLogFixture.OWNER, 255))
                .isInstanceOf(RedoLogException.ForeignLog.class)
                .hasMessageContaining("of 255 bytes");
    }

    @Test
    void refusesALogThatIsTooShort() {
        assertThatThrownBy(() -> RedoLog.initialBytes(8703, RedoLogFixture.OWNER, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("log is too short: lengthBytes=8703, expected at least=8704");
    }

    @Test
    void theReaderTellsWhereItIs() {
        fixture.append(1, 1);
        fixture.append(new long[] {0, 16}, new long[] {3, 25}, 1);
        fixture.log.flush();
        List<String> records = new ArrayList<>();
        try (RedoLogReader reader = new RedoLogReader(fixture.region)) {
            assertThatThrownBy(reader::stop).isInstanceOf(IllegalStateException.class);
            while (reader.next()) {
                records.add(reader.offset() + " " + reader.lengthBytes() + " " + reader.generation() + " "
                        + reader.sequence());
            }
            assertThat(reader.next()).isFalse();
            assertThat(reader.stop()).isEqualTo(new RedoLogStop(Reason.EMPTY, 8192 + 160, 2, 3, 0, 0));
            assertThat(reader.status())
                    .isEqualTo(new RedoLogStatus(2, 0, 1, 512, RedoLogFixture.OWNER, RedoLogFixture.OWNER_BYTES));
        }
        assertThat(records).containsExactly("8192 64 2 1", "8256 96 2 2");
    }
}
