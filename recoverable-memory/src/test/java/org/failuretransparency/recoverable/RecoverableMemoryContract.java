package org.failuretransparency.recoverable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every [RecoverableMemory] has to keep, as tests: an implementation extends this class, once for each storage
/// kind. The superclasses have a test for each rule; here are random transactions, aborts, closes and crashes, against
/// an array that holds what the memory must hold.
///
/// To run a failed seed again: `mvn test -pl MODULE -am -Dtest=CLASS -Dcontract.seed=SEED`.
public abstract class RecoverableMemoryContract extends MisuseContract {

    private static final String SEED_PROPERTY = "contract.seed";
    private static final int LENGTH_BYTES = 20_011;
    private static final int RANDOM_LOG_BYTES = 256 << 10;

    protected RecoverableMemoryContract(StorageKind kind) {
        super(kind);
    }

    /// Two seeds that stay the same and one that is new in each run, or the one that was asked for.
    static LongStream seeds() {
        Long asked = Long.getLong(SEED_PROPERTY);
        return asked != null ? LongStream.of(asked) : LongStream.of(1, 2, System.nanoTime() & 0xFFFF_FFFFL);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void behavesAsAnArrayWithTransactions(long seed) throws IOException {
        run(seed, 200);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("seeds")
    void behavesAsAnArrayWithTransactionsForLong(long seed) throws IOException {
        run(seed, 10_000);
    }

    private void run(long seed, int transactions) throws IOException {
        createAnother(LENGTH_BYTES, RANDOM_LOG_BYTES);
        SplittableRandom random = new SplittableRandom(seed);
        byte[] expected = new byte[LENGTH_BYTES];
        for (int i = 1; i <= transactions; i++) {
            try {
                expected = transaction(expected, random);
                assertThat(bytes(0, LENGTH_BYTES)).isEqualTo(expected);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "random transactions failed: kind=" + kind().label() + ", seed=" + seed + ", transaction=" + i
                                + ", run again with=-D" + SEED_PROPERTY + "=" + seed,
                        e);
            }
        }
    }

    /// Executes a transaction and ends it in one of the possible ways. Returns what the memory must hold then.
    private byte[] transaction(byte[] before, SplittableRandom random) {
        byte[] after = before.clone();
        memory.begin();
        for (int ranges = random.nextInt(9); ranges > 0; ranges--) {
            change(after, random);
        }
        int end = random.nextInt(40);
        if (end >= 10) {
            memory.commit();
            memory.flush();
            return after;
        }
        if (end == 0) {
            reopen();
        } else if (end == 1) {
            crash();
        } else {
            memory.abort();
        }
        return before;
    }

    /// Changes a random range, of a length that is mostly short, in one of the ways there are.
    private void change(byte[] array, SplittableRandom random) {
        int lengthBytes = random.nextInt(1, random.nextInt(10) == 0 ? 5000 : 80);
        int offset = random.nextInt(LENGTH_BYTES - lengthBytes + 1);
        byte[] stored = new byte[lengthBytes];
        random.nextBytes(stored);
        switch (random.nextInt(5)) {
            case 0 -> memory.put(offset, stored);
            case 1 -> {
                stored = Arrays.copyOf(stored, Long.BYTES);
                offset = Math.min(offset, LENGTH_BYTES - Long.BYTES);
                memory.putLong(offset, longOf(stored));
            }
            case 2 -> {
                stored = Arrays.copyOf(stored, Integer.BYTES);
                offset = Math.min(offset, LENGTH_BYTES - Integer.BYTES);
                memory.putInt(offset, intOf(stored));
            }
            case 3 -> {
                memory.setRange(offset, lengthBytes);
                memory.store(offset, stored);
            }
            default -> stored = storeSome(offset, lengthBytes, stored, random);
        }
        System.arraycopy(stored, 0, array, offset, stored.length);
    }

    /// Declares a range and stores only into its first part.
    private byte[] storeSome(int offset, int lengthBytes, byte[] bytes, SplittableRandom random) {
        byte[] stored = Arrays.copyOf(bytes, random.nextInt(lengthBytes));
        memory.setRange(offset, lengthBytes);
        memory.store(offset, stored);
        return stored;
    }

    private static long longOf(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong();
    }

    private static int intOf(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt();
    }
}
