package org.failuretransparency.recoverable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damages every byte of a log with three records: it is refused by name, or a prefix of the records is replayed.
class RedoLogCorruptionTest {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final List<String> RECORDS = List.of("1+1=1", "2+9=2", "3+1=3");
    private static final int FIRST = (int) RedoLogLayout.RECORDS_OFFSET;
    private static final int SECOND = FIRST + 64;
    private static final int THIRD = SECOND + 72;
    private static final int END = THIRD + 64;

    @TempDir
    Path directory;

    private byte[] sound = new byte[0];

    @BeforeEach
    void writeThreeRecords() {
        try (RedoLogFixture fixture = RedoLogFixture.empty(directory)) {
            fixture.append(1, 1);
            fixture.append(new long[] {2}, new long[] {11}, 2);
            fixture.append(3, 3);
            fixture.log.flush();
            sound = fixture.content();
        }
    }

    @Test
    void aDamagedByteOfARecordEndsTheReplayBeforeIt() {
        for (int at = FIRST; at < END; at++) {
            int intact = at < SECOND ? 0 : at < THIRD ? 1 : 2;
            for (byte[] damaged : damages(at)) {
                assertThat(replayOf(damaged)).as("byte %d", at).isEqualTo(RECORDS.subList(0, intact));
            }
        }
    }

    @Test
    void aRecordThatIsCutOffAnywhereIsNotReplayed() {
        for (int cut = THIRD; cut < END; cut++) {
            byte[] torn = sound.clone();
            Arrays.fill(torn, cut, END, (byte) 0);
            // The last bytes of the record are padding, which is zero anyway.
            int intact = Arrays.equals(torn, sound) ? 3 : 2;
            assertThat(replayOf(torn)).as("cut at byte %d", cut).isEqualTo(RECORDS.subList(0, intact));
        }
    }

    @Test
    void oneDamagedStatusIsMadeUpForByTheOther() {
        for (int copy = 0; copy < 2; copy++) {
            for (int field = 0; field < RedoLogLayout.STATUS_BYTES; field++) {
                for (byte[] damaged : damages((int) (copy * RedoLogLayout.STATUS_BLOCK_BYTES) + field)) {
                    assertThat(replayOf(damaged))
                            .as("copy %d, byte %d", copy, field)
                            .isEqualTo(RECORDS);
                }
            }
        }
    }

    @Test
    void twoDamagedStatusesAreRefused() {
        for (int field = 0; field < RedoLogLayout.STATUS_BYTES; field++) {
            byte[] damaged = sound.clone();
            damaged[field] ^= 0x40;
            damaged[(int) RedoLogLayout.STATUS_BLOCK_BYTES + field] ^= 0x40;
            assertThatThrownBy(() -> replayOf(damaged))
                    .as("byte %d", field)
                    .isInstanceOf(RedoLogException.Corrupt.class)
                    .hasMessageContaining("offset=0, expected=a status that checks itself, found=");
        }
    }

    @Test
    void aNewerVersionIsRefusedEvenIfTheOtherStatusIsOld() {
        byte[] newer = sound.clone();
        MemorySegment.ofArray(newer).set(INT, RedoLogLayout.STATUS_VERSION, 2);
        resealStatus(newer, 0);
        assertThatThrownBy(() -> replayOf(newer))
                .isInstanceOf(RedoLogException.UnsupportedVersion.class)
                .hasMessageContaining("offset=8, expected=1, found=2");
    }

    @Test
    void aStatusOfAnotherCapacityIsRefused() {
        byte[] longer = sound.clone();
        for (int copy = 0; copy < 2; copy++) {
            int start = copy * (int) RedoLogLayout.STATUS_BLOCK_BYTES;
            MemorySegment.ofArray(longer).set(LONG, start + RedoLogLayout.STATUS_CAPACITY, 1024);
            resealStatus(longer, start);
        }
        assertThatThrownBy(() -> replayOf(longer))
                .isInstanceOf(RedoLogException.Corrupt.class)
                .hasMessageContaining("offset=40, expected=capacityBytes=512, found=1024");
    }

    @Test
    void aRecordOfAnUnknownKindIsRefused() {
        byte[] unknown = sound.clone();
        MemorySegment.ofArray(unknown).set(INT, SECOND + RedoLogLayout.RECORD_KIND, 7);
        resealRecord(unknown, SECOND, 72);
        assertThatThrownBy(() -> replayOf(unknown))
                .isInstanceOf(RedoLogException.UnsupportedVersion.class)
                .hasMessageContaining("offset=" + (SECOND + 4) + ", expected=kind=1, found=kind=7");
    }

    @Test
    void aSealedRecordWithARangeOutsideOfTheOwnerIsRefused() {
        long firstRange = SECOND + RedoLogLayout.RECORD_HEADER_BYTES;
        for (long[] range : new long[][] {{-1, 1}, {256, 1}, {248, 9}, {0, 0}, {0, -1}, {0, 1 << 20}, {1L << 62, 8}}) {
            byte[] wild = sound.clone();
            MemorySegment.ofArray(wild).set(LONG, firstRange, range[0]);
            MemorySegment.ofArray(wild).set(LONG, firstRange + 8, range[1]);
            resealRecord(wild, SECOND, 72);
            assertThatThrownBy(() -> replayOf(wild))
                    .as("range %s", Arrays.toString(range))
                    .isInstanceOf(RedoLogException.Corrupt.class)
                    .hasMessageContaining("offset=" + firstRange + ", expected=range within=0..256");
        }
    }

    @Test
    void aSealedRecordWithMoreOrFewerRangesThanItHoldsIsRefused() {
        for (long count : new long[] {0, 2, -1, Long.MAX_VALUE}) {
            byte[] wrong = sound.clone();
            MemorySegment.ofArray(wrong).set(LONG, SECOND + RedoLogLayout.RECORD_RANGE_COUNT, count);
            resealRecord(wrong, SECOND, 72);
            assertThatThrownBy(() -> replayOf(wrong))
                    .as("count %d", count)
                    .isInstanceOf(RedoLogException.Corrupt.class);
        }
    }

    @Test
    void aLengthBeyondTheRingIsTornAndNotRead() {
        for (long length : new long[] {0, 8, 39, 41, 1 << 20, Long.MAX_VALUE & -8, -8}) {
            byte[] wrong = sound.clone();
            MemorySegment.ofArray(wrong).set(LONG, SECOND + RedoLogLayout.RECORD_LENGTH, length);
            assertThat(replayOf(wrong)).as("length %d", length).isEqualTo(RECORDS.subList(0, 1));
        }
    }

    private List<byte[]> damages(int at) {
        byte[] flipped = sound.clone();
        flipped[at] ^= 0x10;
        byte[] zeroed = sound.clone();
        zeroed[at] = 0;
        return sound[at] == 0 ? List.of(flipped) : List.of(flipped, zeroed);
    }

    private List<String> replayOf(byte[] content) {
        try (RedoLogFixture fixture = RedoLogFixture.of(directory, content)) {
            return fixture.replayAll();
        }
    }

    private static void resealStatus(byte[] content, int start) {
        CRC32C crc = new CRC32C();
        crc.update(content, start, 12);
        crc.update(content, start + 16, 56);
        MemorySegment.ofArray(content).set(INT, start + RedoLogLayout.STATUS_CHECK, (int) crc.getValue());
    }

    private static void resealRecord(byte[] content, int start, int lengthBytes) {
        CRC32C crc = new CRC32C();
        crc.update(content, start + 4, lengthBytes - 4);
        MemorySegment.ofArray(content).set(INT, start, (int) crc.getValue());
    }
}
