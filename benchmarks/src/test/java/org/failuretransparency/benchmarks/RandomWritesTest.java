package org.failuretransparency.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/// A benchmark's proof of its database can fail.
final class RandomWritesTest {

    private static final int DATABASE_BYTES = 1 << 16;
    private static final int NUMBERS = 5000;

    @TempDir
    Path directory;

    private RecoverableMemory memory;

    @BeforeEach
    void createMemory() {
        Storage storage = Storage.of(StorageKind.RIO, directory);
        memory = new UnprotectedMemory(storage.create("database", RegionType.database("BARE"), DATABASE_BYTES));
    }

    @AfterEach
    void closeMemory() {
        memory.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 256, DATABASE_BYTES})
    void acceptsAllWritesAndNoneLost(int rangeBytes) {
        RandomWrites writes = new RandomWrites(DATABASE_BYTES, rangeBytes);
        writeAllBut(0, writes);
        assertThatCode(() -> writes.requireNewest(memory, NUMBERS)).doesNotThrowAnyException();
        assertThatThrownBy(() -> writes.requireNewest(memory, NUMBERS + 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("write is not there: number=" + (NUMBERS + 1));
    }

    @Test
    void noticesALostWrite() {
        RandomWrites writes = new RandomWrites(DATABASE_BYTES, 16);
        writeAllBut(NUMBERS - 3, writes);
        assertThatThrownBy(() -> writes.requireNewest(memory, NUMBERS)).hasMessageContaining("number=" + (NUMBERS - 3));
    }

    @Test
    void noticesATornWrite() {
        RandomWrites writes = new RandomWrites(DATABASE_BYTES, 256);
        writeAllBut(0, writes);
        memory.storeLong(writes.offset(NUMBERS) + 128, 0);
        assertThatThrownBy(() -> writes.requireNewest(memory, NUMBERS)).hasMessageContaining("number=" + NUMBERS);
    }

    @Test
    void writesEverywhereAtMultiplesOfEight() {
        RandomWrites writes = new RandomWrites(DATABASE_BYTES, 8);
        writeAllBut(0, writes);
        long untouched = 0;
        for (long offset = 0; offset < DATABASE_BYTES; offset += 8) {
            untouched += memory.getLong(offset) == 0 ? 1 : 0;
        }
        // 8192 words and 5000 uniform writes leave 8192 · e^(-5000/8192) = 4449 words, give or take 46.
        assertThat(untouched).isBetween(4200L, 4700L);
    }

    private void writeAllBut(long lost, RandomWrites writes) {
        byte[] bytes = writes.newBytes();
        for (long number = 1; number <= NUMBERS; number++) {
            if (number != lost) {
                writes.store(memory, writes.offset(number), bytes, number);
            }
        }
    }
}
