package org.failuretransparency.rio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The positional disk model against its formula.
class DiskModelTest {

    private static final Drive LOG = Drive.of("disk-1996", Device.LOG);
    private static final long MILLI = 1_000_000;
    private static final int SECTOR_BYTES = 512;

    @TempDir
    private Path directory;

    @Test
    void readsTheDrivesOfTable31() {
        assertThat(LOG.model()).isEqualTo("Seagate ST15150N");
        assertThat(LOG.rotationNanos()).isEqualTo(8_333_333);
        assertThat(LOG.averageSeekNanos()).isEqualTo(9 * MILLI);
        Drive database = Drive.of("disk-1996", Device.DATABASE);
        assertThat(database.model()).isEqualTo("Seagate ST12550N");
        assertThat(database.rotationNanos()).isEqualTo(8_333_333);
        assertThat(Drive.of("disk-1998", Device.LOG).rotationNanos()).isEqualTo(11_111_111);
    }

    @Test
    void fitsSeeksToTheTrackSeekAndTheAverageSeek() {
        assertThat(LOG.seekNanos(0)).isZero();
        assertThat(LOG.seekNanos(1)).isBetween(LOG.trackSeekNanos(), LOG.trackSeekNanos() + MILLI / 2);
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        int seeks = 100_000;
        for (int i = 0; i < seeks; i++) {
            long from = random.nextLong(LOG.cylinders());
            long to = random.nextLong(LOG.cylinders());
            sum += LOG.seekNanos(Math.abs(from - to));
        }
        assertThat(sum / seeks).isCloseTo((double) LOG.averageSeekNanos(), Percentage.withPercentage(1));
    }

    @Test
    void chargesAnAppendRightAfterAnAppendOneRotation() {
        Spindle spindle = new Spindle(LOG, 0);
        long finish = spindle.serve(0, 0, SECTOR_BYTES);
        for (int append = 1; append < 500; append++) {
            long next = spindle.serve(finish, (long) append * SECTOR_BYTES, SECTOR_BYTES);
            assertThat(next - finish)
                    .isCloseTo(LOG.rotationNanos() + LOG.transferNanos(SECTOR_BYTES), within(MILLI / 100));
            finish = next;
        }
    }

    @Test
    void chargesAnAppendAfterIdlingHalfARotationInTheMean() {
        SplittableRandom random = new SplittableRandom(2);
        Spindle spindle = new Spindle(LOG, 0);
        long finish = 0;
        double sum = 0;
        int appends = 20_000;
        for (int append = 0; append < appends; append++) {
            long issued = finish + 50 * MILLI + random.nextLong(10 * LOG.rotationNanos());
            finish = spindle.serve(issued, (long) append * SECTOR_BYTES, SECTOR_BYTES);
            sum += finish - issued;
        }
        double fixed = LOG.overheadNanos() + LOG.transferNanos(SECTOR_BYTES);
        assertThat(sum / appends - fixed).isCloseTo(LOG.rotationNanos() / 2.0, Percentage.withPercentage(2));
    }

    @Test
    void servesARequestWhenTheOneBeforeItIsDone() {
        Spindle spindle = new Spindle(LOG, 0);
        long first = spindle.serve(0, 0, 1 << 20);
        long second = spindle.serve(0, 1 << 20, SECTOR_BYTES);
        assertThat(second).isGreaterThan(first);
        assertThat(first).isGreaterThan(LOG.transferNanos(1 << 20));
    }

    @Test
    void followsTheFormulaForAnyRequest() {
        SplittableRandom random = new SplittableRandom(3);
        Spindle spindle = new Spindle(LOG, 0);
        long free = 0;
        long cylinder = 0;
        for (int request = 0; request < 10_000; request++) {
            long now = free + random.nextLong(20 * MILLI) - 5 * MILLI;
            long offset = random.nextLong(LOG.capacityBytes() / SECTOR_BYTES) * SECTOR_BYTES;
            long bytes = (1 + random.nextLong(64)) * SECTOR_BYTES;
            long start = Math.max(now, free)
                    + LOG.overheadNanos()
                    + LOG.seekNanos(Math.abs(LOG.cylinderOf(offset) - cylinder));
            long turn = Math.floorMod(LOG.angleNanos(offset) - start, LOG.rotationNanos());
            free = spindle.serve(now, offset, bytes);
            assertThat(free).isEqualTo(start + turn + LOG.transferNanos(bytes));
            cylinder = LOG.cylinderOf(offset + bytes);
        }
    }

    @Test
    void sortsAndJoinsWhatASyncHasToWrite() {
        Extents extents = place(new DiskModel("disk-1996", ModelClock.virtual()), UUID.randomUUID(), Device.DATABASE);
        extents.add(9000, 10);
        extents.add(0, 1);
        extents.add(600, 100);
        extents.add(500, 20);
        extents.add(4096, 0);
        assertThat(extents.merge()).isEqualTo(2);
        assertThat(extents.start(0)).isZero();
        assertThat(extents.end(0)).isEqualTo(1024);
        assertThat(extents.start(1)).isEqualTo(8704);
        assertThat(extents.end(1)).isEqualTo(9216);
    }

    @Test
    void joinsLikeASetOfSectors() {
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 200; round++) {
            Extents extents = place(new DiskModel("disk-1996", ModelClock.virtual()), UUID.randomUUID(), Device.LOG);
            boolean[] sectors = new boolean[64];
            for (int change = random.nextInt(40); change > 0; change--) {
                int offset = random.nextInt(60 * SECTOR_BYTES);
                int length = 1 + random.nextInt(3 * SECTOR_BYTES);
                extents.add(offset, length);
                for (int at = offset / SECTOR_BYTES; at <= (offset + length - 1) / SECTOR_BYTES; at++) {
                    sectors[at] = true;
                }
            }
            int count = extents.merge();
            boolean[] joined = new boolean[sectors.length];
            for (int i = 0; i < count; i++) {
                assertThat(i == 0 || extents.start(i) > extents.end(i - 1)).isTrue();
                for (long at = extents.start(i); at < extents.end(i); at += SECTOR_BYTES) {
                    joined[(int) (at / SECTOR_BYTES)] = true;
                }
            }
            assertThat(joined).as("round=%d", round).isEqualTo(sectors);
        }
    }

    @Test
    void keepsARegionInItsPlaceWhenItIsOpenedAgain() {
        DiskModel model = new DiskModel("disk-1996", ModelClock.virtual());
        UUID first = UUID.randomUUID();
        place(model, first, Device.DATABASE).add(0, 1);
        Extents second = place(model, UUID.randomUUID(), Device.DATABASE);
        Extents again = place(model, first, Device.DATABASE);
        second.add(0, 1);
        again.add(0, 1);
        assertThat(second.start(0)).isEqualTo(RegionLayout.fileBytes(1 << 20));
        assertThat(again.start(0)).isZero();
    }

    @Test
    void showsTheLaterOfRealAndModelledTime() {
        ModelClock clock = ModelClock.virtual();
        long before = clock.nanos();
        clock.advanceTo(before + 3_600_000 * MILLI);
        assertThat(clock.nanos()).isBetween(before + 3_600_000 * MILLI, before + 3_700_000 * MILLI);
        long late = clock.nanos();
        clock.advanceTo(late - MILLI);
        assertThat(clock.nanos() - late).isLessThan(3_000 * MILLI);
    }

    @Test
    void waitsTheModelledTimeOutWhereItIsToldTo() {
        ModelClock clock = ModelClock.waiting();
        long start = System.nanoTime();
        clock.advanceTo(clock.nanos() + 2 * MILLI);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2 * MILLI);
    }

    @Test
    void chargesTheSyncsOfARegionOnAModelledDisk() {
        ModelClock clock = ModelClock.virtual(() -> 0); // the real disk takes no time, so that all of it is modelled
        Storage storage = Storage.of(StorageKind.DISK_1996, directory, clock);
        try (Region region = storage.create("log", RegionType.log("TEST"), 1 << 20)) {
            MemorySegment source = region.segment();
            region.write(0, source.address(), SECTOR_BYTES);
            region.sync();
            long start = clock.nanos();
            for (int append = 1; append <= 20; append++) {
                region.write((long) append * SECTOR_BYTES, source.address(), SECTOR_BYTES);
                region.sync();
            }
            assertThat(clock.nanos() - start).isGreaterThanOrEqualTo(20 * LOG.rotationNanos());
        }
    }

    @Test
    void chargesNothingForASyncOfNothing() {
        ModelClock clock = ModelClock.virtual(() -> 0);
        Storage storage = Storage.of(StorageKind.DISK_1996, directory, clock);
        try (Region region = storage.create("log", RegionType.log("TEST"), 1 << 20)) {
            long start = clock.nanos();
            region.sync();
            region.stored(0, 0);
            region.sync();
            assertThat(clock.nanos()).isEqualTo(start);
        }
    }

    private static Extents place(DiskModel model, UUID id, Device device) {
        return model.place(new RegionLayout.Header(id, "TEST", 1 << 20, false, 0), device);
    }
}
