package org.failuretransparency.rvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.failuretransparency.crashlab.FailingRegions;
import org.failuretransparency.recoverable.Misuse;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.Storage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ends a program at every write and every sync that it makes, before it or in the middle of it, and again at every one
/// of the recovery that follows; the third opening must find what the first recovery would have.
class RvmInterruptionTest {

    private static final int DATABASE_BYTES = 5 * 4096;
    private static final int TRANSACTIONS = 24;
    private static final long SEED = 7;

    @TempDir
    Path directory;

    /// The database after each commit of the program; element 0 is the empty one.
    private final List<byte[]> states = new ArrayList<>();

    private long durable;
    private int landed;

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "3, true"})
    void recoversTheDurableTransactionsFromEveryPointAlsoWhenInterruptedAgain(int groupCommits, boolean tears) {
        long effects = runUntil(Long.MAX_VALUE, groupCommits, tears);
        for (long point = 0; point < effects; point++) {
            runUntil(point, groupCommits, tears);
        }
        assertThat(landed).isEqualTo((int) effects).isGreaterThan(50);
    }

    /// Runs the program until effect number `point`, recovers, compares; returns the number of effects.
    private long runUntil(long point, int groupCommits, boolean tears) {
        Storage storage = Crashes.newStorage(directory);
        RvmOptions options = RvmOptions.defaults().withLogBytes(8192 + 1024).withGroupCommits(groupCommits);
        RvmMemory.create(storage, "x", DATABASE_BYTES, options).close();
        FailingRegions regions = new FailingRegions(storage, point, tears);
        durable = 0;
        states.clear();
        states.add(new byte[DATABASE_BYTES]);
        try (RvmMemory memory = RvmMemory.open(regions, "x", options)) {
            try {
                program(memory);
            } catch (RegionException.Io e) {
                assertPoisoned(memory);
            }
        } catch (RegionException.Io e) {
            // Opening or closing failed: where closing did, all that had been committed was in the log or is in the
            // last state.
            assertThat(regions.hasFailed()).isTrue();
        }
        if (regions.hasFailed()) {
            landed++;
            assertRecovers(storage, options, "point " + point);
        }
        return regions.effects().size();
    }

    private void program(RvmMemory memory) {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] state = new byte[DATABASE_BYTES];
        for (int i = 1; i <= TRANSACTIONS; i++) {
            memory.begin();
            for (int range = 0; range < 3; range++) {
                byte[] bytes = new byte[1 + random.nextInt(30)];
                random.nextBytes(bytes);
                int offset = random.nextInt(DATABASE_BYTES - bytes.length);
                memory.put(offset, bytes);
                System.arraycopy(bytes, 0, state, offset, bytes.length);
            }
            states.add(state.clone());
            memory.commit();
            durable = memory.durableSequence();
        }
    }

    private void assertPoisoned(RvmMemory memory) {
        assertThat(memory.inTransaction()).isFalse();
        assertThatThrownBy(memory::begin)
                .isInstanceOf(Misuse.Failed.class)
                .hasMessage("memory failed before: call=begin, expected=close() and open again, which recovers")
                .hasCauseInstanceOf(RegionException.Io.class);
    }

    private void assertRecovers(Storage storage, RvmOptions options, String where) {
        Storage copy = Crashes.afterKill(storage, directory);
        byte[] recovered;
        try (RvmMemory memory = RvmMemory.open(copy, "x", options)) {
            recovered = Crashes.bytesOf(memory);
        }
        assertThat(states.subList((int) durable, states.size()))
                .as(where)
                .anySatisfy(state -> assertThat(recovered).isEqualTo(state));
        for (long again = 0; ; again++) {
            FailingRegions regions = new FailingRegions(storage, again, true);
            try (RvmMemory memory = RvmMemory.open(regions, "x", options)) {
                assertThat(Crashes.bytesOf(memory)).as(where).isEqualTo(recovered);
            } catch (RegionException.Io e) {
                assertThat(regions.hasFailed()).isTrue();
            }
            if (!regions.hasFailed()) {
                return;
            }
        }
    }
}
