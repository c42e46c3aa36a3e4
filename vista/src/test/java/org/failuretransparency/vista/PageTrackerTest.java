package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.failuretransparency.recoverable.LogFullException;
import org.failuretransparency.recoverable.Misuse;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTrackerTest {

    private static final int PAGE_BYTES = PageTracker.PAGE_BYTES;
    private static final int LENGTH_BYTES = 3 * PAGE_BYTES + 100;

    @TempDir
    private Path directory;

    private Vista vista;
    private VistaMemory memory;
    private PageTracker tracker;

    @BeforeEach
    void createSegment() {
        vista = Vista.create(Storage.of(StorageKind.RIO, directory), "test", new VistaOptions(64 << 10));
        memory = vista.createSegment("data", LENGTH_BYTES);
        tracker = new PageTracker(memory);
        vista.begin();
        for (int i = 0; i + 8 <= LENGTH_BYTES; i += 8) {
            memory.setRange(i, 8);
            memory.storeLong(i, i);
        }
        vista.commit();
    }

    @AfterEach
    void close() {
        vista.close();
    }

    private static long pages(int count) {
        return count * LogLayout.recordBytes(PAGE_BYTES);
    }

    @Test
    void logsAPageAtItsFirstStoreOnly() {
        vista.begin();
        tracker.putLong(0, 1);
        assertThat(vista.loggedBytes()).isEqualTo(pages(1));
        tracker.putLong(8, 2);
        tracker.putInt(100, 3);
        tracker.putByte(PAGE_BYTES - 1, (byte) 4);
        tracker.put(200, new byte[] {5, 6, 7});
        assertThat(vista.loggedBytes()).isEqualTo(pages(1));
        tracker.putLong(PAGE_BYTES, 8);
        assertThat(vista.loggedBytes()).isEqualTo(pages(2));
        assertThat(memory.getLong(0)).isEqualTo(1);
        assertThat(memory.getInt(100)).isEqualTo(3);
        vista.abort();
        for (int i = 0; i + 8 <= LENGTH_BYTES; i += 8) {
            assertThat(memory.getLong(i)).isEqualTo(i);
        }
    }

    @Test
    void logsAPageAgainInTheNextTransaction() {
        for (int i = 0; i < 3; i++) {
            vista.begin();
            tracker.putLong(0, 10 + i);
            assertThat(vista.loggedBytes()).isEqualTo(pages(1));
            vista.commit();
        }
        vista.begin();
        tracker.putLong(0, 99);
        vista.abort();
        assertThat(memory.getLong(0)).isEqualTo(12);
        vista.begin();
        tracker.putLong(0, 99);
        assertThat(vista.loggedBytes()).isEqualTo(pages(1));
        vista.abort();
        assertThat(memory.getLong(0)).isEqualTo(12);
    }

    @Test
    void logsBothPagesOfAStoreThatCrosses() {
        vista.begin();
        tracker.putLong(PAGE_BYTES - 4, -1);
        assertThat(vista.loggedBytes()).isEqualTo(pages(2));
        tracker.putInt(2 * PAGE_BYTES - 2, -1);
        assertThat(vista.loggedBytes()).isEqualTo(pages(3));
        vista.abort();
        assertThat(memory.getLong(PAGE_BYTES)).isEqualTo(PAGE_BYTES);
        assertThat(memory.getLong(PAGE_BYTES - 8)).isEqualTo(PAGE_BYTES - 8);
    }

    @Test
    void logsTheLastPartialPage() {
        vista.begin();
        tracker.putByte(LENGTH_BYTES - 1, (byte) 77);
        assertThat(vista.loggedBytes()).isEqualTo(LogLayout.recordBytes(100));
        vista.abort();
        assertThat(memory.getByte(LENGTH_BYTES - 1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 512, 2048})
    void logsEachUnitOnceInATransaction(int unitBytes) {
        PageTracker lines = new PageTracker(memory, unitBytes);
        long unit = LogLayout.recordBytes(unitBytes);
        for (int round = 0; round < 3; round++) {
            vista.begin();
            for (int i = 0; i < 5; i++) {
                lines.putLong(unitBytes, i);
                lines.putInt(2 * unitBytes - 4, i);
                lines.putByte(unitBytes + 20, (byte) i);
            }
            assertThat(vista.loggedBytes()).isEqualTo(unit);
            lines.putLong(2 * unitBytes - 4, -1);
            assertThat(vista.loggedBytes()).isEqualTo(2 * unit);
            lines.touch(unitBytes - 1, 2 * unitBytes + 2);
            assertThat(vista.loggedBytes()).isEqualTo(4 * unit);
            vista.abort();
            for (int i = 0; i + 8 <= LENGTH_BYTES; i += 8) {
                assertThat(memory.getLong(i)).isEqualTo(i);
            }
        }
    }

    @Test
    void logsTheLastPartialLine() {
        PageTracker lines = new PageTracker(memory, 64);
        vista.begin();
        lines.putByte(LENGTH_BYTES - 1, (byte) 77);
        assertThat(vista.loggedBytes()).isEqualTo(LogLayout.recordBytes(100 - 64));
        vista.abort();
        assertThat(memory.getByte(LENGTH_BYTES - 1)).isZero();
    }

    @Test
    void checksARangeOnceForMany() {
        vista.begin();
        tracker.touch(10, 2 * PAGE_BYTES);
        assertThat(vista.loggedBytes()).isEqualTo(pages(3));
        MemorySegment writable = tracker.writable(PAGE_BYTES, PAGE_BYTES);
        assertThat(vista.loggedBytes()).isEqualTo(pages(3));
        assertThat(writable.byteSize()).isEqualTo(PAGE_BYTES);
        writable.set(ValueLayout.JAVA_LONG, 0, 5);
        assertThat(memory.getLong(PAGE_BYTES)).isEqualTo(5);
        writable.fill((byte) 1);
        vista.abort();
        assertThat(memory.getLong(PAGE_BYTES)).isEqualTo(PAGE_BYTES);
        assertThat(memory.getLong(2 * PAGE_BYTES - 8)).isEqualTo(2 * PAGE_BYTES - 8);
    }

    @Test
    void refusesStoresOutsideOfATransaction() {
        vista.begin();
        tracker.putLong(0, 1);
        vista.commit();
        assertThatThrownBy(() -> tracker.putLong(0, 2)).isInstanceOf(Misuse.NoTransaction.class);
        assertThatThrownBy(() -> tracker.putInt(0, 2)).isInstanceOf(Misuse.NoTransaction.class);
        assertThatThrownBy(() -> tracker.putByte(0, (byte) 2)).isInstanceOf(Misuse.NoTransaction.class);
        assertThatThrownBy(() -> tracker.put(0, new byte[] {2})).isInstanceOf(Misuse.NoTransaction.class);
        assertThatThrownBy(() -> tracker.touch(0, 1)).isInstanceOf(Misuse.NoTransaction.class);
        assertThatThrownBy(() -> tracker.writable(0, 1)).isInstanceOf(Misuse.NoTransaction.class);
        assertThat(memory.getLong(0)).isEqualTo(1);
    }

    @Test
    void refusesRangesThatAreNotInside() {
        vista.begin();
        for (long offset : new long[] {-1, LENGTH_BYTES - 7, LENGTH_BYTES, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> tracker.putLong(offset, 1)).isInstanceOf(Misuse.OutOfRange.class);
            assertThatThrownBy(() -> tracker.put(offset, new byte[8])).isInstanceOf(Misuse.OutOfRange.class);
        }
        assertThatThrownBy(() -> tracker.writable(1, Long.MAX_VALUE)).isInstanceOf(Misuse.OutOfRange.class);
        assertThatThrownBy(() -> tracker.writable(0, 0)).isInstanceOf(Misuse.BadLength.class);
        assertThatThrownBy(() -> tracker.put(0, new byte[0])).isInstanceOf(Misuse.BadLength.class);
        assertThat(vista.loggedBytes()).isZero();
        vista.commit();
    }

    @Test
    void doesNotTakeAPageForLoggedWhenTheLogIsFull() {
        vista.close();
        vista = Vista.create(Storage.of(StorageKind.RIO, directory), "small", new VistaOptions(PAGE_BYTES + 100));
        memory = vista.createSegment("data", 2 * PAGE_BYTES);
        tracker = new PageTracker(memory);
        vista.begin();
        tracker.putLong(0, 1);
        assertThatThrownBy(() -> tracker.putLong(PAGE_BYTES, 1)).isInstanceOf(LogFullException.class);
        assertThatThrownBy(() -> tracker.putLong(PAGE_BYTES, 1)).isInstanceOf(LogFullException.class);
        assertThat(memory.getLong(PAGE_BYTES)).isZero();
        vista.abort();
        assertThat(memory.getLong(0)).isZero();
    }

    @Test
    void refusesStoresAfterClose() {
        vista.begin();
        tracker.putLong(0, 1);
        vista.close();
        assertThatThrownBy(() -> tracker.putLong(0, 2)).isInstanceOf(Misuse.Closed.class);
    }
}
