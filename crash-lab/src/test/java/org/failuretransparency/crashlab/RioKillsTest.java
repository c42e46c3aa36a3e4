package org.failuretransparency.crashlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores to Rio are permanent at once (claim R1).
class RioKillsTest {

    @TempDir
    private Path directory;

    @Test
    void losesNoReportedStoreWhenTheProcessIsKilled() {
        RioKills.Outcome outcome = RioKills.run(directory, 3, new SplittableRandom(1));
        assertThat(outcome.kills()).isEqualTo(3);
        assertThat(outcome.reportedStores()).isGreaterThan(100);
        assertThat(outcome.lostStores()).isZero();
    }

    @Test
    void countsStoresThatAreNotThere() {
        Storage storage = Storage.of(StorageKind.RIO, directory);
        try (Region region = storage.create(RioKills.NAME, RioKills.TYPE, (long) RioKills.WORDS * Long.BYTES)) {
            for (long number : new long[] {1, 2, 4, 5, 3 + RioKills.WORDS}) {
                region.segment().setAtIndex(ValueLayout.JAVA_LONG, number % RioKills.WORDS, number);
            }
        }
        assertThat(RioKills.missing(storage, 1, 5)).isZero();
        assertThat(RioKills.missing(storage, 1, 7)).isEqualTo(2);
    }

    @Test
    @Tag("long")
    void losesNoReportedStoreInManyKills() {
        assertThat(RioKills.lostStores(directory, 50, new SplittableRandom(2))).isZero();
    }
}
