package org.failuretransparency.crashlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.rio.Stores;
import org.junit.jupiter.api.Test;

/// The images that a killed process may leave: exactly those that the model allows, and enough to find the toys' flaws.
class KillImagesTest {

    private static final Effort EFFORT = Effort.seeded(1);

    /// An update counts as found when the commit store is there: not before it started, and at the latest when it
    /// returned.
    private static final Oracle UPDATES = image -> {
        try (TwoWords words = TwoWords.open(image.regions())) {
            assertThat(words.newest()).isBetween(image.completed(), image.started());
        }
    };

    private static Trace updates(TwoWords.Flaw flaw) {
        try (Recording recording = Recording.on(StorageKind.RIO);
                TwoWords words = TwoWords.create(recording, flaw)) {
            recording.start();
            for (long number = 1; number <= 4; number++) {
                long update = number;
                recording.operation(update, () -> words.update(update));
            }
            return recording.trace();
        }
    }

    @Test
    void acceptsTheCorrectProtocol() {
        CrashImages.Statistics statistics =
                CrashImages.afterKill(updates(TwoWords.Flaw.NONE), EFFORT).check(UPDATES);
        assertThat(statistics.images()).isGreaterThan(12);
        assertThat(statistics.inOperation()).isGreaterThan(8);
    }

    @Test
    void findsTheCommitStoreThatDoesNotWaitForTheWords() {
        CrashImages images = CrashImages.afterKill(updates(TwoWords.Flaw.NO_RELEASE), EFFORT);
        assertThatThrownBy(() -> images.check(UPDATES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("crash image rejected")
                .hasMessageContaining("words of update are torn")
                .hasMessageContaining("seed=1");
    }

    @Test
    void findsTheNextUpdatesStoresThatDoNotWaitForTheCommitStore() {
        CrashImages images = CrashImages.afterKill(updates(TwoWords.Flaw.NO_FENCE), EFFORT);
        assertThatThrownBy(() -> images.check(UPDATES)).hasMessageContaining("words of update are torn");
    }

    @Test
    void catchesEveryMutantOfTheCorrectProtocol() {
        Mutants mutants = Mutants.of(updates(TwoWords.Flaw.NONE));
        Mutants.Verdict verdict = mutants.judge(trace -> CrashImages.afterKill(trace, EFFORT), UPDATES);
        assertThat(verdict.survivors()).isEmpty();
        assertThat(verdict.caught()).isGreaterThan(20);
        assertThat(verdict.caught() + verdict.equivalent()).isEqualTo(mutants.size());
    }

    @Test
    void saysThatAnOracleWithoutTeethLetsMutantsLive() {
        Mutants.Verdict verdict = Mutants.of(updates(TwoWords.Flaw.NONE))
                .judge(trace -> CrashImages.afterKill(trace, EFFORT), image -> {});
        assertThat(verdict.caught()).isZero();
        assertThat(verdict.survivors()).isNotEmpty();
    }

    @Test
    void refusesATraceOfWhichNoCrashHitsAnOperation() {
        try (Recording recording = Recording.on(StorageKind.RIO);
                TwoWords words = TwoWords.create(recording, TwoWords.Flaw.NONE)) {
            recording.start();
            words.update(1);
            CrashImages images = CrashImages.afterKill(recording.trace(), EFFORT);
            assertThatThrownBy(() -> images.check(image -> {}))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no crash hit the inside of an operation");
        }
    }

    @Test
    void leavesAnySubsetOfPlainStoresBetweenTwoFences() {
        assertThat(valuesAfter(base -> {
                    Stores.STORES.putLong(base, 1);
                    Stores.STORES.putLong(base + 8, 1);
                    Stores.STORES.fence();
                    Stores.STORES.putLong(base + 16, 1);
                }))
                .containsExactlyInAnyOrder("000", "100", "010", "110", "111");
    }

    @Test
    void keepsStoresBeforeAPublishBeforeItAndLetsLaterOnesMoveUp() {
        assertThat(valuesAfter(base -> {
                    Stores.STORES.putLong(base, 1);
                    Stores.STORES.publish(base + 8, 1);
                    Stores.STORES.putLong(base + 16, 1);
                }))
                .containsExactlyInAnyOrder("000", "100", "110", "111", "001", "101");
    }

    @Test
    void appliesStoresToOnePlaceInTheirOrder() {
        assertThat(valuesAfter(base -> {
                    Stores.STORES.putLong(base, 1);
                    Stores.STORES.putLong(base, 2);
                    Stores.STORES.publish(base + 8, 3);
                }))
                .containsExactlyInAnyOrder("000", "100", "200", "230");
    }

    @Test
    void tearsACopyBetweenWordsOnly() {
        long upperHalf = 0x01010101_00000000L;
        long whole = 0x01010101_01010101L;
        assertThat(valuesAfter(base -> Stores.STORES.fill(base + 4, 12, (byte) 1)))
                .containsExactlyInAnyOrder("000", upperHalf + "00", "0" + whole + "0", upperHalf + "" + whole + "0");
    }

    /// The distinct values of three words after a crash at any point of `program`, written one behind another.
    private static Set<String> valuesAfter(Program program) {
        Set<String> values = new TreeSet<>();
        try (Recording recording = Recording.on(StorageKind.RIO);
                Region region = recording.create("region", RegionType.database("TEST"), 64)) {
            recording.start();
            recording.operation(1, () -> program.run(region.segment().address()));
            CrashImages.afterKill(recording.trace(), EFFORT).check(image -> {
                try (Region left = image.regions().open("region", RegionType.database("TEST"))) {
                    List<String> words = new ArrayList<>();
                    for (int word = 0; word < 3; word++) {
                        words.add(Long.toString(RawMemory.getLong(left.segment().address() + word * 8L)));
                    }
                    values.add(String.join("", words));
                }
            });
        }
        return values;
    }

    /// Stores to a region that starts at the address.
    private interface Program {
        void run(long base);
    }
}
