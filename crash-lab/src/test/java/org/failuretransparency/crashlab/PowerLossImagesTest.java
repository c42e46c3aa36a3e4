package org.failuretransparency.crashlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.TreeSet;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.rio.Stores;
import org.junit.jupiter.api.Test;

/// The images that a power failure may leave: exactly those that the model allows, and enough to find the toy log's
/// flaw.
class PowerLossImagesTest {

    private static final Effort EFFORT = Effort.seeded(1);
    private static final RegionType TYPE = RegionType.database("TEST");

    private static final Oracle RECORDS = image -> {
        try (ToyLog log = ToyLog.open(image.regions())) {
            assertThat(log.count()).isBetween(image.completed(), image.started());
        }
    };

    private static Trace appends(boolean forces) {
        try (Recording recording = Recording.on(StorageKind.DISK);
                ToyLog log = ToyLog.create(recording, forces)) {
            recording.start();
            for (long number = 1; number <= 3; number++) {
                long append = number;
                recording.operation(append, () -> log.append(append));
            }
            return recording.trace();
        }
    }

    @Test
    void acceptsTheLogThatForcesItsRecords() {
        CrashImages.Statistics statistics =
                CrashImages.afterPowerLoss(appends(true), EFFORT).check(RECORDS);
        assertThat(statistics.inOperation()).isGreaterThan(6);
    }

    @Test
    void acceptsTheLogWithoutForcingWhereOnlyTheProcessIsKilled() {
        CrashImages.afterKill(appends(false), EFFORT).check(RECORDS);
    }

    @Test
    void findsTheLogThatDoesNotForce() {
        CrashImages images = CrashImages.afterPowerLoss(appends(false), EFFORT);
        assertThatThrownBy(() -> images.check(RECORDS)).hasMessageContaining("crash image rejected");
    }

    @Test
    void catchesEveryMutantOfTheLog() {
        Mutants.Verdict verdict =
                Mutants.of(appends(true)).judge(trace -> CrashImages.afterPowerLoss(trace, EFFORT), RECORDS);
        assertThat(verdict.survivors()).isEmpty();
        assertThat(verdict.caught()).isGreaterThan(5);
    }

    @Test
    void refusesStorageThatDoesNotSurviveIt() {
        try (Recording recording = Recording.on(StorageKind.RIO)) {
            Trace trace = recording.trace();
            assertThatThrownBy(() -> CrashImages.afterPowerLoss(trace, EFFORT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("storage does not survive power loss: kind=rio");
        }
    }

    @Test
    void keepsAPrefixOfTheChangesOfEachSectorByItself() {
        assertThat(valuesAfter(region -> {
                    Stores.STORES.putLong(region.segment().address(), 1);
                    Stores.STORES.putLong(region.segment().address(), 2);
                    Stores.STORES.putLong(region.segment().address() + 512, 3);
                }))
                .containsExactlyInAnyOrder("00", "10", "20", "03", "13", "23");
    }

    @Test
    void keepsWhatWasForced() {
        assertThat(valuesAfter(region -> {
                    Stores.STORES.putLong(region.segment().address(), 1);
                    region.sync();
                    Stores.STORES.putLong(region.segment().address() + 512, 3);
                }))
                .containsExactlyInAnyOrder("00", "10", "13");
    }

    @Test
    void losesEverySectorOfAWriteByItselfAndNoneInHalf() {
        assertThat(valuesAfter(region -> {
                    Region source = region;
                    source.write(8, source.segment().address() + 2048, 1024);
                }))
                .containsExactlyInAnyOrder("00", "07");
    }

    @Test
    void triesOnlyTheExtremesAndSamplesOfManySectors() {
        try (Recording recording = Recording.on(StorageKind.DISK);
                Region region = recording.create("region", TYPE, 1 << 20)) {
            recording.start();
            recording.operation(1, () -> Stores.STORES.fill(region.segment().address(), 1 << 19, (byte) 1));
            long images = CrashImages.afterPowerLoss(recording.trace(), new Effort(64, 32, 1))
                    .check(image -> {})
                    .images();
            assertThat(images).isBetween(100L, 400L);
        }
    }

    /// The distinct values of the first words of two sectors after a power failure at any point of `program`.
    private static Set<String> valuesAfter(Program program) {
        Set<String> values = new TreeSet<>();
        try (Recording recording = Recording.on(StorageKind.DISK);
                Region region = recording.create("region", TYPE, 8192)) {
            Stores.STORES.putLong(region.segment().address() + 2048 + 504, 7);
            recording.start();
            recording.operation(1, () -> program.run(region));
            CrashImages.afterPowerLoss(recording.trace(), EFFORT).check(image -> {
                try (Region left = image.regions().open("region", TYPE)) {
                    long base = left.segment().address();
                    values.add(RawMemory.getLong(base) + "" + RawMemory.getLong(base + 512));
                }
            });
        }
        return values;
    }

    /// Changes to a region.
    private interface Program {
        void run(Region region);
    }
}
