package org.failuretransparency.recoverable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Wrong calls: each refused by its class, with the memory as it was and a transaction, if one is open, still usable.
abstract class MisuseContract extends TransactionContract {

    MisuseContract(StorageKind kind) {
        super(kind);
    }

    static Stream<Named<Consumer<RecoverableMemory>>> callsThatNeedATransaction() {
        return Stream.of(
                Named.of("commit", RecoverableMemory::commit),
                Named.of("abort", RecoverableMemory::abort),
                Named.of("setRange", memory -> memory.setRange(0, 8)),
                Named.of("setRange of 9 bytes", memory -> memory.setRange(0, 9)),
                Named.of("setRange of 1000 bytes", memory -> memory.setRange(0, 1000)),
                Named.of("putLong", memory -> memory.putLong(0, 1)),
                Named.of("putInt", memory -> memory.putInt(0, 1)),
                Named.of("put", memory -> memory.put(0, new byte[] {1, 2, 3})),
                Named.of("addLong", memory -> memory.addLong(0, 1)));
    }

    @ParameterizedTest
    @MethodSource("callsThatNeedATransaction")
    void refusesCallsWithoutATransaction(Consumer<RecoverableMemory> call) {
        byte[] before = fill(0, 100, 1);
        assertThatThrownBy(() -> call.accept(memory))
                .isInstanceOf(Misuse.NoTransaction.class)
                .hasMessageContaining("no transaction: call=")
                .hasMessageContaining("expected=begin() before it");
        assertThat(bytes(0, 100)).isEqualTo(before);
        assertThat(memory.inTransaction()).isFalse();
        memory.begin();
        memory.abort();
        assertThatThrownBy(() -> call.accept(memory)).isInstanceOf(Misuse.NoTransaction.class);
        assertThat(bytes(0, 100)).isEqualTo(before);
    }

    @Test
    void refusesANestedBeginAndGoesOn() {
        fill(0, 8, 1);
        memory.begin();
        memory.putLong(0, 5);
        assertThatThrownBy(memory::begin)
                .isInstanceOf(Misuse.NestedBegin.class)
                .hasMessage("transaction is open already: call=begin, expected=commit() or abort() before it");
        memory.putLong(8, 6);
        memory.commit();
        assertThat(memory.getLong(0)).isEqualTo(5);
        assertThat(memory.getLong(8)).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0, -1",
        "0, -8",
        "8, -9223372036854775808",
        "-1, 0",
        "9223372036854775807, 0",
        "262144, 0",
        "5, -9223372036854775807"
    })
    void refusesEmptyRanges(long offset, long lengthBytes) {
        byte[] before = fill(0, 100, 1);
        memory.begin();
        memory.putLong(40, 7);
        assertThatThrownBy(() -> memory.setRange(offset, lengthBytes))
                .isInstanceOf(Misuse.BadLength.class)
                .hasMessage(
                        "range is empty: offset=" + offset + ", lengthBytes=" + lengthBytes + ", expected at least=1");
        memory.abort();
        assertThat(bytes(0, 100)).isEqualTo(before);
    }

    @Test
    void refusesAPutOfNoBytes() {
        memory.begin();
        assertThatThrownBy(() -> memory.put(0, new byte[0])).isInstanceOf(Misuse.BadLength.class);
        memory.abort();
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1",
        "-1, 9",
        "-8, 8",
        "-1, 1000",
        "-9223372036854775808, 1",
        "-9223372036854775808, 9223372036854775807",
        "262144, 1",
        "262143, 2",
        "262137, 8",
        "262136, 9",
        "262081, 64",
        "262080, 65",
        "0, 262145",
        "1, 262144",
        "9223372036854775807, 1",
        "9223372036854775800, 8",
        "9223372036854775807, 9223372036854775807",
        "0, 9223372036854775807",
        "8, 9223372036854775800",
        "1, 9223372036854775801",
        "262136, 9223372036854775807",
        "4611686018427387904, 4611686018427387904"
    })
    void refusesRangesThatAreNotInside(long offset, long lengthBytes) {
        byte[] before = fill(0, 100, 1);
        byte[] last = fill(MEMORY_BYTES - 100, 100, 2);
        memory.begin();
        memory.putLong(40, 7);
        assertThatThrownBy(() -> memory.setRange(offset, lengthBytes))
                .isInstanceOf(Misuse.OutOfRange.class)
                .hasMessage("range outside of memory: offset=" + offset + ", lengthBytes=" + lengthBytes
                        + ", expected within=0.." + MEMORY_BYTES);
        memory.putLong(48, 8);
        assertThat(memory.commit()).isEqualTo(3);
        assertThat(memory.getLong(40)).isEqualTo(7);
        assertThat(memory.getLong(48)).isEqualTo(8);
        assertThat(bytes(0, 40)).isEqualTo(Arrays.copyOf(before, 40));
        assertThat(bytes(MEMORY_BYTES - 100, 100)).isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource({"-1", "-8", "262137", "262144", "9223372036854775807", "-9223372036854775808", "9223372036854775801"})
    void refusesWordsThatAreNotInside(long offset) {
        byte[] last = fill(MEMORY_BYTES - 100, 100, 2);
        memory.begin();
        assertRefused(() -> memory.putLong(offset, 1));
        assertRefused(() -> memory.addLong(offset, 1));
        assertRefused(() -> memory.put(offset, new byte[8]));
        assertRefused(() -> memory.storeLong(offset, 1));
        assertRefused(() -> memory.store(offset, new byte[8]));
        assertRefused(() -> memory.getLong(offset));
        assertRefused(() -> memory.get(offset, new byte[8]));
        memory.abort();
        assertThat(bytes(MEMORY_BYTES - 100, 100)).isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource({"-1", "-4", "262141", "262144", "9223372036854775807", "-9223372036854775808"})
    void refusesIntsThatAreNotInside(long offset) {
        memory.begin();
        assertRefused(() -> memory.putInt(offset, 1));
        assertRefused(() -> memory.storeInt(offset, 1));
        assertRefused(() -> memory.getInt(offset));
        memory.abort();
        memory.begin();
        memory.putInt(MEMORY_BYTES - 4, 5);
        memory.putLong(MEMORY_BYTES - 8, 6);
        memory.abort();
        assertThat(memory.getLong(MEMORY_BYTES - 8)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-1", "262144", "9223372036854775807", "-9223372036854775808"})
    void refusesBytesThatAreNotInside(long offset) {
        assertRefused(() -> memory.getByte(offset));
        memory.begin();
        assertRefused(() -> memory.storeByte(offset, (byte) 1));
        memory.abort();
    }

    private static void assertRefused(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(Misuse.OutOfRange.class);
    }

    @Test
    void readsAndStoresOfNoBytesDoNothing() {
        memory.get(0, new byte[0]);
        memory.begin();
        memory.store(0, new byte[0]);
        memory.abort();
    }

    @Test
    void refusesEverythingAfterClose() {
        memory.begin();
        memory.close();
        assertClosed(memory::begin);
        assertClosed(memory::commit);
        assertClosed(memory::abort);
        assertClosed(() -> memory.setRange(0, 8));
        assertClosed(() -> memory.setRange(0, 1000));
        assertClosed(() -> memory.putLong(0, 1));
        assertClosed(() -> memory.putInt(0, 1));
        assertClosed(() -> memory.put(0, new byte[] {1}));
        assertClosed(() -> memory.addLong(0, 1));
        assertClosed(() -> memory.getLong(0));
        assertClosed(() -> memory.getInt(0));
        assertClosed(() -> memory.getByte(0));
        assertClosed(() -> memory.get(0, new byte[1]));
        assertClosed(() -> memory.storeLong(0, 1));
        assertClosed(() -> memory.storeInt(0, 1));
        assertClosed(() -> memory.storeByte(0, (byte) 1));
        assertClosed(() -> memory.store(0, new byte[1]));
        assertThat(memory.inTransaction()).isFalse();
    }

    private static void assertClosed(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(Misuse.Closed.class).hasMessageContaining("memory is closed: call=");
    }
}
